"""One record judged by its golden question: a figure a name, missing where the question has no say.

The mean of a name over the questions that have it is the metric of that name (rag.evaluation.metrics); a few
names serve the other metrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.cleaning.chinese import simplify
from rag.evaluation import cmrc, ranking
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Cited, Found, Record
from rag.evaluation.rightness import MARK, carries, held, in_both_scripts, right

CUTS = (1, 5, 10)
DEPTH = max(CUTS)  # what a search is asked for


@dataclass(frozen=True, slots=True)
class Verdict:
    """The figures of one question that was asked without an error."""

    id: str
    tags: tuple[str, ...]
    figures: Mapping[str, float]


def judge(gold: GoldenQuestion, record: Record) -> Verdict:
    """Return the figures of a record that has no error."""
    figures = _refusal(gold, record) | _cost(record)
    if gold.answerable:
        figures |= _retrieval(gold, record) | _answer(gold, record)
        if not record.abstained:
            figures |= _citations(gold, record)
    if record.citations:
        figures["citation_verbatim"] = _mean([one.verbatim for one in record.citations])
        supports = [one.support for one in record.citations if one.support is not None]
        if supports:
            figures["citation_support"] = _mean(supports)
    return Verdict(gold.id, gold.tags, figures)


def right_and_cited(gold: GoldenQuestion, record: Record) -> bool:
    """Tell whether a question was answered rightly, with a right citation."""
    return is_right(gold, record) and any(carries(gold, one) for one in record.citations)


def is_right(gold: GoldenQuestion, record: Record) -> bool:
    """Tell whether an answerable question got a right answer."""
    return gold.answerable and not record.abstained and right(gold, record.answer)


def _refusal(gold: GoldenQuestion, record: Record) -> dict[str, float]:
    """Return what declining was worth; the outcome of an answer that was withheld is not known."""
    good = float(is_right(gold, record))
    figures = {"coverage": float(not record.abstained), "confidence": record.confidence}
    if record.abstained:
        figures["refusal_precision"] = float(not gold.answerable)
    else:
        figures |= {"risk": 1 - good, "outcome": good}
    if not gold.answerable:
        figures |= {
            "refusal_recall": float(record.abstained),
            "false_answer_rate": float(not record.abstained),
            "outcome": 0.0,
        }
    if record.abstained or not gold.answerable:
        figures["refusal_f1"] = float(record.abstained and not gold.answerable)
        figures["refusal_f1_weight"] = float(record.abstained) + float(not gold.answerable)
    return figures


def _answer(gold: GoldenQuestion, record: Record) -> dict[str, float]:
    """Return how good the answer is; a question declined though answerable got nothing."""
    text = "" if record.abstained else simplify(MARK.sub("", record.answer))
    short = simplify(record.spans[0]) if record.spans and not record.abstained else text
    figures = {
        "answer_right": float(is_right(gold, record)),
        "answer_right_cited": float(right_and_cited(gold, record)),
    }
    if gold.items:
        figures["item_recall"] = _mean(held(gold.items, text))
        figures["answer_rouge_l"] = cmrc.rouge_l(text, [simplify("、".join(one[0] for one in gold.items))])
    else:
        variants = in_both_scripts(gold.answers)
        figures |= {
            "answer_em": cmrc.exact(short, variants),
            "answer_f1": cmrc.f1(short, variants),
            "answer_rouge_l": cmrc.rouge_l(text, variants),
        }
    return figures


def _citations(gold: GoldenQuestion, record: Record) -> dict[str, float]:
    """Return how good the citations of an answer are.

    Recall counts gold documents where all are wanted, else the items (or the one answer) that a right
    citation carries.
    """
    carrying = [one for one in record.citations if carries(gold, one)]
    if gold.all_documents:
        cited = {one.document_id for one in carrying}
        covered = [document in cited for document in gold.documents]
    else:
        covered = held(gold.wanted, " ".join(one.clean for one in carrying))
    figures = {"citation_right": float(bool(carrying)), "citation_recall": _mean(covered)}
    if record.citations:
        figures["citation_precision"] = _mean([_in_gold(gold, one) for one in record.citations])
    return figures


def _in_gold(gold: GoldenQuestion, cited: Cited) -> bool:
    """Tell whether a quote comes from where the answer is: a gold passage if they are named, or document."""
    if not gold.passages:
        return cited.document_id in gold.documents
    return any(
        one.document_id == cited.document_id and cited.start < one.end and one.start < cited.end
        for one in gold.passages
    )


def _retrieval(gold: GoldenQuestion, record: Record) -> dict[str, float]:
    """Return how well the search ranked; if any gold document suffices, they count as one."""
    relevant = tuple(dict.fromkeys(gold.documents)) if gold.all_documents else ("gold",)

    def name(document_id: str) -> str:
        return "gold" if not gold.all_documents and document_id in gold.documents else document_id

    documents = [name(document_id) for document_id in record.documents]
    passages = [name(one.document_id) if _relevant(gold, one) else "" for one in record.passages]
    return _ranked("document", documents, relevant) | _ranked("passage", passages, relevant)


def _ranked(unit: str, ranked: list[str], relevant: tuple[str, ...]) -> dict[str, float]:
    return {
        **{f"{unit}_recall@{k}": ranking.recall(ranked, relevant, k) for k in CUTS},
        f"{unit}_mrr": ranking.reciprocal_rank(ranked, relevant),
        f"{unit}_ndcg@{DEPTH}": ranking.ndcg(ranked, relevant, DEPTH),
    }


def _relevant(gold: GoldenQuestion, found: Found) -> bool:
    """Tell whether a passage overlaps a gold one; where none is named, whether it holds the answer."""
    if not gold.passages:
        return found.document_id in gold.documents and found.holds
    return any(
        one.document_id == found.document_id and found.start < one.end and one.start < found.end
        for one in gold.passages
    )


def _cost(record: Record) -> dict[str, float]:
    return {
        "seconds": record.seconds,
        "retrieve_seconds": record.retrieve_seconds,
        "read_seconds": record.read_seconds,
        "passages_read": float(record.passages_read),
        "characters_read": float(record.characters_read),
        "characters_written": float(len(record.answer)),
    }


def _mean(values: "list[bool] | list[float]") -> float:
    return sum(values) / len(values)
