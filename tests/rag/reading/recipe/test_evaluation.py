from collections.abc import Sequence

import pytest

from rag.protocols import Reading
from rag.reading.recipe.evaluation import candidates, gold, opened
from rag.reading.recipe.negatives import Miner
from rag.reading.recipe.sources import Passage, Question

GOLD = Passage("gold", "南翔镇成立于1970年。")
OTHER = Passage("other", "南翔镇成立于什么时候？南翔镇成立于什么时候无人知道。")
ASKED = Question("q", "南翔镇成立于什么时候？", GOLD, ("1970年",))


class Finder:
    """Finds one string, surely; else the first character, unsurely."""

    def read(self, question: str, passages: Sequence[str], /) -> list[Reading]:
        found = []
        for passage in passages:
            start = passage.find("1970年")
            found.append(
                Reading("1970年", start, start + 5, 0.9) if start >= 0 else Reading(passage[0], 0, 1, 0.1)
            )
        return found


def test_with_the_gold_paragraph() -> None:
    assert gold(Finder(), [ASKED, ASKED]) == {"questions": 2, "f1": 1.0, "em": 1.0}


def test_reading_lifts_the_passage_that_answers() -> None:
    found = candidates(Finder(), ASKED, Miner([GOLD, OTHER]))
    assert [candidate.passage_id for candidate in found] == ["other", "gold"]
    figures = opened([ASKED], [found], mix=0.9)
    assert (figures["r1_retrieved"], figures["r1_reread"], figures["gained"]) == (0, 1, 1)
    assert figures["auroc"] == figures["f1"] == 1


def test_without_a_mix_the_order_of_retrieval_stays() -> None:
    found = candidates(Finder(), ASKED, Miner([GOLD, OTHER]))
    assert opened([ASKED], [found], mix=0.0)["r1_reread"] == 0


def test_nothing_found_counts_as_nothing_right() -> None:
    assert candidates(Finder(), ASKED, Miner([Passage("x", "abc")])) == []
    with pytest.raises(ValueError, match="at least one"):
        gold(Finder(), [])
