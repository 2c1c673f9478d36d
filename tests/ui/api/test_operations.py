import re
from contextlib import suppress

from starlette.testclient import TestClient

from rag.datatypes import Answer
from tests.ui.fakes import FakeLibrary, said
from ui.api.metrics import Metrics
from ui.observed import observed


def test_a_healthy_server_says_so(api: TestClient) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").json() == {"status": "ready"}


def test_requests_and_answers_are_counted_by_route_and_outcome(api: TestClient) -> None:
    before = counted(api, 'genxi_answers_total{outcome="no_answer"}')
    api.post("/api/ask", json={"question": "今天天气如何？"})
    api.get("/api/documents/secret-name")
    assert counted(api, 'genxi_answers_total{outcome="no_answer"}') == before + 1
    text = api.get("/metrics").text
    assert 'genxi_requests_total{route="/api/documents/{document_id:path}",status="404"}' in text
    assert "secret-name" not in text
    assert "今天天气" not in text


def counted(api: TestClient, name: str) -> int:
    found = re.search(rf"^{re.escape(name)} (\d+)$", api.get("/metrics").text, re.MULTILINE)
    return int(found[1]) if found else 0


def test_the_size_of_the_index_is_shown(api: TestClient, library: FakeLibrary) -> None:
    assert f"\ngenxi_documents {len(library.held)}\n" in api.get("/metrics").text


def test_a_histogram_counts_upwards() -> None:
    metrics = Metrics()
    answer: Answer = said("问", "答")
    metrics.answered(answer)
    metrics.answered(answer)
    text = metrics.exposition(1, 2)
    assert 'genxi_answer_seconds_bucket{stage="total",le="0.01"} 2' in text
    assert 'genxi_answer_seconds_bucket{stage="total",le="+Inf"} 2' in text
    assert 'genxi_answer_seconds_count{stage="total"} 2' in text


def test_every_answer_has_a_name_to_find_it_in_the_log(api: TestClient) -> None:
    first, second = (api.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second


def test_work_is_in_the_queue_as_long_as_it_lasts_and_however_it_ends() -> None:
    metrics = Metrics()
    with suppress(KeyError), metrics.at_work("changes"), metrics.at_work("changes"):
        assert 'genxi_queue{kind="changes"} 2' in metrics.exposition(0, 0)
        raise KeyError
    assert 'genxi_queue{kind="changes"} 0' in metrics.exposition(0, 0)


def test_answers_are_counted_whoever_asks_and_leave_the_queue_when_abandoned() -> None:
    metrics = Metrics()
    library = observed(FakeLibrary(), metrics)
    pieces = library.stream("什么是根系工程？")
    next(pieces)
    assert 'genxi_queue{kind="answers"} 1' in metrics.exposition(0, 0)
    del pieces  # a client that leaves in the middle
    assert 'genxi_queue{kind="answers"} 0' in metrics.exposition(0, 0)
    list(library.stream("今天天气如何？"))
    assert 'genxi_answers_total{outcome="no_answer"} 1' in metrics.exposition(0, 0)
    list(library.quote("今天天气如何？"))
    assert 'genxi_answers_total{outcome="no_answer"} 2' in metrics.exposition(0, 0)
