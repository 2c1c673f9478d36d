from typing import Any

import numpy as np
import pytest

from embeddings.errors import EndpointError
from embeddings.remote import CHARACTER_LIMIT, RemoteEmbedder
from tests.embeddings.conftest import FakeServer, Reply, json_reply


def lengths(payload: dict[str, Any]) -> Reply:
    """The vector of a text is (its length, 1)."""
    rows = [{"index": place, "embedding": [len(text), 1]} for place, text in enumerate(payload["input"])]
    return json_reply({"data": rows})


def test_texts_are_sent_in_batches_and_vectors_normalised(server: FakeServer) -> None:
    server.reply = lengths
    vectors = RemoteEmbedder("m", server.url, "key", batch_size=2).embed(["a", "bb", "ccc"])
    assert vectors[:, 0] / vectors[:, 1] == pytest.approx(np.array([1, 2, 3]))
    assert [payload["input"] for _path, _headers, payload in server.requests] == [["a", "bb"], ["ccc"]]
    assert {path for path, _headers, _payload in server.requests} == {"/v1/embeddings"}
    assert {payload["model"] for _path, _headers, payload in server.requests} == {"m"}


def test_vectors_without_a_place_come_in_the_order_of_the_texts(server: FakeServer) -> None:
    server.reply = lambda _payload: json_reply({"data": [{"embedding": [0, 1]}, {"embedding": [1, 0]}]})
    assert RemoteEmbedder("m", server.url).embed(["a", "b"]).tolist() == [[0, 1], [1, 0]]


def test_what_servers_refuse_is_not_sent(server: FakeServer) -> None:
    server.reply = lengths
    RemoteEmbedder("m", server.url).embed(["", "字" * 99_999])
    assert [len(text) for text in server.requests[0][2]["input"]] == [1, CHARACTER_LIMIT]


def test_an_e5_model_gets_its_prefixes(server: FakeServer) -> None:
    server.reply = lengths
    embedder = RemoteEmbedder("multilingual-e5-large", server.url)
    embedder.embed(["a"], kind="query")
    embedder.embed(["a"], kind="passage")
    assert [payload["input"] for _path, _headers, payload in server.requests] == [
        ["query: a"],
        ["passage: a"],
    ]


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"data": None},
        {"data": []},
        {"data": [{"index": 0, "embedding": [1, 2]}]},
        {"data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1]}]},
        {"data": [{"index": 0, "embedding": [1, 2]}, {"embedding": [1, 2]}]},
        {"data": [{"index": 0, "embedding": "AAAA"}, {"index": 1, "embedding": "AAAA"}]},
        {"data": [{"index": 0, "embedding": [1, float("inf")]}, {"index": 1, "embedding": [1, 2]}]},
    ],
)
def test_a_reply_without_the_vectors_is_an_error(server: FakeServer, reply: object) -> None:
    server.reply = lambda _payload: json_reply(reply)
    with pytest.raises(
        EndpointError, match=r"did not answer with 2 vectors\. Check that m is an embedding model"
    ):
        RemoteEmbedder("m", server.url).embed(["a", "b"])


def test_the_name_holds_the_server_but_no_secret() -> None:
    embedder = RemoteEmbedder("bge-m3", "http://name:password@host:1/v1/", "sk-secret")
    assert embedder.name == "openai:bge-m3@http://host:1/v1"
    assert repr(embedder) == "RemoteEmbedder('openai:bge-m3@http://host:1/v1')"
