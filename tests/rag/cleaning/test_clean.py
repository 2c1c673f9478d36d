import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.cleaning import shifted
from rag.cleaning.aligned import Aligned
from rag.cleaning.chinese import simplify
from rag.cleaning.pipeline import STEPS, clean, clean_title, trace_document
from rag.datatypes import Document

DIRTY = st.text() | st.text(alphabet="黨建引領甲乙\r\n\t #>*_|`[]()0123，。,!\u200b\ufeff\u3000\xa0Ａ１-\\")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("何為黨建引領(lǐng)“根系工程”?", "何為黨建引領“根系工程”?"),
        ("  新闻&nbsp;&amp;amp; <b>要闻</b> ", "新闻 & 要闻"),
        ("鎮(zhèn)(zhèn)", "鎮"),
        ("乾隆(qián lóng)年间", "乾隆(qián lóng)年间"),
    ],
)
def test_a_title_keeps_its_script_and_loses_what_its_author_did_not_write(title: str, wanted: str) -> None:
    assert clean_title(title) == wanted


@settings(deadline=None)
@given(st.text())
def test_a_clean_title_stays_as_it_is(title: str) -> None:
    assert clean_title(clean_title(title)) == clean_title(title)


@settings(deadline=None)
@given(DIRTY)
def test_every_kept_character_points_at_itself(text: str) -> None:
    """A character whose origin is one character wide is that character, or its fold."""
    assume(not any(shifted.edits(text)))  # what was decoded wrongly is restored, which is no fold
    cleaned = clean(text)
    assert cleaned.origin.shape == (len(cleaned.text), 2)
    assert bool(np.all(cleaned.origin[:, 0] < cleaned.origin[:, 1]))
    assert bool(np.all(np.diff(cleaned.origin[:, 0]) >= 0))
    known = set(simplify(text)) | set(" \n") | set(text)
    kept = [mark for mark in cleaned.text if mark not in known]
    assert all(mark.isascii() or mark in "¥，？！；：〔〕\ufffd" for mark in kept)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@settings(deadline=None)
@given(text=DIRTY)
def test_no_step_loses_the_offset_of_a_character_it_keeps(step, text: str) -> None:  # type: ignore[no-untyped-def]
    edits = list(step.edits(text))
    touched = {index for start, end, _ in edits for index in range(start, end)}
    done = step(Aligned.whole(text))
    kept = [
        (start, mark)
        for (start, end), mark in zip(done.origin, done.text, strict=True)
        if start not in touched
    ]
    assert kept == [(index, mark) for index, mark in enumerate(text) if index not in touched]


@settings(deadline=None)
@given(DIRTY)
def test_no_bracketed_number_survives(text: str) -> None:
    assert not re.search(r"\[\s*\d+\s*\]", clean(text).text)


@settings(deadline=None)
@given(DIRTY)
def test_the_trace_is_what_cleaning_did(text: str) -> None:
    traced = trace_document(Document("d", "", None, text))
    assert traced.cleaned.text == clean(text).text
    assert [one.step for one in traced.steps] == [step.name for step in STEPS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\ufeff一\u200b二\r\n三\r四", "一二\n三\n四", id="invisible_and_line_ends"),
        pytest.param("ＡＢ１２％　好", "AB12% 好", id="width"),
        pytest.param("黨建引領,是核心", "党建引领，是核心", id="script_and_marks"),
        pytest.param("共1,234人,12:30开始", "共1,234人,12:30开始", id="numbers_keep_their_marks"),
        pytest.param("結論[3]明確［12］。[1-3,5]", "结论明确。", id="references"),
        pytest.param("**重**点和 *斜* 体，5*3*2", "重点和 斜 体，5*3*2", id="emphasis"),
        pytest.param("中文里的**粗体**和***粗斜***字", "中文里的粗体和粗斜字", id="strong_within_prose"),
        pytest.param(
            "**一、总则**\n**注：**“*述*”\n*有删节。*", "一、总则\n注：“述”\n有删节。", id="emphasised_lines"
        ),
        pytest.param("> 引文\n- 甲\n* 乙\n1. 丙", "引文\n甲\n乙\n1. 丙", id="lists"),
        pytest.param("| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |", "甲：1，乙：2", id="table"),
        pytest.param('见[主页](http://a.cn "t")和[[4]](#c4)。', "见主页和。", id="links"),
        pytest.param(
            "[电话12345](tel:12345)[12345](tel:12345)，[2023](r2023.html)年报告[4](#c4)[5](a.cn/cite_5)",
            "电话1234512345，2023年报告",
            id="numbers_that_are_words_of_links",
        ),
        pytest.param("国办发[2023]12号、沪规［2021］5号", "国办发〔2023〕12号、沪规〔2021〕5号", id="years"),
        pytest.param(">90分为优秀\n>=60分为及格", ">90分为优秀\n>=60分为及格", id="more_than"),
        pytest.param("乾隆皇帝很乾淨", "乾隆皇帝很干净", id="phrases_decide"),
        pytest.param("a  b\n \n\n\n c ", "a b\n\nc", id="blanks"),
    ],
)
def test_clean_form(text: str, expected: str) -> None:
    assert clean(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "获奖名单：张*伟、李*明、王*芳。",
        "体积=长*宽*高",
        "张**，李**，王**",
        "张***，李***",
        "名单：**，**，**。",
        "电话：138****1234、139****5678",
        "第**号、第**号",
    ],
)
def test_stars_that_mask_or_multiply_stay(text: str) -> None:
    assert clean(text).text == text


@settings(deadline=None)
@given(st.text())
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)
