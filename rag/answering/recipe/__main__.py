"""Fit `rag/answering/scoring.json`: `python -m rag.answering.recipe DATA PAGES`, half an hour on two cores.

DATA is the folder of public question sets (cmrc2018, drcd, xquad_zh; the README says where they are
published), PAGES that of the five saved pages which `seeds/` retells: the golden questions are asked of both,
for the long sentences of a page are harder to read than those of its retelling, which the reader has learnt.
The golden files named `tuning` and `extra` count thrice over `seeds/`, once over the pages; those over
folders of documents of their own, which the reader has not learnt either, count sixfold. `held_out` is never
read.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from embeddings.bundled import BundledEmbedder
from rag.answering import judgement, scoring
from rag.answering.evidence import FEATURES, rows
from rag.answering.recipe import reading, samples
from rag.answering.recipe.fitting import AGAINST, Floats, bounds, logistic, softmax
from rag.answering.recipe.pages import pages_of
from rag.answering.recipe.samples import Sample
from rag.knowledge_base import KnowledgeBase
from rag.reading.reader import BundledReader
from rag.reading.recipe.sources import Part

ROOT = Path(__file__).parents[3]
SCORING = ROOT / "rag" / "answering" / "scoring.json"
GOLDEN_WEIGHT, PAGES_WEIGHT = 3.0, 1.0  # a page asks the same questions again
ELSEWHERE, ELSEWHERE_WEIGHT = (
    ("notices", "events", "streets", "services", "web", "offices"),
    6.0,
)  # there are fewer questions
READ_ELSEWHERE = 3  # times an opinion over those counts
PUBLIC_EACH = 240
PARTS: tuple[Part, ...] = ("train", "tune")  # the reader learnt from the first
# An English question shares few words with Chinese text: only these can speak for an answer.
ENGLISH = {
    "names in sentence", "words in document", "value of the asked type", "similarity",
    "quoted names in sentence", "defines the name",
}  # fmt: skip


def main() -> None:
    """Gather, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of public question sets")
    parser.add_argument("pages", type=Path, help="folder of the saved pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        gathered = list(_gather(Path(folder), given.data, given.pages))
    fit(gathered)


def _gather(folder: Path, data: Path, pages: Path) -> Sequence[Sample]:
    golden = [
        file
        for pattern in ("tuning", "extra_*")
        for file in sorted((ROOT / "tests" / "golden").glob(f"{pattern}.jsonl"))
    ]
    found: list[Sample] = []
    with KnowledgeBase.open(folder / "seeds") as kb:
        kb.index([ROOT / "seeds"])
        found += samples.golden(kb, golden, weight=GOLDEN_WEIGHT)
    with KnowledgeBase.open(folder / "pages") as kb:
        kb.index([pages])
        found += samples.golden(kb, golden, weight=PAGES_WEIGHT, pages=pages_of(pages))
    for name in ELSEWHERE:
        with KnowledgeBase.open(folder / name) as kb:
            kb.index([ROOT / "tests" / "golden" / name])
            file = ROOT / "tests" / "golden" / f"{name}.jsonl"
            found += samples.golden(kb, [file], weight=ELSEWHERE_WEIGHT)
    pool = folder / "pool.jsonl"
    passages = [row for name in samples.PUBLIC for row in samples.read(data / name / "passages.jsonl")]
    lines = [
        json.dumps({"id": row["id"], "title": "", "text": row["text"]}, ensure_ascii=False)
        for row in passages
    ]
    pool.write_text("\n".join(lines), "utf-8")
    with KnowledgeBase.open(folder / "pool") as kb:
        kb.index([pool])
        for part in PARTS:
            found += samples.public(kb, data, part, each=PUBLIC_EACH)
    return found


def fit(gathered: Sequence[Sample]) -> None:
    """Fit the models of both languages and write them."""
    embedder, reader = BundledEmbedder(), BundledReader()
    models: dict[str, tuple[Floats, float]] = {}
    for suffix, english in (("", False), ("-en", True)):
        these = [one for one in gathered if (one.question.language == "en") is english]
        used = np.array([float(not english or name in ENGLISH | AGAINST.keys()) for name in FEATURES])
        evidence = [_evidence(one, embedder) * used for one in tqdm(these, desc=f"evidence{suffix}")]
        order = softmax(
            [(e, s.labels, s.weight) for e, s in zip(evidence, these, strict=True) if s.labels.any()]
        )
        best = [int(np.argmax(e @ order)) for e in evidence]
        top = np.array([e[i] for e, i in zip(evidence, best, strict=True)])
        labels = np.array([s.labels[i] for s, i in zip(these, best, strict=True)])
        models[f"rank{suffix}"] = (order, 0.0)
        models[f"answer{suffix}"] = logistic(top, labels, np.array([s.weight for s in these]), bounds())
    _write(models)
    scoring.forget()
    seen = [one for one in gathered if one.unread]
    opinions = [reading.consult(one, embedder, reader) for one in tqdm(seen, desc="reading")]
    counted = [
        opinion
        for one, opinion in zip(seen, opinions, strict=True)
        for _ in range(READ_ELSEWHERE if one.weight == ELSEWHERE_WEIGHT else 1)
    ]
    _write({**models, **reading.fit(counted)})


def _evidence(sample: Sample, embedder: BundledEmbedder) -> Floats:
    plain = rows(sample.question, sample.found, [0.0] * len(sample.found))
    return np.asarray(judgement.with_similarity(sample.question, plain, sample.found, embedder), np.float64)


def _write(models: Mapping[str, tuple[Floats, float]]) -> None:
    table = {
        model: {
            "weights": {
                name: round(float(weight), 3)
                for name, weight in zip(scoring.features(model), weights, strict=True)
                if round(float(weight), 3)
            },
            "bias": round(bias, 3),
        }
        for model, (weights, bias) in models.items()
    }
    SCORING.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
