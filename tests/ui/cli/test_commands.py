"""Each command's objects, as scripts read them, and its text, as people do."""

import pytest

from rag.datatypes import IndexReport
from rag.doctor import Report
from tests.ui.cli.conftest import Command
from tests.ui.fake_store import HIT_TEXT, FakeStore, with_failures
from tests.ui.fakes import ROOTS

ANSWER_KEYS = [
    "question",
    "standalone_question",
    "answer",
    "spans",
    "abstained",
    "reason",
    "confidence",
    "citations",
    "passages",
    "seconds",
]
CITATION_KEYS = [
    "marker",
    "document_id",
    "title",
    "source",
    "published",
    "start",
    "end",
    "quote",
    "copies",
    "page",
]


def test_ask_prints_one_object_whose_quotes_are_verbatim(genxi: Command) -> None:
    ran = genxi("ask", "什么是根系工程？", "--json")
    [record] = ran.records
    assert (ran.code, ran.err) == (0, "")
    assert list(record) == ANSWER_KEYS
    assert list(record["seconds"]) == ["retrieve", "read", "total"]
    for citation in record["citations"]:
        assert list(citation) == CITATION_KEYS
        assert citation["quote"] == ROOTS.text[citation["start"] : citation["end"]]
        assert f"[{citation['marker']}]" in record["answer"]


def test_a_question_of_several_words_needs_no_quotation_marks(genxi: Command) -> None:
    assert genxi("ask", "停水", "时间", "--json").records[0]["question"] == "停水 时间"


def test_chinese_is_readable_in_the_json(genxi: Command) -> None:
    assert "根系工程" in genxi("ask", "什么是根系工程？", "--json").out


def test_an_abstention_is_no_error(genxi: Command) -> None:
    ran = genxi("ask", "明天天气如何？", "--json")
    [record] = ran.records
    assert ran.code == 0
    assert (record["abstained"], record["reason"], record["citations"]) == (True, "no_answer", [])
    assert list(record["passages"][0]) == ["document_id", "start", "end", "score"]


def test_people_see_the_answer_then_numbered_sources(genxi: Command) -> None:
    told = genxi("ask", "什么是根系工程？").out
    answer, first, second = told.strip().split("\n\n")
    assert answer.endswith("[2]")
    assert first.startswith("[1] 南翔镇发布“根系工程” · 上海嘉定 · 2023-03-31\n    seeds/roots.md ")
    assert "建成56个小微网格党群服务点" in second


def test_search_prints_hits_and_passes_every_filter_on(genxi: Command, store: FakeStore) -> None:
    options = ["-k", "3", "--source", "seeds/*", "--since", "2023", "--until", "2023-12-31"]
    ran = genxi("search", "小微网格", *options, "--one-per-document", "--merge-copies", "--json")
    [record] = ran.records
    assert list(record) == ["question", "hits", "seconds"]
    assert record["hits"] == [
        {
            "document_id": ROOTS.id,
            "start": 0,
            "end": 20,
            "text": HIT_TEXT,
            "score": 0.5,
            "title": ROOTS.title,
            "copies": [],
        }
    ]
    assert isinstance(record["seconds"], float)
    filters = {
        "source": "seeds/*",
        "since": "2023",
        "until": "2023-12-31",
        "one_per_document": True,
        "merge_copies": True,
    }
    assert store.calls[0] == ("search", ("小微网格", 3, filters))


def test_index_reads_the_seeds_unless_told_otherwise(genxi: Command, store: FakeStore) -> None:
    ran = genxi("index", "--json")
    assert store.calls[0] == ("index", (["seeds"], False, False))
    assert store.opened[0][1], "indexing creates the store"
    assert ran.records == [
        {
            "added": 1,
            "updated": 0,
            "unchanged": 0,
            "removed": 0,
            "failed": [],
            "documents": 1,
            "chunks": 2,
            "seconds": 0.5,
        }
    ]
    genxi("index", "a", "b", "--prune", "--rebuild")
    assert ("index", (["a", "b"], True, True)) in store.calls


@pytest.mark.parametrize(
    ("read", "failed", "options", "code"),
    [
        pytest.param(1, 0, ["--strict"], 0, id="all_well"),
        pytest.param(1, 1, [], 0, id="some_failed"),
        pytest.param(1, 1, ["--strict"], 1, id="some_failed_strict"),
        pytest.param(0, 2, [], 1, id="all_failed"),
        pytest.param(0, 0, [], 0, id="nothing_there"),
    ],
)
def test_index_fails_as_the_contract_says(
    genxi: Command, store: FakeStore, read: int, failed: int, options: list[str], code: int
) -> None:
    store.report = with_failures(read, failed)
    ran = genxi("index", "x", "--json", *options)
    assert ran.code == code
    assert [one["path"] for one in ran.records[0]["failed"]] == [f"{n}.bin" for n in range(failed)]
    assert bool(ran.err) == (code == 1 or not read + failed)


def test_index_says_what_is_no_longer_there(genxi: Command, store: FakeStore) -> None:
    store.report = IndexReport(0, 0, 2, 0, (), 3, 3, 0.1, 1)
    ran = genxi("index", "x", "--json")
    assert (ran.code, ran.err) == (0, "genxi: 1 no longer there; --prune removes it\n")
    assert "vanished" not in ran.records[0]


def test_show_docs_and_remove_print_what_the_contract_says(genxi: Command) -> None:
    [shown] = genxi("show", ROOTS.id, "--json").records
    assert list(shown) == ["id", "title", "source", "published", "text"]
    assert shown["text"] == ROOTS.text
    listed = genxi("docs", "--json").records
    assert [list(one) for one in listed] == [["id", "title", "source", "published", "chunks"]] * 2
    assert listed[1]["source"] is None
    assert genxi("remove", "a", "b", "--json").records == [{"removed": ["a", "b"]}]


def test_doctor_is_1_while_problems_remain(genxi: Command, store: FakeStore) -> None:
    assert genxi("doctor", "--json").records == [{"ok": True, "problems": [], "repaired": []}]
    store.health = Report(("a.md: damaged",), ("index",))
    ran = genxi("doctor", "--repair", "--json")
    assert ran.records == [{"ok": False, "problems": ["a.md: damaged"], "repaired": ["index"]}]
    assert ran.code == 1
    assert ("doctor", True) in store.calls
