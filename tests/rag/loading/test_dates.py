import pytest

from rag.loading.dates import iso, reported, stated


@pytest.mark.parametrize(
    ("text", "month"),
    [
        pytest.param(
            "标题\n昨天(3月30日)，记者从2023年主题月活动上获悉，某镇推出项目。", "2023-03", id="yesterday"
        ),
        pytest.param(
            "12月21日，在2021年联席会议上，联盟成立。\n通讯员 李四", "2021-12", id="day_before_year"
        ),
        pytest.param("12月21日，联盟成立。本报记者", None, id="no_year"),
        pytest.param("1月1日，他生于2003年。", None, id="no_report"),
        pytest.param("记者获悉，2019年5月1日起施行。", None, id="a_day_with_its_year_is_not_the_reports"),
        pytest.param("5月1日，2019年与2020年的数据公布。记者李四", None, id="two_years"),
        pytest.param("45月1日，2019年的数据公布。记者李四", None, id="no_month"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_month_of_a_report_that_states_no_date(text: str, month: str | None) -> None:
    assert reported(text) == month


def test_a_stated_date_is_more_than_a_guess() -> None:
    assert stated("标题\n来源：某报 2023-04-03 21:01\n3月30日，记者从2022年会议获悉") == "2023-04-03"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("停水通知\n定于2024年9月12日停水。\n镇政府\n2024年9月5日", "2024-09-05", id="signed"),
        pytest.param("停水通知\n定于2024年9月12日停水。\n镇政府", None, id="only_the_event"),
        pytest.param("采茶节方案\n活动时间：2025年4月3日", None, id="time_of_the_event"),
        pytest.param("工作总结\n日期：2024-01-15\n去年建成四个。", "2024-01-15", id="labelled"),
        pytest.param("开馆了\n发布于2024年5月18日", "2024-05-18", id="published_on"),
    ],
)
def test_the_day_of_an_event_is_not_the_day_of_the_text(text: str, date: str | None) -> None:
    assert stated(text) == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("20230331", "2023-03-31"),
        (" 20230331\n", "2023-03-31"),
        ("20231345", "2023"),
        ("编号20230331", "2023"),
        ("2023年3月", "2023-03"),
        ("30230331", None),
    ],
)
def test_a_date_without_marks_is_one_where_it_stands_alone(written: str, date: str | None) -> None:
    assert iso(written) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        pytest.param("县教育网 2024-08-29", "2024-08-29", id="name_of_the_site"),
        pytest.param("财政之窗 2024年7月16日 信息来源：县财政局", "2024-07-16", id="source_behind"),
        pytest.param("海滨晚报讯(记者 庄小梅)2024年9月21日", "2024-09-21", id="writer_before"),
        pytest.param("2024年9月21日", "2024-09-21", id="alone"),
        pytest.param("2024年7月1日起施行", None, id="in_force"),
        pytest.param("2024年5月18日，公园开门迎客", None, id="an_event"),
        pytest.param("报名截止于2024年5月18日", None, id="a_deadline"),
    ],
)
def test_a_line_under_the_title_tells_the_day(line: str, date: str | None) -> None:
    assert stated(f"公园开门迎客\n{line}\n昨天，公园开门迎客。当天来了三千人，都说园里的花开得好。") == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("关于印发2024年工作要点的通知\n正文。\n镇政府\n2024年3月5日", "2024-03-05", id="title"),
        pytest.param("关于发布2022年度公报的公告\n发布日期：2023-03-15", "2023-03-15", id="title_and_label"),
        pytest.param("关于公布2023年3月5日至8日停水安排的通知\n正文。", None, id="a_span_in_a_title"),
        pytest.param(
            "骑行赛通知\n一、时间：2024年6月15日上午9:00\n镇政府\n2024年5月20日",
            "2024-05-20",
            id="event_signed",
        ),
        pytest.param("骑行赛通知\n时间：2024年6月15日 9:00", "2024-06-15", id="nothing_but_a_time"),
        pytest.param(
            "老桥修好了\n来源：青石报 时间：2024-06-15\n正文。\n2024年5月20日",
            "2024-06-15",
            id="time_of_a_report",
        ),
        pytest.param("停水通知\n镇政府\n二〇二三年三月五日", "2023-03-05", id="numerals"),
        pytest.param("停水通知\n镇政府\n二○○九年十二月三十一日", "2009-12-31", id="numerals_with_circles"),
        pytest.param("停水通知\n镇政府\n二零二三年十月二十日", "2023-10-20", id="numerals_of_tens"),
        pytest.param("停水通知\n镇政府\n二〇二三年十十月五日", None, id="no_numeral"),
        pytest.param("公告\n中華民國112年5月6日\n正文", "2023-05-06", id="of_the_republic"),
        pytest.param("公告\n發布日期：112-05-06\n正文", "2023-05-06", id="labelled_year_of_the_republic"),
        pytest.param("公告\n發佈日期：2023-05-06", "2023-05-06", id="traditional_label"),
        *[
            pytest.param(f"某事公告\n{label}：2023年5月6日", "2023-05-06", id=label)
            for label in ["公开日期", "生成日期", "公布时间", "签发日期", "刊登日期", "上載日期", "公告日期"]
        ],
    ],
)
def test_the_date_of_a_text_is_neither_that_of_its_title_nor_of_an_event(text: str, date: str | None) -> None:
    assert stated(text) == date
