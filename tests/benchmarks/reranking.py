"""What the reader adds to the order of search: `python -m tests.benchmarks.reranking [--json FILE]`.

Questions of `pooled_retrieval` and `news_retrieval` in the order of the fused legs alone, as search orders it
after its closer look, and with the found chunks read, too: a document is ordered by its share of the best
score, mixed with the confidence of the reader in its best chunk. The mix is chosen on the tuning part of CMRC
dev, of those that do equally well there the middle one; what is reported are parts that neither it nor the
reader has seen. p is of the two-sided sign test over the questions whose first document became right (gained)
or wrong (lost).
"""

import argparse
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean

from tqdm import tqdm

from embeddings.choose import choose_embedder
from embeddings.protocols import Embedder
from rag.knowledge_base import KnowledgeBase
from rag.reading.reader import BundledReader
from rag.reading.recipe.scores import sign_test
from rag.retrieval.indexes import Indexes
from rag.retrieval.search import SHIPPED
from rag.storage.corpus import Corpus
from tests.benchmarks import news_retrieval, pooled_retrieval
from tests.benchmarks.pooled_retrieval import ASKED, POOL, Question, Ranker, leg
from tests.benchmarks.vector_cache import CachedEmbedder

CHUNKS = 12  # found for a question
LEAST = 0.5  # share of the best fused score; what is below is not read
MIXES = (0.1, 0.15, 0.2, 0.25, 1 / 3, 0.4, 0.5)  # of the reader's confidence
TUNED_ON = "CMRC dev"
NEWS = "news"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document found for a question."""

    document_id: str
    share: float  # of the best fused score
    confidence: float  # the reader's, in the best of its chunks

    def mixed(self, mix: float) -> float:
        """Return what it is ordered by."""
        return mix * self.confidence + (1 - mix) * self.share


@dataclass(frozen=True, slots=True)
class Change:
    """How many questions one order answers first and the other does not."""

    gained: int
    lost: int
    p: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions whose document came first, and what reading changed."""

    questions: int
    fused: float
    shipped: float
    reread: float
    over_fused: Change
    over_shipped: Change


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the first document of the fused legs alone, and all as search orders them."""

    question: Question
    fused: str | None
    candidates: Sequence[Candidate]


def main() -> None:
    """Search and read everything, choose the mix, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--articles", type=int, default=3_000, help="distractors among the news")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "genxi-benchmarks")
    given = parser.parse_args()
    data = Path(os.environ["GENXI_BENCHMARK_DATA"])
    embedder = CachedEmbedder(choose_embedder("bundled"), given.cache / "vectors.sqlite")
    parts = dict(pooled(data))
    found: dict[str, list[Found]] = {}
    with indexed(embedder, [data / folder / "passages.jsonl" for folder in POOL]) as both:
        for name, questions in parts.items():
            found[name] = list(search(*both, questions, name))
    with news(data, embedder, given.articles) as both:
        questions = news_retrieval.questions(data / "crud_news" / "questions.jsonl")
        found[NEWS] = list(search(*both, questions, NEWS))
    tuning = found.pop(f"{TUNED_ON}, tuning")
    right = {mix: figures(tuning, mix).reread for mix in MIXES}
    best = [mix for mix in MIXES if right[mix] == max(right.values())]
    mix = best[len(best) // 2]
    found["CMRC and DRCD"] = [*found["CMRC dev"], *found["DRCD dev"]]
    table = {f"{TUNED_ON}, tuning": figures(tuning, mix)}
    table |= {name: figures(rows, mix) for name, rows in found.items()}
    print(f"mix {mix:.2f}")
    heads = f"{'R@1':<20}{'questions':>10}{'fused':>8}{'shipped':>8}{'reread':>8}"
    print(f"{heads}{'over fused':>20}{'over shipped':>20}")
    for name, row in table.items():
        print(
            f"{name:<20}{row.questions:>10}{row.fused:>8.4f}{row.shipped:>8.4f}{row.reread:>8.4f}"
            f"{cell(row.over_fused):>20}{cell(row.over_shipped):>20}"
        )
    if given.json:
        plain = {"mix": mix, **{name: asdict(row) for name, row in table.items()}}
        given.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def pooled(data: Path) -> Iterator[tuple[str, list[Question]]]:
    """Yield the parts that nothing was learnt from, and the one the mix is chosen on."""
    for name, (folder, split) in ASKED.items():
        aside = list(pooled_retrieval.questions(data / folder, split, aside=True))
        yield name, aside
        if name == TUNED_ON:
            known = {(one.text, one.gold) for one in aside}
            everything = pooled_retrieval.questions(data / folder, split)
            yield f"{name}, tuning", [one for one in everything if (one.text, one.gold) not in known]


@contextmanager
def indexed(embedder: Embedder, files: Sequence[Path]) -> Iterator[tuple[KnowledgeBase, Ranker]]:
    """Give a knowledge base of the files, and the fused legs alone over the same store."""
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder, embedder=embedder) as base:
        base.index(files)
        with Corpus.open(Path(folder)) as corpus:
            yield base, leg(Indexes(corpus), embedder, SHIPPED)


@contextmanager
def news(data: Path, embedder: Embedder, articles: int) -> Iterator[tuple[KnowledgeBase, Ranker]]:
    """Give the same of the news with questions and so many others."""
    with tempfile.TemporaryDirectory() as made:
        others = Path(made) / "articles.jsonl"
        with gzip.open(data / "crud_news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            others.write_text("".join(islice(lines, articles)), encoding="utf-8")
        with indexed(embedder, [data / "crud_news" / "passages.jsonl", others]) as both:
            yield both


def search(base: KnowledgeBase, fused: Ranker, questions: Sequence[Question], name: str) -> Iterator[Found]:
    """Yield what is found for each question."""
    reader = BundledReader()
    for question in tqdm(questions, name, file=sys.stderr):
        hits = base.search(question.text, CHUNKS)
        near = [hit for hit in hits if hit.score >= LEAST * hits[0].score]
        documents: dict[str, float] = {}  # in the order of search
        for hit in near:
            documents.setdefault(hit.chunk.document_id, hit.score / hits[0].score)
        sure = dict.fromkeys(documents, 0.0)
        if len(documents) > 1:
            readings = reader.read(question.text, [hit.chunk.clean for hit in near])
            for hit, reading in zip(near, readings, strict=True):
                name_of = hit.chunk.document_id
                sure[name_of] = max(sure[name_of], reading.confidence)
        candidates = [Candidate(one, share, sure[one]) for one, share in documents.items()]
        yield Found(question, next(iter(fused(question.text)), None), candidates)


def figures(rows: Iterable[Found], mix: float) -> Figures:
    """Compare the first document of the three orders."""
    fused, shipped, reread = [], [], []
    for row in rows:
        first = max(
            row.candidates, key=lambda one: mix * one.confidence + (1 - mix) * one.share, default=None
        )
        gold = row.question.gold
        fused.append(row.fused in gold)
        shipped.append(bool(row.candidates) and row.candidates[0].document_id in gold)
        reread.append(first is not None and first.document_id in gold)
    return Figures(
        len(reread),
        fmean(fused),
        fmean(shipped),
        fmean(reread),
        change(fused, reread),
        change(shipped, reread),
    )


def change(before: Sequence[bool], after: Sequence[bool]) -> Change:
    """Count what changed, question by question."""
    pairs = list(zip(before, after, strict=True))
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    return Change(gained, lost, sign_test(gained, lost))


def cell(change: Change) -> str:
    """Return gained / lost (p)."""
    return f"{change.gained} / {change.lost} ({change.p:.3f})"


if __name__ == "__main__":
    main()
