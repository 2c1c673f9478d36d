import pytest

from rag.cleaning import shifted
from rag.cleaning.aligned import Aligned
from tests.rag.cleaning.damage import TRADITIONAL, half_shifted


def repaired(text: str) -> str:
    return Aligned.whole(text).replace(shifted.edits(text)).text


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        pytest.param(
            "“會有切實幫助?!钡聢@社區負責人說。",
            "“會有切實幫助。”德園社區負責人說。",
            id="in_step_at_an_ascii_byte",
        ),
        pytest.param(
            "形成了新格局?!肮ぷ鏖g隙可以休息。”", "形成了新格局。“工作間隙可以休息。”", id="opening_quote"
        ),
        pytest.param(
            "“可以找志愿者幫忙?!表権S速運負責人說。",
            "“可以找志愿者幫忙。”順豐速運負責人說。",
            id="two_characters",
        ),
        pytest.param(
            "“由黨員組成?!蹦舷桄?zhèn)黨群辦負責人說。",
            "“由黨員組成。”南翔鎮(zhèn)黨群辦負責人說。",
            id="last_byte_from_pinyin",
        ),
        pytest.param(
            "聘請企業家?guī)А爸恰比搿敖M”，擔任",
            "聘請企業家帶“智”入“組”，擔任",
            id="pinyin_of_a_mispaired_character",
        ),
        pytest.param("“有一種精神狀態?!?/span>\n", "“有一種精神狀態。”</span>\n", id="half_a_tag"),
    ],
)
def test_runs_are_restored(shown: str, meant: str) -> None:
    assert repaired(shown) == meant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("何為黨建引領“根系工程”?這場活動揭曉答案", id="a_question"),
        pytest.param("Who are you? Why?\n什么?真的?", id="short_questions"),
        pytest.param("見 http://a.cn/b?c=d&e=f 和 a?b:c", id="address"),
        pytest.param("???", id="only_marks"),
        pytest.param("?龘靐齉龗", id="rare_characters"),
    ],
)
def test_what_is_no_run_is_left(text: str) -> None:
    assert repaired(text) == text


def test_most_repairs_are_right_and_the_rest_are_left() -> None:
    """Traditional text, whose second bytes are often ASCII, is soon in step again."""
    text = TRADITIONAL(
        "上海市推进社区治理体系建设，为群众办实事。各单位加强队伍管理，组织党员参与志愿服务活动，进一步提升服务质量。"
    )
    damaged = [half_shifted(text, index) for index in range(2, len(text) - 8)]
    changed = [fixed for shown, _ in damaged if (fixed := repaired(shown)) != shown]
    assert len(changed) >= len(damaged) / 4
    assert sum(fixed == text for fixed in changed) >= 0.7 * len(changed)
