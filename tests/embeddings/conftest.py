"""Doubles: a tiny random encoder, its sentence-transformers folder, and a real server on loopback."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from embeddings.recipe.pytorch import save_sentence_transformer
from embeddings.recipe.tokenizer import SPECIAL
from embeddings.recipe.weights import Blocks, Encoder, Floats, Shape

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class FakeServer:
    """Answers each request with what `reply` makes of it and remembers all of them."""

    url: str = ""
    reply: Callable[[dict[str, Any]], Reply] = lambda _payload: json_reply({})
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(value).encode()


def _handler(fake: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append((self.path, dict(self.headers), payload))
            status, headers, body = fake.reply(payload)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake)) as http:
        fake.url = f"http://127.0.0.1:{http.server_port}/v1"
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield fake
        http.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def tiny_encoder() -> Encoder:
    """One layer, 32 wide, 30-odd pieces, random weights that are always the same."""
    shape = Shape(width=32, layers=1, heads=2, feed_forward=64, positions=64, epsilon=1e-12)
    letters = [*"abcdefghijklmnopqrstuvwxyz.:?", *"天气很好今日本", "今天", "天气"]
    pieces = [*SPECIAL, "▁", "▁passage", "▁que", "ry", *letters]
    scores = [0.0] * len(SPECIAL) + [-2.0 - 0.01 * place for place in range(len(pieces) - len(SPECIAL))]
    numbers = np.random.default_rng(7)
    return Encoder(
        shape, pieces, scores, _random_words(numbers, len(pieces)), _random_tensors(numbers, shape)
    )


def _random_words(numbers: np.random.Generator, rows: int) -> Blocks:
    scales = numbers.uniform(0.01, 0.1, (rows, 1)).astype(np.float16)
    return Blocks(scales, numbers.integers(0, 256, (rows, 1, 16), dtype=np.uint8))


def _random_tensors(numbers: np.random.Generator, shape: Shape) -> dict[str, Floats]:
    width, wide = shape.width, shape.feed_forward
    sizes: dict[str, tuple[int, ...]] = {"emb.pos": (shape.positions * width,), "emb.type": (2 * width,)}
    for part, size in {
        "q": (width, width),
        "k": (width, width),
        "v": (width, width),
        "ao": (width, width),
    }.items():
        sizes |= {f"l0.{part}.w": size, f"l0.{part}.b": size[:1]}
    sizes |= {"l0.fi.w": (wide, width), "l0.fi.b": (wide,), "l0.fo.w": (width, wide), "l0.fo.b": (width,)}
    tensors = {name: numbers.normal(0, 0.3, size).astype(np.float32) for name, size in sizes.items()}
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        tensors |= {f"{norm}.w": np.ones(width, np.float32), f"{norm}.b": np.zeros(width, np.float32)}
    return tensors


@pytest.fixture(scope="session")
def tiny_folder(tiny_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny-e5")
    save_sentence_transformer(tiny_encoder, folder)
    return folder
