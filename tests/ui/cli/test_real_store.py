"""The commands over a real store with the shipped models: what a user types, from the first index on."""

import json
from pathlib import Path

import pytest

from rag.cleaning.pipeline import clean
from tests.ui.cli.conftest import Command, Real
from tests.ui.cli.real_store import ARTICLES


def test_indexing_reports_and_repeats_for_free(real: Real) -> None:
    again = real("index", "town", "--json")
    [report] = again.records
    assert (again.code, again.err) == (0, "")
    assert {name: report[name] for name in ("added", "updated", "unchanged", "removed", "failed")} == {
        "added": 0,
        "updated": 0,
        "unchanged": 3,
        "removed": 0,
        "failed": [],
    }


def test_ids_are_paths_from_the_folder_given_and_record_ids(real: Real) -> None:
    assert [one["id"] for one in real("docs", "--json").records] == [
        "12",
        "town/bridge.md",
        "town/library.txt",
    ]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        pytest.param("重修青石桥花了多少钱？", "320万元", id="simplified"),
        pytest.param("重修青石橋花了多少錢？", "320万元", id="traditional"),
        pytest.param("谁主持了青石桥的重修工程？", "周德山", id="who"),
        pytest.param("柳河镇图书馆的馆长是谁？", "林秋白", id="other_document"),
    ],
)
def test_every_citation_is_verbatim_and_carries_the_answer(real: Real, question: str, wanted: str) -> None:
    [answer] = real("ask", question, "--json").records
    assert not answer["abstained"]
    assert wanted in clean(answer["answer"]).text
    for citation in answer["citations"]:
        [document] = real("show", citation["document_id"], "--json").records
        assert citation["quote"] == document["text"][citation["start"] : citation["end"]]
        assert len(citation["quote"]) <= 200
        assert f"[{citation['marker']}]" in answer["answer"]
    assert any(wanted in citation["quote"] for citation in answer["citations"])


def test_what_the_sources_do_not_say_is_declined(real: Real) -> None:
    [answer] = real("ask", "火星上有几座火山？", "--json").records
    assert answer["abstained"]
    assert answer["reason"] in ("no_passage", "no_answer", "unsupported")
    assert answer["citations"] == []
    assert answer["passages"]


def test_search_texts_are_verbatim_and_scores_fall(real: Real) -> None:
    [found] = real("search", "青石板", "-k", "2", "--json").records
    assert 1 <= len(found["hits"]) <= 2
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        [document] = real("show", hit["document_id"], "--json").records
        assert hit["text"] == document["text"][hit["start"] : hit["end"]]


def test_search_filters_reach_the_store(real: Real) -> None:
    def ids(*options: str) -> list[str]:
        [found] = real("search", "柳河", *options, "--json").records
        return [hit["document_id"] for hit in found["hits"]]

    assert ids("--source", "town/*.txt") == ["town/library.txt"]
    assert ids("--since", "2019", "--until", "2019-05-06") == ["town/bridge.md"]
    assert ids("--since", "2019-05-07") == []


def test_show_gives_the_text_without_front_matter(real: Real) -> None:
    [shown] = real("show", "town/bridge.md", "--json").records
    body = ARTICLES["bridge.md"].split("---\n")[2]
    assert shown["text"].strip() == body.strip()
    assert (shown["title"], shown["source"], shown["published"]) == ("青石桥重修记", "镇志", "2019-05-06")


def test_removing_is_all_or_nothing(changing: Real) -> None:
    refused = changing("remove", "12", "nowhere", "--json")
    assert (refused.code, refused.out) == (1, "")
    assert len(changing("docs", "--json").records) == 3
    assert changing("remove", "12", "--json").records == [{"removed": ["12"]}]
    assert len(changing("docs", "--json").records) == 2


def test_prune_forgets_what_vanished(changing: Real) -> None:
    (changing.folder / "town" / "library.txt").unlink()
    assert changing("index", "town", "--json").records[0]["removed"] == 0
    [report] = changing("index", "town", "--prune", "--json").records
    assert (report["removed"], report["documents"]) == (1, 2)


def test_the_doctor_finds_a_fresh_store_sound(real: Real) -> None:
    assert real("doctor", "--json").records == [{"ok": True, "problems": [], "repaired": []}]


def test_a_batch_and_single_questions_agree(real: Real) -> None:
    question = "柳河镇图书馆藏书多少册？"
    path = real.folder / "one.jsonl"
    path.write_text(json.dumps({"id": 1, "question": question}), encoding="utf-8")
    [alone] = real("ask", question, "--json").records
    [batched] = real("ask", "--questions", str(path), "--json").records
    assert batched.pop("id") == 1
    del alone["seconds"], batched["seconds"]
    assert alone == batched


def test_inspect_stores_nothing(genxi: Command, tmp_path: Path) -> None:
    path = tmp_path / "bridge.md"
    path.write_text(ARTICLES["bridge.md"], encoding="utf-8")
    [seen] = genxi("inspect", str(path), "--json").records
    assert list(seen) == ["path", "title", "published", "text", "main_text", "steps", "chunks"]
    assert all(list(step) == ["step", "removed", "repaired"] for step in seen["steps"])
    assert list(tmp_path.iterdir()) == [path]
    assert "青石桥重修记" in genxi("inspect", str(path)).out
