from dataclasses import replace

import pytest

from rag.evaluation.folding import Folded, fold
from rag.evaluation.golden import GoldenPassage, GoldenQuestion
from rag.evaluation.outcome import outcome, told
from rag.evaluation.record import Record, from_record, to_record
from rag.evaluation.rightness import carries, held, right
from rag.evaluation.verdict import judge
from tests.rag.evaluation.making import BOTH, BRIDGE, LENGTH, SILENT, TOWN, cited, found, record

LONG = "桥长30米。" + "甲" * 145


def test_folding_drops_width_case_blanks_and_punctuation() -> None:
    assert fold("“Ａb， 5６个！”") == "ab56个"
    assert Folded("全长 30 米。").holds(["３０米"])
    assert not Folded("全长").holds(["。"]), "what folds to nothing is in no text"


@pytest.mark.parametrize(
    ("written", "variant", "is_held"),
    [
        ("投资15亿元", "1.5亿元", False),
        ("投资1.5亿元", "15亿元", False),
        ("投资１．５亿元。", "1.5 亿元", True),
        ("定于2023.12.31。", "20231231", True),
        ("定于2023-3-31", "2023.3.31", True),
    ],
)
def test_folding_keeps_a_decimal_point_but_no_other(written: str, variant: str, *, is_held: bool) -> None:
    assert Folded(written).holds([variant]) == is_held


@pytest.mark.parametrize(
    ("written", "variant", "is_held"),
    [
        ("每户180元", "80元", False),
        ("每户180元，另加80元", "80元", True),
        ("限15个工作日", "5个工作日", False),
        ("11月5日开馆", "1月5日", False),
        ("到场十五人", "五人", False),
        ("投资21.5亿元", "1.5亿元", False),
        ("占0.5", "5", False),
        ("共1,200元", "200元", False),
        ("共1,200元", "1200元", True),
        ("共3，500人", "500人", True),
        ("第3、5人", "5人", True),
        ("共65个", "65个", True),
        ("2023年3月31日", "2023年3月", True),
        ("2023.3.31", "2023", True),
        ("上午09:30", "9:30", True),
        ("9点30分开门", "9点", True),
        ("至2020年", "20%", False),
        ("占20 ％", "20%", True),
        ("占百分之20", "20%", True),
        ("不可以带狗", "可以", False),
        ("不超过300人", "超过300人", False),
        ("不，可以", "可以", True),
    ],
)
def test_a_part_of_what_is_said_is_not_said(written: str, variant: str, *, is_held: bool) -> None:
    assert Folded(written).holds([variant]) == is_held


@pytest.mark.parametrize(
    ("gold", "answer", "is_right"),
    [
        pytest.param(LENGTH, "桥长30 米。[1]", True, id="contains"),
        pytest.param(LENGTH, "三十米", True, id="variant"),
        pytest.param(LENGTH, "桥长3米", False, id="other"),
        pytest.param(LENGTH, LONG[:150], True, id="as_long_as_a_fact_may_be"),
        pytest.param(LENGTH, LONG, False, id="a_character_too_long"),
        pytest.param(LENGTH, LONG[:150] + "[1][2]", True, id="marks_count_for_no_length"),
        pytest.param(replace(LENGTH, question="什麼是石橋？"), LONG, True, id="asked_as_a_definition"),
        pytest.param(replace(LENGTH, question="有哪些桥？"), LONG, True, id="asked_as_a_list"),
        pytest.param(replace(LENGTH, tags=("definition",)), LONG, True, id="definitions_may_be_longer"),
        pytest.param(
            replace(LENGTH, answers=("2",)),
            "甲处设三个点。[1]乙处设五个点。[2]",
            False,
            id="a_mark_is_no_answer",
        ),
        pytest.param(
            replace(LENGTH, answers=("甲乙。丙丁",)), "甲乙。[1]丙丁。[2]", True, id="a_mark_parts_no_answer"
        ),
        pytest.param(BOTH, "长30米，镇长林秋白", True, id="every_item"),
        pytest.param(BOTH, "长30米", False, id="an_item_is_missing"),
    ],
)
def test_when_an_answer_is_right(gold: GoldenQuestion, answer: str, *, is_right: bool) -> None:
    assert right(gold, answer) == is_right


@pytest.mark.parametrize(("variant", "answer"), [("黨員", "三名党员[1]"), ("党员", "三名黨員[1]")])
def test_either_script_is_as_good(variant: str, answer: str) -> None:
    gold = replace(LENGTH, answers=(variant,))
    seen = record(gold, answer, spans=(answer[2:4],))
    told = figures(gold, seen)
    assert (told["answer_right"], told["answer_em"], told["answer_f1"]) == (1, 1, 1)
    assert told["answer_rouge_l"] > 0.6
    assert held([[variant]], answer) == [True]
    items = replace(gold, answers=(), items=((variant,),))
    assert figures(items, seen)["item_recall"] == 1
    assert carries(gold, replace(cited(BRIDGE, "桥长"), clean="三名党员"))


def test_what_is_wrong_only_by_its_length_is_told() -> None:
    assert told(LENGTH, record(LENGTH, LONG)) == "wrong, only too long"
    assert told(LENGTH, record(LENGTH, "甲" * 200)) == "wrong"


def figures(gold: GoldenQuestion, seen: Record) -> dict[str, float]:
    return dict(judge(gold, seen).figures)


def test_a_right_answer_with_a_right_citation() -> None:
    seen = record(LENGTH, "桥长30米。[1]", cited(BRIDGE, "桥长30米", support=0.8), spans=("30米",))
    told = figures(LENGTH, seen)
    for name in ("answer_right", "answer_right_cited", "answer_em", "answer_f1", "citation_right"):
        assert told[name] == 1, name
    assert (told["citation_precision"], told["citation_recall"], told["citation_verbatim"]) == (1, 1, 1)
    assert (told["citation_support"], told["risk"], told["outcome"], told["coverage"]) == (0.8, 0, 1, 1)
    assert "refusal_precision" not in told
    assert "refusal_recall" not in told


def test_a_quote_of_another_document_is_no_right_citation() -> None:
    seen = record(LENGTH, "桥长30米。[1]", replace(cited(TOWN, "三座桥"), clean="桥长30米", verbatim=False))
    told = figures(LENGTH, seen)
    assert (told["answer_right"], told["answer_right_cited"]) == (1, 0)
    assert (told["citation_right"], told["citation_precision"], told["citation_verbatim"]) == (0, 0, 0)
    assert "citation_support" not in told


def test_without_a_short_answer_the_whole_one_counts_without_its_marks() -> None:
    assert figures(LENGTH, record(LENGTH, "30米。[1]"))["answer_em"] == 1


def test_a_refusal_of_an_answerable_question_scores_nothing() -> None:
    told = figures(LENGTH, record(LENGTH))
    assert (told["answer_f1"], told["answer_right"], told["answer_rouge_l"]) == (0, 0, 0)
    assert (told["refusal_precision"], told["refusal_f1"], told["refusal_f1_weight"]) == (0, 0, 1)
    assert "outcome" not in told, "whether the withheld answer was right is not known"
    assert "citation_right" not in told


def test_a_due_refusal_and_a_false_answer() -> None:
    due, false = figures(SILENT, record(SILENT)), figures(SILENT, record(SILENT, "四十岁。"))
    assert (due["refusal_precision"], due["refusal_recall"], due["false_answer_rate"]) == (1, 1, 0)
    assert (due["refusal_f1"], due["refusal_f1_weight"], due["outcome"]) == (1, 2, 0)
    assert (false["refusal_recall"], false["false_answer_rate"], false["risk"]) == (0, 1, 1)
    assert "answer_f1" not in due


def test_lists_are_counted_item_by_item() -> None:
    seen = record(BOTH, "桥长30米。[1]", cited(BRIDGE, "桥长30米"))
    told = figures(BOTH, seen)
    assert (told["item_recall"], told["citation_recall"], told["answer_right"]) == (0.5, 0.5, 0)
    assert "answer_f1" not in told


def test_any_gold_document_suffices_unless_all_are_wanted() -> None:

    def ranked(gold: GoldenQuestion) -> dict[str, float]:
        passages = (found("x"), found("town"))
        return figures(gold, record(gold, documents=("other", "town", "bridge"), passages=passages))

    told, both = ranked(replace(BOTH, all_documents=False)), ranked(BOTH)
    assert (told["document_recall@5"], told["document_mrr"], told["passage_recall@5"]) == (1, 0.5, 1)
    assert (both["document_recall@5"], both["document_mrr"], both["passage_recall@5"]) == (1, 0.5, 0.5)
    assert both["document_recall@1"] == 0


def test_a_passage_counts_if_it_holds_the_answer_or_overlaps_the_gold_one() -> None:
    held = record(LENGTH, passages=(found("bridge", holds=False), found("bridge"), found("town")))
    assert figures(LENGTH, held)["passage_mrr"] == 0.5
    named = replace(LENGTH, passages=(GoldenPassage("bridge", 8, 20),))
    assert figures(named, held)["passage_mrr"] == 1, "the range decides where there is one"
    apart = record(named, passages=(found("bridge", start=20, end=30), found("town", start=8, end=20)))
    assert figures(named, apart)["passage_mrr"] == 0


@pytest.mark.parametrize(
    ("gold", "seen", "word"),
    [
        (LENGTH, record(LENGTH, "30米", cited(BRIDGE, "桥长30米")), "right"),
        (LENGTH, record(LENGTH, "30米"), "uncited"),
        (LENGTH, record(LENGTH, "5米", cited(BRIDGE, "宽5米")), "wrong"),
        (LENGTH, record(LENGTH), "missed"),
        (SILENT, record(SILENT), "refused"),
        (SILENT, record(SILENT, "四十岁"), "invented"),
        (SILENT, Record("silent", error="lost"), "failed"),
    ],
)
def test_outcomes(gold: GoldenQuestion, seen: Record, word: str) -> None:
    assert outcome(gold, seen) == word


def test_records_survive_json() -> None:
    seen = record(
        LENGTH, "30米", cited(BRIDGE, "桥长30米", support=0.5), documents=("a",), passages=(found("a"),)
    )
    assert from_record(to_record(seen)) == seen
