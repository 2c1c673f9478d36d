import pytest

from rag.answering.misspelt import corrected

TEXTS = [
    "南翔潭很深。朱泾镇的成员单位有143家。朱泾镇举行了庆祝大会。",
    "嘉定区委常委姚卫华出席。“根系工程”由南翔镇推出，南翔的网格有38个，南翔镇党委书记讲话。",
]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        pytest.param("朱径镇有多少成员单位？", "朱泾镇有多少成员单位？", id="place"),
        pytest.param("姚伟华是谁？", "姚卫华是谁？", id="person"),
        pytest.param("南祥镇有几个网格？", "南翔镇有几个网格？", id="of_another_tone"),
        pytest.param(" 朱徑鎮有多少成員單位？", " 朱泾镇有多少成員單位？", id="traditional"),
        pytest.param("朱泾镇有多少成员单位？", "朱泾镇有多少成员单位？", id="as_written"),
        pytest.param("朱家角镇有多少成员单位？", "朱家角镇有多少成员单位？", id="another_place"),
        pytest.param("南湘潭有几个网格？", "南湘潭有几个网格？", id="holds_a_word"),
        pytest.param("姚建华是谁？", "姚建华是谁？", id="of_another_sound"),
        pytest.param("What is the 根系工程?", "What is the 根系工程?", id="english"),
    ],
)
def test_a_name_is_written_as_the_texts_write_it(asked: str, meant: str) -> None:
    assert corrected(asked, TEXTS) == meant
