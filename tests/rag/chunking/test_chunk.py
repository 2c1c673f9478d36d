import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.chunking.chunks import chunk
from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import clean, clean_document
from rag.datatypes import Document

DIRTY = st.text(alphabet="甲乙學。！？“”,.; \n\t#|*[]3、：:１\u200b\u3000ab-", max_size=300)


@given(DIRTY, st.integers(5, 60), st.integers(0, 20))
def test_every_chunk_points_into_its_source(text: str, size: int, overlap: int) -> None:
    cleaned = clean(text)
    for piece in chunk("d", cleaned, size=size, overlap=overlap):
        assert piece.origin.shape == (len(piece.clean), 2)
        assert piece.origin[:, 0].min() == piece.start
        assert piece.origin[:, 1].max() == piece.end
        assert 0 <= piece.start < piece.end <= len(text)
        assert len(piece.clean) <= size + overlap


@given(DIRTY, st.integers(5, 60))
def test_chunks_hold_every_clean_character(text: str, size: int) -> None:
    cleaned = clean(text)
    covered = {row for piece in chunk("d", cleaned, size=size, overlap=0) for row in map(tuple, piece.origin)}
    missing = [
        mark
        for mark, row in zip(cleaned.text, map(tuple, cleaned.origin), strict=True)
        if row not in covered and not mark.isspace() and mark != "#"
    ]
    assert not missing


@given(st.text(alphabet="甲乙丙。\n", min_size=1, max_size=80))
def test_a_text_no_longer_than_a_chunk_is_one_chunk(text: str) -> None:
    cleaned = clean(text)
    assert [piece.clean for piece in chunk("d", cleaned, size=80)] == ([cleaned.text] if cleaned.text else [])


def test_headings_form_a_path_and_lose_their_marks() -> None:
    text = "# 章\n\n" + "甲" * 60 + "。\n\n## 节\n\n" + "乙" * 60 + "。"
    first, second = chunk("d", clean(text), size=70, overlap=0)
    assert (first.heading, second.heading) == ("章", "章 › 节")
    assert first.clean == "章\n\n" + "甲" * 60 + "。"
    assert second.clean.startswith("节\n\n乙")


def test_overlap_repeats_whole_sentences_but_not_across_a_heading() -> None:
    text = "甲甲甲甲。乙乙乙乙。丙丙丙丙。\n# 新\n丁丁丁丁。"
    assert [piece.clean for piece in chunk("d", clean(text), size=11, overlap=6)] == [
        "甲甲甲甲。乙乙乙乙。",
        "乙乙乙乙。丙丙丙丙。",
        "新\n丁丁丁丁。",
    ]


def test_no_chunk_reaches_across_a_long_removed_stretch() -> None:
    text = "前文。" + "广" * 100 + "后文。"
    cleaned = Aligned.whole(text).replace([(3, 103, "")])
    assert [(piece.start, piece.end) for piece in chunk("d", cleaned)] == [(0, 3), (103, 106)]


def test_a_sentence_longer_than_a_chunk_is_split_after_a_comma() -> None:
    text = "，".join(["甲" * 9] * 10) + "。"
    pieces = chunk("d", clean(text), size=40, overlap=0)
    assert "".join(piece.clean for piece in pieces) == text
    assert all(piece.clean.endswith(("，", "。")) for piece in pieces)


def test_origin_is_int32() -> None:
    assert chunk("d", clean("一句。"))[0].origin.dtype == np.int32


def test_marks_are_no_long_removed_stretch() -> None:
    picture = "![](https://example.org/pictures/2023/05/06/landscape.jpg)"
    text = f"\n\n{picture}\n\n".join(f"第{number}段说的是青石镇。" for number in "一二三四五")
    assert len(chunk("d", clean(text))) == 1


def test_a_stretch_that_a_page_shows_beside_its_body_is_one() -> None:
    above, advertisement, below = (
        "前文说的是青石镇。",
        "青石镇特产龙井茶，现在订购免费送货上门。" * 3,
        "后文说的是白水村。",
    )
    text = f"{above}\n{advertisement}\n{below}"
    body = f"0-{len(above)} {len(text) - len(below)}-{len(text)}"
    cleaned = clean_document(Document("d", "", None, text, metadata={"body": body}))
    assert [piece.clean for piece in chunk("d", cleaned)] == [above, below]


def test_no_number_is_split_after_its_comma() -> None:
    text = "各村人口依次为" + "、".join(["1,119,567"] * 12) + "，比赛9:30开始" * 5
    pieces = [piece.clean for piece in chunk("d", clean(text), size=40, overlap=0)]
    assert "".join(pieces) == text
    assert all(piece.endswith(("、", "，", "开始")) for piece in pieces)
