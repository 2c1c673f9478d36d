"""Whether a condition in numbers holds for the case a question is about."""

import pytest

from rag.answering.ranges import applies


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param("我妈今年67了，门票多少？", "优待票：65岁以上长者", True, id="age_without_its_unit"),
        pytest.param("82岁吃一餐多少钱？", "60至69岁：12元", False, id="older_than_the_range"),
        pytest.param("满了100周岁还要交钱吗？", "100周岁及以上免费", True, id="the_bound_itself"),
        pytest.param("工作满4年有几天假？", "满3年不满10年的，10天", True, id="from_one_to_another"),
        pytest.param("工作满四年有几天假？", "满10年的，15天", False, id="not_yet"),
        pytest.param("请假12天谁批？", "不超过3天的由主管批", False, id="more_than_allowed"),
        pytest.param("用水200立方米多少钱？", "第二阶梯：181~300立方米", True, id="a_tier"),
        pytest.param("2024年有几天假？", "满3年不满10年的，10天", None, id="a_year_is_no_case"),
        pytest.param("80岁以上的老人有多少？", "60至69岁的有12人", None, id="a_range_is_no_case"),
        pytest.param("75岁的老人多少钱？", "超过10天的由总裁批", None, id="another_unit"),
    ],
)
def test_a_condition_covers_a_case(question: str, sentence: str, expected: bool | None) -> None:  # noqa: FBT001
    assert applies(question, sentence) is expected
