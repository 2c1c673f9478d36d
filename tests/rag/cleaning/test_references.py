"""Numbers within numbers go too, however deep they are, and in one pass of the clock."""

import re

from rag.cleaning import references
from rag.cleaning.aligned import Aligned


def cleaned(text: str) -> str:
    return Aligned.whole(text).replace(references.edits(text)).text


def test_nested_numbers_go() -> None:
    assert cleaned("前[1[2]]后") == "前后"
    assert cleaned("甲[注 3]乙[4, 5]丙[六]") == "甲乙丙[六]"


def test_numbers_that_are_no_references_stay() -> None:
    assert cleaned("国办发[2023]12号[3]，[0,1]上的[12[3]34]") == "国办发〔2023〕12号，[0,1]上的〔1234〕"


def test_numbers_nested_deeper_than_anyone_writes_lose_their_brackets() -> None:
    text = cleaned("前" + "[1" * 5000 + "]" * 5000 + "后")
    assert not re.search(r"[\[\]]", text)
    assert (text[0], text[-1]) == ("前", "后")
