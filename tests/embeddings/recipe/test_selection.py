import json
from collections import Counter

import numpy as np
import pytest
from tokenizers import Tokenizer

from embeddings.bundled import FOLDER
from embeddings.recipe.selection import choose, count_words, is_essential, prune, shares
from embeddings.recipe.tokenizer import build_tokenizer
from embeddings.recipe.weights import Encoder


@pytest.fixture(scope="module")
def bundled() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@pytest.mark.parametrize(
    "piece", ["<unk>", "▁", "a", "▁я", "字", "▁字", "中国", "2023", "▁1984", "卡拉OK", "ㄅ", "！"]
)
def test_essential_pieces(piece: str) -> None:
    assert is_essential(piece)


@pytest.mark.parametrize("piece", ["▁the", "お店", "12345", "не", "である", "——"])
def test_pieces_that_must_earn_their_place(piece: str) -> None:
    assert not is_essential(piece)


def test_the_most_frequent_of_the_rest_are_kept(tiny_encoder: Encoder) -> None:
    places = choose(
        tiny_encoder, {"▁passage": 0.2, "ry": 0.1, "▁que": 0.3}, size=len(tiny_encoder.pieces) - 1
    )
    kept = prune(tiny_encoder, places)
    assert set(tiny_encoder.pieces) - set(kept.pieces) == {"ry"}
    ry = tiny_encoder.pieces.index("ry")
    assert np.array_equal(kept.words.dense(), np.delete(tiny_encoder.words.dense(), ry, axis=0))


def test_shares_weigh_text_and_list_alike(tiny_encoder: Encoder) -> None:
    tokenizer = build_tokenizer(tiny_encoder.pieces, tiny_encoder.scores)
    found = shares(tokenizer, ["今天"], {"q": 1.0})
    assert sum(found.values()) == pytest.approx(2)
    assert found["今天"] == pytest.approx(1 / 4)  # beside <s>, ▁ and </s>


def test_words_count_in_their_usual_forms(tiny_encoder: Encoder) -> None:
    tokenizer = build_tokenizer(tiny_encoder.pieces, tiny_encoder.scores)
    counts: Counter[str] = count_words(tokenizer, {"que": 0.5})
    assert counts["▁que"] == pytest.approx(0.35)
    assert counts["e"] == pytest.approx(0.5 * (0.22 + 0.05))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("query: 什么是", ["▁que", "ry", ":", "▁", "什么是"]),
        ("passage: 網絡", ["▁passage", ":", "▁", "網絡"]),
        ("ＡＢＣ　１２", ["▁ABC", "▁12"]),
        ("The government of China", ["▁The", "▁government", "▁of", "▁China"]),
        ("\x01\u200b\ufeff  ", []),
        ("Ελλάδα я ひらがな", None),
    ],
)
def test_the_bundled_tokenizer_cuts_as_the_whole_one(
    bundled: Tokenizer, text: str, pieces: list[str] | None
) -> None:
    tokens = bundled.encode(text, add_special_tokens=False).tokens
    assert pieces is None or tokens == pieces
    assert 3 not in bundled.encode(text).ids


def test_the_bundled_vocabulary_knows_the_common_chinese_characters() -> None:
    content = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = {piece for piece, _score in content["model"]["vocab"]}
    pairs = [(lead, trail) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    common = bytes(value for pair in pairs for value in pair).decode("gb2312", errors="ignore")
    assert len(common) == 3_755  # the first level of GB 2312
    assert sum(character in vocabulary for character in common) > 0.99 * len(common)
