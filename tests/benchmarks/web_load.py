"""Many clients at once against a server of its own, in two runs on loopback.

    python -m tests.benchmarks.web_load --clients 50 --seconds 180

First with the limits raised: asks, searches and uploads, mixed. Wanted: 99 % of the answers good, none of
them 5xx, and after warm-up less than 5 % more memory. Then at the shipped limits: one client floods, another
asks now and then. Wanted: 429 with Retry-After for the one, every answer good for the other.
Prints what it measured and ends with 1 if something wanted is missing.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.benchmarks.load_server import memory, serving

QUESTIONS = ("什么是根系工程？", "小微网格党群服务点建多少个？", "谁出席了发布仪式？", "今天天气如何？")
MIX = ("ask", "ask", "search", "search", "search", "upload")
NEIGHBOUR = "127.0.0.99"  # another client: the rate is counted by address
NO_ANSWER = 0  # counted like a status: hung up on, or none within PATIENCE_SECONDS
PATIENCE_SECONDS = 60
WARM = 0.25  # of the run: models are loaded, every client has uploaded, caches are full


@dataclass
class Told:
    """What one run was answered."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    with_advice: int = 0  # answers with Retry-After

    def add(self, answer: httpx.Response, seconds: float) -> None:
        """Take one answer down."""
        self.times.append(seconds)
        self.statuses[answer.status_code] += 1
        self.with_advice += "retry-after" in answer.headers

    def share_good(self) -> float:
        """Return the share of 2xx."""
        good = sum(count for status, count in self.statuses.items() if 200 <= status < 300)
        return good / max(1, self.statuses.total())

    def line(self, seconds: float) -> str:
        """Return the figures of the run as one line."""
        times = sorted(self.times) or [PATIENCE_SECONDS]
        p50, p95 = (times[int(len(times) * share)] for share in (0.50, 0.95))
        rate = f"{len(times)} requests, {len(times) / seconds:.1f}/s, p50 {p50:.3f} s, p95 {p95:.3f} s"
        return f"{rate}, {self.share_good():.2%} good, statuses {dict(sorted(self.statuses.items()))}"


async def client(address: str, number: int, until: float, told: Told, *, pause: float, local: str) -> None:
    """Send requests of the mix until the clock says `until`, waiting `pause` seconds between them."""
    chosen = random.Random(number)  # noqa: S311 - a mix, not a secret
    transport = httpx.AsyncHTTPTransport(local_address=local)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, transport=transport) as http:
        while time.monotonic() < until:
            started = time.perf_counter()
            try:
                answer = await request(http, chosen, number)
            except httpx.TransportError:
                told.statuses[NO_ANSWER] += 1
            else:
                told.add(answer, time.perf_counter() - started)
            await asyncio.sleep(pause)


async def request(http: httpx.AsyncClient, chosen: random.Random, number: int) -> httpx.Response:
    """Send one request of the mix."""
    kind = chosen.choice(MIX)
    if kind == "upload":
        text = f"第{number}号来信写道：今天收到{chosen.randint(1, 999)}件包裹。"
        return await http.post("/api/documents", files=[("files", (f"来信{number}.txt", text.encode()))])
    return await http.post(f"/api/{kind}", json={"question": chosen.choice(QUESTIONS)})


async def loaded(address: str, process: int, clients: int, seconds: float) -> tuple[Told, list[int]]:
    """Return what `clients` were told within `seconds`, and the server's memory each second meanwhile."""
    told, sizes, until = Told(), list[int](), time.monotonic() + seconds

    async def watch() -> None:
        while time.monotonic() < until:
            sizes.append(memory(process))
            await asyncio.sleep(1)

    crowd = (client(address, n, until, told, pause=0, local="127.0.0.1") for n in range(clients))
    await asyncio.gather(watch(), *crowd)
    return told, sizes


async def flooded(address: str, clients: int, seconds: float) -> tuple[Told, Told]:
    """Return what a flood of one address and a neighbour of another were told."""
    flood, neighbour, until = Told(), Told(), time.monotonic() + seconds
    crowd = (client(address, n, until, flood, pause=0, local="127.0.0.1") for n in range(clients))
    await asyncio.gather(client(address, 1000, until, neighbour, pause=1, local=NEIGHBOUR), *crowd)
    return flood, neighbour


def raised_limits(folder: Path, clients: int, seconds: float) -> list[str]:
    """Run the mix with the limits raised, print it, and return what was wanted and missed."""
    with serving(folder, raised=True) as (address, process):
        told, sizes = asyncio.run(loaded(address, process, clients, seconds))
    warm = sizes[int(len(sizes) * WARM) :]
    # Peaks of two halves: a single sample may fall between two garbage collections.
    before, after = max(warm[: len(warm) // 2]), max(warm[len(warm) // 2 :])
    print(f"limits raised, {clients} clients: {told.line(seconds)}")
    print(f"memory after warm-up: {before >> 20} MB, later {after >> 20} MB ({after / before - 1:+.1%})")
    missed = {
        "99 % good answers": told.share_good() < 0.99,
        "no 5xx": any(status >= 500 for status in told.statuses),
        "memory growth under 5 %": after > before * 1.05,
    }
    return [name for name, is_missed in missed.items() if is_missed]


def shipped_limits(folder: Path, clients: int, seconds: float) -> list[str]:
    """Let one client flood at the shipped limits, print it, and return what was wanted and missed."""
    with serving(folder, raised=False) as (address, _):
        flood, neighbour = asyncio.run(flooded(address, clients, seconds))
    print(f"limits as shipped, the flood: {flood.line(seconds)}, {flood.with_advice} with Retry-After")
    print(f"limits as shipped, the neighbour: {neighbour.line(seconds)}")
    missed = {
        "429 for the flood": flood.statuses[429] == 0,
        "Retry-After with every 429": flood.with_advice != flood.statuses[429],
        "no 5xx for the flood": any(status >= 500 for status in flood.statuses),
        "good answers for the neighbour": neighbour.share_good() < 1,
    }
    return [name for name, is_missed in missed.items() if is_missed]


def main() -> int:
    """Run both and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        missed = raised_limits(Path(folder), options.clients, options.seconds)
        missed += shipped_limits(Path(folder), options.clients, min(options.seconds, 30))
    print("missed: " + ", ".join(missed) if missed else "everything wanted was kept")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
