import pytest

from rag.answering.question import parse
from rag.answering.spans import asked_for


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("南翔镇党委书记是谁？", "南翔镇党委书记陈杰表示，今后继续推进。", ["陈杰"]),
        ("南翔镇党委书记是谁？", "南翔镇党委书记出席了活动。", []),
        ("全镇有多少个小微网格？", "全镇共划分38个网格和187个小微网格。", ["187", "38"]),
        ("最终入选了多少个居民区项目？", "项目要从12个街道里遴选居民区项目。", []),
        ("会议是哪天召开的？", "会议于2022年9月6日召开。", ["2022年9月6日"]),
        ("文章标注的是哪一天？", "文章标注的时间是2024-01-13 05:56:11。", ["2024-01-13 05:56:11"]),
        ("会议是几点召开的？", "会议于2022年9月6日召开。", []),
        ("公益项目涉及多少钱？", "公益项目涉及金额394.88万元。", ["394.88万元"]),
        ("培训要几天？", "2023年3月30日开始培训。", []),
        ("那次讲话讲了多长时间？", "讲话分析了2022年上半年的情况。", []),
        ("镇隶属于哪个市？", "结对的是浙江省平湖市独山港镇。", ["平湖市"]),
        ("代表是哪个村？", "三种类型是农村、动迁房和国际化社区。", []),
        ("福满塘园在哪个村？", "优秀项目有福满塘园等，由成员单位共建。", []),
    ],
)
def test_fresh_values_of_the_asked_type_count_likeliest_first(
    question: str, sentence: str, found: list[str]
) -> None:
    assert [sentence[slice(*span)] for span in asked_for(parse(question), sentence)] == found
