"""Which of several things with almost the same name a sentence speaks of."""

import pytest

from tests.rag.answering.test_evidence import evidence


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param("云驹M7多少钱？", "云驹M5售价12万元。", [1.0], id="another_model"),
        pytest.param("云驹M7多少钱？", "云驹M5和M7售价12万元起。", [0.0], id="among_others"),
        pytest.param(
            "云驹M7多少钱？", "# 云驹M5上市\n\n售价12万元。", [1.0], id="another_model_in_the_title"
        ),
        pytest.param("云驹M7多少钱？", "# 云驹M7上市\n\n售价12万元。", [0.0], id="that_model_in_the_title"),
        pytest.param("凌7多少钱？", "凌5售价12万元。", [1.0], id="a_model_with_a_chinese_name"),
        pytest.param("云驹M7标准版多少钱？", "云驹M7 Pro售价15万元。", [1.0], id="another_version"),
        pytest.param("第5条罚多少？", "共3人，罚50元。", [0.0], id="counted"),
        pytest.param("渡口人家2哪天上映？", "《渡口人家》于9月6日上映。", [1.0], id="the_first_part"),
        pytest.param("渡口人家2哪天上映？", "《渡口人家2》于9月6日上映。", [0.0], id="that_part"),
        pytest.param("渡口人家哪天上映？", "《渡口人家2》于9月6日上映。", [1.0], id="the_second_part"),
        pytest.param("渡口人家哪天上映？", "《渡口人家2》上映，渡口人家早已下线。", [0.0], id="both_parts"),
        pytest.param("渡口人家第二季哪天播？", "《渡口人家2》于9月6日播。", [0.0], id="a_season"),
    ],
)
def test_numbers_tell_models_and_parts_apart(question: str, text: str, against: list[float]) -> None:
    assert evidence(question, text, "another of its kind") == against


@pytest.mark.parametrize(
    ("question", "against"),
    [
        pytest.param("渡口人家导演是谁？", [0.0, 1.0], id="another_work"),
        pytest.param("雁南飞导演是谁？", [1.0, 0.0], id="that_work"),
        pytest.param("林涛导演了哪部片？", [0.0, 0.0], id="a_work_is_asked_for"),
    ],
)
def test_a_sentence_that_begins_with_a_work_speaks_of_it(question: str, against: list[float]) -> None:
    text = "《渡口人家》由林涛执导。《雁南飞》的导演是陈岚。"
    assert evidence(question, text, "another of its kind") == against


def test_names_of_the_same_form_are_of_others() -> None:
    text = "线路有两条。“观澜线”走完约4小时。“听松线”要走3小时。"
    assert evidence("听松线要走多久？", text, "another of its kind") == [0.0, 1.0, 0.0]


def test_another_of_a_kind_is_known_by_its_name_in_quotes() -> None:
    text = "台风“石榴”登陆时风力12级。台风“云雀”登陆时风力超过15级。"
    assert evidence("台风石榴登陆时风力几级？", text, "another of its kind") == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "against"),
    [("起拍价680万元。", 1.0), ("成交价680万元。", 0.0), ("溢价3倍，共680万元。", 0.0)],
)
def test_what_is_called_otherwise_is_not_what_is_asked_for(text: str, against: float) -> None:
    assert evidence("商标的成交价是多少？", text, "another of its kind") == [against]


def test_a_university_is_not_another_whose_name_only_begins_alike() -> None:
    text = "竹港大学举行建校100周年庆典。"
    asked = "竹港理工大学是哪一年建校的？", "竹港大学是哪一年建校的？"
    assert [evidence(one, text, "another of its kind") for one in asked] == [[1.0], [0.0]]


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param("云岭马拉松冠军是谁？", "林涛获得云岭半程马拉松冠军。", 1.0, id="half_of_it"),
        pytest.param("云岭半程马拉松冠军是谁？", "林涛获得云岭半程马拉松冠军。", 0.0, id="asked_about"),
        pytest.param("云岭杯冠军是谁？", "林岚获得云岭杯女子公开赛冠军。", 1.0, id="behind_the_name"),
        pytest.param("市长是谁？", "副市长林涛出席。", 1.0, id="the_deputy"),
        pytest.param("半年卡多少钱？", "年卡2600元。", 1.0, id="half_a_year_asked"),
        pytest.param("市长是谁？", "市长陈岚、副市长林涛出席。", 0.0, id="both"),
    ],
)
def test_a_word_with_another_before_it_is_of_another(question: str, text: str, against: float) -> None:
    assert evidence(question, text, "another of its kind") == [against]
