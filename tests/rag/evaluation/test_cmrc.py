import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.cmrc import exact, f1, longest_run, longest_subsequence, rouge_l, tokens

MARKS = "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』"
texts = st.text(st.sampled_from("上海南翔56个年ab B,. 。，·“”-%…"), max_size=8)


class Reference:
    """The definition written down a second time, as a table of matches; other writing is split at blanks."""

    @staticmethod
    def words(text: str) -> list[str]:
        kept = "".join(char for char in text.lower().strip() if char not in MARKS)
        return re.sub("([\u4e00-\u9fa5])", r" \1 ", kept).split()

    @classmethod
    def f1(cls, answer: str, wanted: str) -> float:
        left, right = cls.words(answer), cls.words(wanted)
        run = max(
            (
                length
                for length in range(1, len(left) + 1)
                for at in range(len(left) - length + 1)
                for other in range(len(right) - length + 1)
                if left[at : at + length] == right[other : other + length]
            ),
            default=0,
        )
        if run == 0:
            return 0.0
        precision, recall = run / len(left), run / len(right)
        return 2 * precision * recall / (precision + recall)


@given(texts.map(lambda text: text.translate(dict.fromkeys(map(ord, ",.%")))), st.lists(texts, max_size=3))
def test_f1_is_that_of_the_definition(answer: str, variants: list[str]) -> None:
    plain = [one.translate(dict.fromkeys(map(ord, ",.%"))) for one in variants]
    assert f1(answer, plain) == pytest.approx(max((Reference.f1(answer, one) for one in plain), default=0.0))


@given(texts, texts)
def test_exact_match_looks_through_case_and_listed_marks_only(answer: str, wanted: str) -> None:
    def plain(text: str) -> str:
        return "".join(char for char in text.lower().strip() if char not in MARKS)

    assert exact(answer, ["没有", wanted]) == float(plain(answer) == plain(wanted) or plain(answer) == "没有")


@given(texts, texts)
def test_both_lengths_are_symmetric_and_a_gap_never_shortens(left: str, right: str) -> None:
    run, subsequence = longest_run(left, right), longest_subsequence(left, right)
    assert (longest_run(right, left), longest_subsequence(right, left)) == (run, subsequence)
    assert run <= subsequence <= min(len(left), len(right))


@given(texts.filter(lambda text: bool(tokens(text))))
def test_a_text_agrees_with_itself(text: str) -> None:
    assert exact(text, [text]) == f1(text, [text]) == rouge_l(text, [text]) == 1


@pytest.mark.parametrize(
    ("text", "split"),
    [
        pytest.param("2009年", ["2009", "年"], id="number_and_character"),
        pytest.param("3.5%", ["3.5", "%"], id="percent"),
        pytest.param("1,000元", ["1,000", "元"], id="thousands"),
        pytest.param("A-B", ["ab"], id="a_listed_mark_vanishes_inside_a_word"),
        pytest.param("U.S.A. (USA)", ["u.s.a.", "(", "usa", ")"], id="inner_dots_stay"),
        pytest.param("end.", ["end", "."], id="the_last_dot_goes"),
        pytest.param("don't", ["do", "n't"], id="contraction"),
        pytest.param("9–18", ["9", "–", "18"], id="dash"),
        pytest.param("等……", ["等", "……"], id="the_ellipsis_is_no_listed_mark"),
        pytest.param("カタカナ语", ["カタカナ", "语"], id="kana_is_a_word"),
    ],
)
def test_tokens(text: str, split: list[str]) -> None:
    assert tokens(text) == split


@pytest.mark.parametrize(
    ("answer", "variants", "score"),
    [
        pytest.param("1970年", ["1970年"], 1.0, id="same"),
        pytest.param("《家》。", ["家"], 1.0, id="punctuation_is_nothing"),
        pytest.param("上海南翔", ["南翔"], 2 / 3, id="too_long"),
        pytest.param("南和翔", ["南翔"], 0.4, id="only_the_longest_run_counts"),
        pytest.param("Beyond乐队", ["beyond"], 0.5, id="a_foreign_word_is_one_token"),
        pytest.param("北京", ["上海"], 0.0, id="other"),
        pytest.param("", ["上海"], 0.0, id="empty"),
        pytest.param("上海", [], 0.0, id="nothing_wanted"),
        pytest.param("上海", ["北京", "上海"], 1.0, id="best_variant"),
    ],
)
def test_f1_of_single_cases(answer: str, variants: list[str], score: float) -> None:
    assert f1(answer, variants) == pytest.approx(score)


def test_rouge_l_allows_gaps() -> None:
    assert rouge_l("南和翔", ["南翔"]) == pytest.approx(0.8)
    assert f1("南和翔", ["南翔"]) == pytest.approx(0.4)
