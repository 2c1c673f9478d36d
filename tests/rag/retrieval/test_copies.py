"""Copies are found in the store, whatever the order of arrival, and only while they are there."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from rag.datatypes import Hit
from rag.knowledge_base import KnowledgeBase
from rag.retrieval.copies import Copies
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder
from tests.rag.cleaning.damage import as_saved_page
from tests.rag.retrieval.test_duplicates import article

FIRST, SECOND = article(1), article(2)
TEXTS = {
    "one.txt": "\n".join(FIRST),
    "two.txt": as_saved_page("\n".join(FIRST), random.Random(1)),  # noqa: S311
    "cut.txt": "\n".join(FIRST[:14]),
    "other.txt": "\n".join(SECOND),
    "short.txt": "今日无事。",
    "again.txt": "今日 无事",
}


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as opened:
        yield opened


def index(kb: KnowledgeBase, folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).write_text(TEXTS[name], "utf-8")
        kb.index(folder / name)


def copies_of(tmp_path: Path, name: str) -> list[str]:
    with Corpus.open(tmp_path / "store") as corpus, corpus.view() as view:
        return list(Copies(view).of(name))


@pytest.mark.parametrize("order", [sorted(TEXTS), sorted(TEXTS, reverse=True)], ids=["one_way", "the_other"])
def test_copies_do_not_depend_on_the_order_of_arrival(
    kb: KnowledgeBase, tmp_path: Path, order: list[str]
) -> None:
    index(kb, tmp_path, order)
    found = {name: copies_of(tmp_path, name) for name in TEXTS}
    assert found == {
        "one.txt": ["cut.txt", "two.txt"],
        "two.txt": ["cut.txt", "one.txt"],
        "cut.txt": ["one.txt", "two.txt"],
        "other.txt": [],
        "short.txt": ["again.txt"],
        "again.txt": ["short.txt"],
    }


def test_a_removed_or_rewritten_document_is_no_copy_any_more(kb: KnowledgeBase, tmp_path: Path) -> None:
    index(kb, tmp_path, ["one.txt", "two.txt", "cut.txt"])
    kb.remove("two.txt")
    assert copies_of(tmp_path, "one.txt") == ["cut.txt"]
    (tmp_path / "cut.txt").write_text(TEXTS["other.txt"], "utf-8")
    kb.index(tmp_path / "cut.txt")
    assert copies_of(tmp_path, "one.txt") == []
    assert copies_of(tmp_path, "unknown.txt") == []


def test_only_copies_that_hold_a_sentence_are_said_to_say_it(kb: KnowledgeBase, tmp_path: Path) -> None:
    index(kb, tmp_path, sorted(TEXTS))
    with Corpus.open(tmp_path / "store") as corpus, corpus.view() as view:
        copies = Copies(view)
        assert copies.saying("one.txt", FIRST[2]) == ("cut.txt", "two.txt")
        assert copies.saying("one.txt", FIRST[17]) == ("two.txt",)
        assert copies.saying("one.txt", "。") == ()


def test_merged_hits_name_whose_passages_were_left_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    index(kb, tmp_path, sorted(TEXTS))
    hits = kb.search(FIRST[2], k=10, merge_copies=True)
    assert len({hit.chunk.document_id for hit in hits if FIRST[2] in hit.chunk.clean}) == 1
    left_out = {name for hit in hits for name in hit.copies}
    first = next(hit.chunk.document_id for hit in hits)
    assert {"one.txt", "two.txt", "cut.txt"} <= left_out | {first}


def test_what_only_one_of_two_copies_says_stays(kb: KnowledgeBase, tmp_path: Path) -> None:
    index(kb, tmp_path, ["one.txt", "cut.txt"])
    hits = kb.search(FIRST[2], k=50, merge_copies=True)
    shown = "".join(hit.chunk.clean for hit in hits)
    assert all(line in shown for line in FIRST)


RULES = "\n".join(article(3, sentences=6))
AMOUNTS = {"2022": 180, "2023": 200, "2024": 260}
IN_DIGITS = {year: year for year in AMOUNTS}
IN_CHINESE = {"2022": "二〇二二", "2023": "二○二三", "2024": "二零二四"}
SPANNING_CHUNKS = RULES * 3  # the amount stands in another chunk than the year


def amounts_told(hits: Sequence[Hit]) -> set[int]:
    shown = "".join(hit.chunk.clean for hit in hits)
    return {amount for amount in AMOUNTS.values() if f"每月{amount}元" in shown}


@pytest.mark.parametrize("written", [IN_DIGITS, IN_CHINESE], ids=["in_digits", "in_chinese"])
@pytest.mark.parametrize("between", ["", SPANNING_CHUNKS], ids=["one_chunk", "several"])
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("高龄补贴每月多少元？", {180, 200, 260}),
        ("2023年高龄补贴每月多少元？", {200}),
        ("2023年和2024年高龄补贴每月各多少元？", {200, 260}),
        ("二〇二三年和２０２４年高龄补贴每月各多少元？", {200, 260}),
        ("哪一年高龄补贴是每月200元？", {200}),
        ("1998年高龄补贴每月多少元？", {180, 200, 260}),
    ],
)
def test_notices_that_differ_in_numbers_stay_unless_others_are_asked_for(
    kb: KnowledgeBase,
    tmp_path: Path,
    written: Mapping[str, str],
    between: str,
    question: str,
    expected: set[int],
) -> None:
    for year, amount in AMOUNTS.items():
        notice = (
            f"青石镇{written[year]}年高龄补贴的通知\n{RULES}{between}\n标准为每人每月{amount}元。\n{RULES}"
        )
        (tmp_path / f"{year}.txt").write_text(notice, "utf-8")
    kb.index([tmp_path / f"{year}.txt" for year in AMOUNTS])
    hits = kb.search(question, k=50)
    hits.sort(key=lambda hit: hit.chunk.document_id != "2023.txt")  # what is kept depends on what comes first
    with Corpus.open(tmp_path / "store") as corpus, corpus.view() as view:
        assert amounts_told(Copies(view).merged(question, hits)) == expected


def test_reprints_that_differ_in_their_page_alone_are_merged(kb: KnowledgeBase, tmp_path: Path) -> None:
    for number, stamp in enumerate(("2023-04-03 21:01:22 浏览：153次", "2024年1月13日 05:56 阅读 8012")):
        (tmp_path / f"{number}.txt").write_text(
            f"青石镇高龄补贴的通知\n{stamp}\n{RULES}{SPANNING_CHUNKS}", "utf-8"
        )
    kb.index([tmp_path / "0.txt", tmp_path / "1.txt"])
    question = "高龄补贴怎么申请？"
    with Corpus.open(tmp_path / "store") as corpus, corpus.view() as view:
        hits = Copies(view).merged(question, kb.search(question, k=50))
    assert len({hit.chunk.document_id for hit in hits}) == 1
