"""Many clients at once against a running server: asks, searches and uploads, mixed.

    python -m tests.benchmarks.web_load http://127.0.0.1:7860 --clients 50 --seconds 180

Prints requests per second, p50 and p95, and how many answers of each status came. Limits stand in the
way of such a run; serve with them raised, or look at the 429s.
"""

import argparse
import asyncio
import random
import time
from collections import Counter

import httpx

QUESTIONS = ("什么是根系工程？", "小微网格党群服务点建多少个？", "谁出席了发布仪式？", "今天天气如何？")
MIX = ("ask", "ask", "search", "search", "search", "upload")


async def run(address: str, clients: int, seconds: float) -> tuple[list[float], Counter[int]]:
    """Return the time of every request and the count of every status."""
    times: list[float] = []
    statuses: Counter[int] = Counter()
    deadline = time.monotonic() + seconds

    async def client(number: int) -> None:
        chosen = random.Random(number)  # noqa: S311 - a mix, not a secret
        async with httpx.AsyncClient(base_url=address, timeout=60) as http:
            while time.monotonic() < deadline:
                started = time.perf_counter()
                answer = await request(http, chosen, number)
                times.append(time.perf_counter() - started)
                statuses[answer.status_code] += 1

    await asyncio.gather(*(client(number) for number in range(clients)))
    return times, statuses


async def request(http: httpx.AsyncClient, chosen: random.Random, number: int) -> httpx.Response:
    """Send one request of the mix."""
    kind = chosen.choice(MIX)
    if kind == "upload":
        text = f"第{number}号来信写道：今天收到{chosen.randint(1, 999)}件包裹。"
        return await http.post("/api/documents", files=[("files", (f"来信{number}.txt", text.encode()))])
    return await http.post(f"/api/{kind}", json={"question": chosen.choice(QUESTIONS)})


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180)
    options = parser.parse_args()
    times, statuses = asyncio.run(run(options.address, options.clients, options.seconds))
    times.sort()
    p50, p95 = (times[int(len(times) * share)] for share in (0.50, 0.95))
    print(
        f"{len(times) / options.seconds:.1f} requests/s, p50 {p50:.3f} s, p95 {p95:.3f} s, {dict(statuses)}"
    )


if __name__ == "__main__":
    main()
