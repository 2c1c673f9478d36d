import pytest

from rag.conversation.standalone import standalone
from rag.datatypes import Turn


@pytest.mark.parametrize(
    ("before", "follow_up", "complete"),
    [
        pytest.param("夏天几点上班？", "冬天呢？", "冬天几点上班？", id="season"),
        pytest.param("周六上班吗？", "周日呢？", "周日上班吗？", id="day_of_the_week"),
        pytest.param("2023年GDP多少？", "2022年呢？", "2022年GDP多少？", id="year"),
        pytest.param("医保每人交多少钱？", "去年呢？", "去年医保每人交多少钱？", id="year_not_said_before"),
        pytest.param("C级怎么补？", "D级呢？", "D级怎么补？", id="letter"),
        pytest.param("A类人才补多少？", "那B类的呢？", "B类人才补多少？", id="letter_with_of"),
        pytest.param("80岁的老人领多少？", "90岁呢？", "90岁的老人领多少？", id="age"),
        pytest.param("一等奖奖金多少？", "二等奖呢？", "二等奖奖金多少？", id="numbered"),
        pytest.param("红色预警要做什么？", "橙色呢？", "橙色预警要做什么？", id="colour"),
        pytest.param("红色预警要做什么？", "三级呢？", "三级预警要做什么？", id="grade_of_another_type"),
        pytest.param("种早稻每亩奖补多少？", "晚稻呢？", "种晚稻每亩奖补多少？", id="same_ending"),
        pytest.param("柳村哪天停电？", "石桥村呢？", "石桥村哪天停电？", id="village"),
        pytest.param("一吨多少钱？", "商用的呢？", "商用的一吨多少钱？", id="kind_of_what_is_unsaid"),
        pytest.param("居民用水一吨多少钱？", "商用的呢？", "商用水一吨多少钱？", id="kind"),
        pytest.param("身份证丢了怎么补办？", "户口本呢？", "户口本丢了怎么补办？", id="thing"),
        pytest.param("迟到40分钟怎么处理？", "旷工呢？", "旷工怎么处理？", id="what_was_done"),
        pytest.param("网格员招几个？", "工资呢？", "网格员的工资是多少？", id="attribute"),
        pytest.param("公租房租金多少？", "押金呢？", "公租房的押金是多少？", id="another_attribute"),
        pytest.param("张镇长是谁？", "书记呢？", "书记是谁？", id="office"),
        pytest.param("张镇长是谁？", "那电话呢？", "张镇长的电话是多少？", id="telephone"),
        pytest.param("镇中心小学校长是谁？", "副校长呢？", "镇中心小学副校长是谁？", id="deputy"),
        pytest.param("石桥村的村主任是谁？", "会计呢？", "石桥村的会计是谁？", id="office_of_a_village"),
    ],
)
def test_the_last_question_is_asked_of_something_else(before: str, follow_up: str, complete: str) -> None:
    assert standalone(follow_up, [Turn("user", before), Turn("assistant", "……")]) == complete


def test_what_a_person_has_is_asked_of_the_person_named_in_the_answer() -> None:
    history = [Turn("user", "石桥村的村主任是谁？"), Turn("assistant", "石桥村村主任是刘铁柱。[1]")]
    assert standalone("电话呢？", history) == "刘铁柱的电话是多少？"


@pytest.mark.parametrize(
    ("follow_up", "complete"),
    [
        ("面积呢？", "南翔镇的面积是多少？"),
        ("人口呢？", "南翔镇的人口是多少？"),
        ("地址呢？", "南翔镇的地址在哪里？"),
        ("学历呢？", "王强的学历是什么？"),
        ("手机呢？", "王强的手机是多少？"),
        ("籍贯呢？", "王强的籍贯是什么？"),
        ("办公室呢？", "王强的办公室在哪里？"),
    ],
)
def test_only_what_a_person_has_is_asked_of_the_person(follow_up: str, complete: str) -> None:
    history = [Turn("user", "南翔镇的书记是谁？"), Turn("assistant", "南翔镇党委书记是王强。[1]")]
    assert standalone(follow_up, history) == complete
