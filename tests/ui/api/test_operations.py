import re

from starlette.testclient import TestClient

from rag.datatypes import Answer
from tests.ui.fakes import FakeLibrary, said
from ui.api.metrics import Metrics


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
