"""What an operator watches, in the text format of Prometheus; counted in memory, gone on restart."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rag.datatypes import Answer

# Upper bounds in seconds: the bundled reader answers in the first three, a language model in the last.
BUCKETS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
STAGES = ("retrieve", "read", "total")
# What is begun and not done: requests that arrived, answers being written, uploads and removals that run
# or wait for the one writer.
WORK = ("requests", "answers", "changes")


class Metrics:
    """Counters shared by all requests."""

    def __init__(self) -> None:
        """Start from nothing."""
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._times: Counter[tuple[str, float]] = Counter()
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._at_work = dict.fromkeys(WORK, 0)

    @contextmanager
    def at_work(self, kind: str) -> Iterator[None]:
        """Count a piece of work, one of WORK, as long as the block lasts."""
        self._change(kind, 1)
        try:
            yield
        finally:
            self._change(kind, -1)

    def _change(self, kind: str, by: int) -> None:
        with self._lock:
            self._at_work[kind] += by

    def requested(self, route: str, status: int) -> None:
        """Count one finished request under its route, never under its path, which may name documents."""
        with self._lock:
            self._requests[route, status] += 1

    def answered(self, answer: Answer) -> None:
        """Count one answer, why it was refused if it was, and where its time went."""
        with self._lock:
            self._answers[answer.reason or "answered"] += 1
            for stage in STAGES:
                took = getattr(answer.seconds, stage)
                self._seconds[stage] += took
                for bucket in BUCKETS:
                    self._times[stage, bucket] += took <= bucket

    def exposition(self, documents: int, chunks: int) -> str:
        """Return everything counted, with the size of the index."""
        with self._lock:
            told = (*self._counters(), *self._histogram(), *self._queue(), *_sizes(documents, chunks))
            return "\n".join((*told, ""))

    def _counters(self) -> Iterator[str]:
        yield from _family("genxi_requests_total", "counter", "Finished requests.")
        for (route, status), count in sorted(self._requests.items()):
            yield f'genxi_requests_total{{route="{route}",status="{status}"}} {count}'
        yield from _family("genxi_answers_total", "counter", "Answers, by outcome.")
        for outcome, count in sorted(self._answers.items()):
            yield f'genxi_answers_total{{outcome="{outcome}"}} {count}'

    def _histogram(self) -> Iterator[str]:
        name, total = "genxi_answer_seconds", self._answers.total()
        yield from _family(name, "histogram", "Time of answers, by stage.")
        for stage in STAGES:
            for bucket in BUCKETS:
                yield f'{name}_bucket{{stage="{stage}",le="{bucket}"}} {self._times[stage, bucket]}'
            yield f'{name}_bucket{{stage="{stage}",le="+Inf"}} {total}'
            yield f'{name}_sum{{stage="{stage}"}} {self._seconds[stage]:.6f}'
            yield f'{name}_count{{stage="{stage}"}} {total}'

    def _queue(self) -> Iterator[str]:
        yield from _family("genxi_queue", "gauge", "Work begun or waiting for its turn, by kind.")
        for kind, count in self._at_work.items():
            yield f'genxi_queue{{kind="{kind}"}} {count}'


def _sizes(documents: int, chunks: int) -> Sequence[str]:
    return (
        *_family("genxi_documents", "gauge", "Documents in the store."),
        f"genxi_documents {documents}",
        *_family("genxi_chunks", "gauge", "Chunks in the store."),
        f"genxi_chunks {chunks}",
    )


def _family(name: str, kind: str, meaning: str) -> tuple[str, str]:
    return f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"
