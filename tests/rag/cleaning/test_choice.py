from rag.cleaning.choice import LEAST_LEAD, LEAST_LEAD_VANISHED, OPEN, Candidate, choose, supported

SHOWN = "上?;ぱ芯吭"  # 上海化工研究院: a byte of 海 is lost, and a whole pair vanished
END = 6


def new(
    *gains: tuple[str, float], text: str = SHOWN, end: int = END, is_supported: bool = False
) -> str | None:
    candidates = [Candidate(gain, reading, end) for reading, gain in gains]
    return choose(text, 1, candidates, 8.0, is_supported=is_supported).new


def test_a_reading_is_taken_only_if_it_leads_clearly() -> None:
    shown = "帮?!钡聢"
    assert new(("。”德", 30.0), ("海”德", 30.1 - LEAST_LEAD), text=shown, end=4) is None
    assert new(("。”德", 30.0), ("海”德", 29.9 - LEAST_LEAD), text=shown, end=4) == "。”德"
    assert new(("。”德", 7.9), text=shown, end=4) is None
    assert new(text=shown, end=4) is None


def test_a_pair_that_vanished_asks_for_a_larger_lead() -> None:
    close = 30.0 - (LEAST_LEAD + LEAST_LEAD_VANISHED) / 2
    assert new(("海化工研究院", 30.0), ("。化工研究院", close)) is None
    assert new(("海护研究院", 30.0), ("。护研究院", close)) == "海护研究院"


def test_a_word_read_at_two_places_may_leave_a_character_further_on_open() -> None:
    readings = (("海化工研究院、平湖市", 30.0), ("海化工研究院、平湖中", 29.0))
    assert new(*readings) is None
    assert new(*readings, is_supported=True) == f"海化工研究院、平湖{OPEN}"
    assert new(("海化工", 30.0), ("。化工", 29.0), is_supported=True) is None


def test_what_another_place_reads_weighs_for_a_reading_and_against_the_others() -> None:
    here = [Candidate(20.0, "保护研究院", END), Candidate(19.0, "海化工研究院", END)]
    elsewhere = [Candidate(50.0, "海化工研究", END), Candidate(46.0, "保护研究", END)]
    best = max(supported(here, elsewhere), key=lambda one: one.gain)
    assert best.new == "海化工研究院"
    assert max(here, key=lambda one: one.gain).new == "保护研究院"
