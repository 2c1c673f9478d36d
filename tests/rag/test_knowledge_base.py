import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings.errors import ModelError
from rag.datatypes import Answer, DocumentSummary, Hit
from rag.errors import BadQuestion, NoStore, StaleIndex, StoreError, StoreLocked, UnknownDocument
from rag.knowledge_base import KnowledgeBase
from rag.protocols import Draft
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder
from tests.permissions import read_only

FRONT = "---\ntitle: 根系工程\nsource: 上海嘉定\npublished: 2023-03-31\n---\n"
NEWS = {
    "nanxiang.md": FRONT + "南翔镇发布根系工程项目。",
    "zhujing.md": "---\ntitle: 亮灯工程\npublished: 2017-11\n---\n朱泾镇为五龙村实施亮灯工程。",
    "plain.txt": "没有日期的一篇，也说根系工程。",
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path, news: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as opened:
        opened.index(news)
        yield opened


def found(kb: KnowledgeBase, query: str = "根系工程", **wanted: object) -> list[str]:
    return [hit.chunk.document_id for hit in kb.search(query, **wanted)]  # type: ignore[arg-type]


def test_a_hit_is_a_passage_of_its_document(kb: KnowledgeBase) -> None:
    hit = kb.search("南翔镇的根系工程", k=1)[0]
    document = kb.show("news/nanxiang.md")
    assert (hit.chunk.document_id, hit.title, hit.source, hit.published) == (
        document.id,
        "根系工程",
        "上海嘉定",
        "2023-03-31",
    )
    assert hit.text == document.text[hit.chunk.start : hit.chunk.end]


def test_documents_are_listed_without_their_text(kb: KnowledgeBase) -> None:
    assert kb.documents() == [
        DocumentSummary("news/nanxiang.md", "根系工程", "上海嘉定", "2023-03-31", 1),
        DocumentSummary("news/plain.txt", "plain", None, None, 1),
        DocumentSummary("news/zhujing.md", "亮灯工程", None, "2017-11", 1),
    ]


def test_hits_fall_and_k_is_kept(kb: KnowledgeBase) -> None:
    scores = [hit.score for hit in kb.search("根系工程", k=1_000_000)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert len(kb.search("根系工程", k=2)) == 2


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"source": "*.txt"}, {"news/plain.txt"}),
        ({"source": "上海*"}, {"news/nanxiang.md"}),
        ({"source": "news"}, set(map("news/{}".format, NEWS))),
        ({"since": "2020"}, {"news/nanxiang.md"}),
        ({"since": "２０２０－０１"}, {"news/nanxiang.md"}),
        ({"since": "2023-03-31", "until": "2023"}, {"news/nanxiang.md"}),
        ({"until": "2017-12-31"}, {"news/zhujing.md"}),
        ({"since": "2024"}, set()),
        ({"source": "nothing"}, set()),
    ],
)
def test_filters_leave_only_what_passes(
    kb: KnowledgeBase, wanted: dict[str, str], expected: set[str]
) -> None:
    assert set(found(kb, **wanted)) == expected


def test_one_passage_of_each_document_is_its_best(kb: KnowledgeBase, news: Path) -> None:
    paragraphs = (f"第{number}条：根系工程又有新进展，居民都说好。" * 9 for number in range(40))
    (news / "long.txt").write_text("\n\n".join(paragraphs), "utf-8")
    kb.index(news)
    assert found(kb, k=4).count("news/long.txt") > 1
    assert sorted(found(kb, k=4, one_per_document=True)) == [
        "news/long.txt",
        "news/nanxiang.md",
        "news/plain.txt",
        "news/zhujing.md",
    ]
    best = kb.search("根系工程", k=1)[0]
    assert kb.search("根系工程", k=4, one_per_document=True)[0].chunk.start == best.chunk.start


def test_copies_stay_unless_merged(kb: KnowledgeBase, news: Path) -> None:
    (news / "copy.txt").write_text(NEWS["plain.txt"], "utf-8")
    kb.index(news)
    both = {"news/copy.txt", "news/plain.txt"}
    assert both <= set(found(kb))
    assert len(both & set(found(kb, merge_copies=True))) == 1


@pytest.mark.parametrize("k", [0, -1])
def test_no_passages_cannot_be_wanted(kb: KnowledgeBase, k: int) -> None:
    with pytest.raises(BadQuestion, match="Ask for at least 1"):
        kb.search("根系", k=k)


@pytest.mark.parametrize(
    "date", ["gestern", "2023-3", "2023/03", "20230331", "", "2023-13", "2023-01-00", "٢٠٢٣"]
)
def test_what_is_no_date_is_refused(kb: KnowledgeBase, date: str) -> None:
    with pytest.raises(BadQuestion, match="is no date"):
        kb.search("根系", since=date)


@pytest.mark.parametrize(("since", "until"), [("2024", "2023"), ("2023-06", "2023-05-31")])
def test_a_span_that_ends_before_it_starts_is_refused(kb: KnowledgeBase, since: str, until: str) -> None:
    with pytest.raises(BadQuestion, match=f"'{since}' is later than '{until}'"):
        kb.search("根系", since=since, until=until)


@pytest.mark.parametrize("query", ["", " \n", "问" * 100_000])
def test_no_question_and_far_too_long_ones_are_refused(kb: KnowledgeBase, query: str) -> None:
    with pytest.raises(BadQuestion):
        kb.search(query)
    with pytest.raises(BadQuestion):
        kb.ask(query)


def test_an_empty_store_finds_nothing_and_loads_no_model(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "store", embedder="no-such-model") as empty:
        assert empty.search("根系") == []
        assert empty.documents() == []
        with pytest.raises(UnknownDocument, match="genxi docs"):
            empty.show("x")


def test_without_create_a_missing_store_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="Run: genxi index PATH"):
        KnowledgeBase.open(tmp_path / "nowhere", create=False)


def test_removed_documents_are_found_no_more(kb: KnowledgeBase) -> None:
    assert kb.remove(["news/plain.txt", "news/plain.txt"]) == ["news/plain.txt"]
    assert found(kb) == ["news/nanxiang.md", "news/zhujing.md"]
    with pytest.raises(UnknownDocument, match="'nowhere'"):
        kb.remove(["news/zhujing.md", "nowhere"])
    assert len(kb.documents()) == 2


def test_a_store_of_another_embedder_is_refused_with_what_mends_it(
    kb: KnowledgeBase, tmp_path: Path, news: Path
) -> None:
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder("other", 32)) as other:
        with pytest.raises(StaleIndex, match=f"genxi index {news} --rebuild"):
            other.search("根系")
        with pytest.raises(StaleIndex):
            other.index(news)
        other.index(news, rebuild=True)
        assert len(other.search("根系")) == 3
    with pytest.raises(StaleIndex):
        kb.search("根系")


def test_an_answerer_nobody_knows_is_refused(kb: KnowledgeBase, tmp_path: Path) -> None:
    other = KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder(), answerer="oracle")
    with other, pytest.raises(ModelError, match="'oracle' is no answerer"):
        other.ask("根系？")


class Talker:
    """An answerer that does not look at what was found."""

    def stream(self, question: str, _hits: Sequence[Hit], /) -> Iterator[str | Draft]:
        yield Draft("随便说说", (), abstained=False, reason=None, confidence=1.0, citations=())


def test_where_a_model_answers_quotations_can_still_be_had(tmp_path: Path, news: Path) -> None:
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder(), answerer=Talker()) as kb:
        kb.index(news)
        assert kb.has_model
        *_, said = kb.stream("南翔镇发布了什么项目？")
        *_, quoted = kb.quote("南翔镇发布了什么项目？")
    assert isinstance(said, Answer)
    assert isinstance(quoted, Answer)
    assert said.text == "随便说说"
    assert said.citations == ()
    assert quoted.text != said.text
    assert all(citation.quote in "".join(NEWS.values()) for citation in quoted.citations)


def test_a_store_beside_another_shares_its_models_but_not_its_documents(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    other_file = tmp_path / "laws.txt"
    other_file.write_text("公园每天六点开放。", "utf-8")
    assert not kb.has_model
    with kb.beside(tmp_path / "laws") as laws:
        laws.index(other_file)
        assert found(laws, "公园") == ["laws.txt"]
    assert "laws.txt" not in found(kb, "公园")
    with pytest.raises(NoStore):
        kb.beside(tmp_path / "nowhere", create=False)


def test_stored_documents_are_processed_again_without_their_files(kb: KnowledgeBase, news: Path) -> None:
    (news / "plain.txt").unlink()
    before = kb.documents()
    kb.reprocess(["news/plain.txt"])
    assert kb.documents() == before
    assert "news/plain.txt" in found(kb)
    with pytest.raises(UnknownDocument):
        kb.reprocess(["news/gone.txt"])


def test_a_reader_notices_what_another_process_indexed(kb: KnowledgeBase, tmp_path: Path, news: Path) -> None:
    assert len(found(kb)) == 3
    (news / "new.txt").write_text("根系工程的新消息。", "utf-8")
    run_in_another_process(tmp_path / "store", news)
    assert "news/new.txt" in found(kb)


def test_many_threads_search_while_one_indexes(kb: KnowledgeBase, news: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(found, kb) for _ in range(50)]
        for number in range(5):
            (news / f"{number}.txt").write_text(f"根系工程的第{number}条消息。", "utf-8")
            kb.index(news)
        assert all("news/nanxiang.md" in search.result() for search in searches)
    assert len(found(kb)) == 8


def test_a_second_writer_is_turned_away_and_readers_go_on(
    kb: KnowledgeBase, tmp_path: Path, news: Path
) -> None:
    with Corpus.open(tmp_path / "store") as other, other.writer():
        assert len(found(kb)) == 3
        with pytest.raises(StoreLocked, match="Wait until it ends"):
            kb.index(news)
        with pytest.raises(StoreLocked):
            kb.remove(["news/plain.txt"])


def test_a_read_only_store_is_searched(public_folder: Path, news: Path) -> None:
    with KnowledgeBase.open(public_folder, embedder=BagEmbedder()) as writable:
        writable.index(news)
    with read_only(public_folder), KnowledgeBase.open(public_folder, embedder=BagEmbedder()) as kb:
        assert len(found(kb)) == 3
        assert kb.doctor().ok
        with pytest.raises(StoreError, match="cannot be written"):
            kb.remove(["news/plain.txt"])


def run_in_another_process(store: Path, *paths: Path) -> None:
    subprocess.run([sys.executable, "-c", SLOW_INDEX, "0", store, *paths], check=True)


# Indexes with an embedder that takes its time, one document a commit.
SLOW_INDEX = """
import sys, time
from rag import ingest
from rag.knowledge_base import KnowledgeBase
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder

class Slow(BagEmbedder):
    def embed(self, texts, /, *, kind="passage"):
        time.sleep(float(sys.argv[1]))
        return super().embed(texts, kind=kind)

ingest.BATCH_CHUNKS = 1
with KnowledgeBase.open(sys.argv[2], embedder=Slow()) as kb:
    kb.index(sys.argv[3:])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_leaves_the_last_commit(tmp_path: Path) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    news.mkdir()
    for number in range(60):
        (news / f"{number}.txt").write_text(f"根系工程的第{number}条消息。" * 30, "utf-8")
    KnowledgeBase.open(store, embedder=BagEmbedder()).close()
    held = 0
    for moment in range(4):
        process = subprocess.Popen([sys.executable, "-c", SLOW_INDEX, "0.01", store, news])
        wait_for_commits(store, held + 3 + moment)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with KnowledgeBase.open(store, embedder=BagEmbedder()) as kb:
            documents = kb.documents()
            assert held < len(documents)
            assert all(one.chunks for one in documents)
            assert {hit.chunk.document_id for hit in kb.search("根系工程", k=999)} == {
                one.id for one in documents
            }
            assert kb.doctor(repair=True).ok
            held = len(documents)
    with KnowledgeBase.open(store, embedder=BagEmbedder()) as kb:
        report = kb.index(news)
        assert (report.documents, report.unchanged) == (60, held)


def wait_for_commits(store: Path, documents: int) -> None:
    connection = sqlite3.connect(store / "store.sqlite")
    deadline = time.monotonic() + 30
    while connection.execute("SELECT count(*) FROM documents").fetchone()[0] < documents:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    connection.close()


@pytest.mark.parametrize("query", ["？！。", "🎉🎉", "\ud800", "（）"])
def test_a_query_without_a_letter_finds_nothing(kb: KnowledgeBase, query: str) -> None:
    assert kb.search(query) == []


def test_a_query_of_fifty_thousand_characters_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(BadQuestion, match="50,000 characters"):
        kb.search("根" * 50_000)
