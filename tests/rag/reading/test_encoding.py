from rag.reading.encoding import QUESTION_LIMIT, encode
from tests.rag.reading.tiny import tiny_tokenizer

TOKENIZER = tiny_tokenizer()


def test_tokens_of_an_answer_cover_it_exactly() -> None:
    window = "南翔镇成立于 1月。"
    encoded = encode(TOKENIZER, "什么时候？", window)
    start = window.index("成立")
    first, last = encoded.tokens_of(start, start + 2) or (0, 0)
    left, right = encoded.offsets[first - encoded.first][0], encoded.offsets[last - encoded.first][1]
    assert window[left:right] == "成立"


def test_full_width_and_composed_characters_keep_their_places() -> None:
    window = "㈠１２年，㍿在南翔"
    encoded = encode(TOKENIZER, "谁", window)
    assert encoded.offsets[-1] == (window.index("南翔"), len(window))


def test_no_characters_touch_no_tokens() -> None:
    assert encode(TOKENIZER, "谁", "南翔").tokens_of(2, 2) is None


def test_a_blank_window_has_no_tokens_of_its_own() -> None:
    assert encode(TOKENIZER, "谁", "\u200b").tokens_of(0, 1) is None


def test_a_long_question_keeps_its_end() -> None:
    long = "一" * 1000 + "是谁"
    encoded = encode(TOKENIZER, long, "南翔")
    assert len(encoded.ids) <= QUESTION_LIMIT + 10
    assert (
        encoded.ids[: encoded.first] == encode(TOKENIZER, long[-QUESTION_LIMIT:], "南翔").ids[: encoded.first]
    )
