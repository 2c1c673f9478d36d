"""The grammar of `genxi eval`; like that of every command it does nothing.

Each subcommand sets `command` to its whole name (`eval run`), by which ui.cli finds what runs it.
"""

import argparse
import re
from typing import Any

RUN_EXAMPLES = """\
examples:
  genxi eval run golden.jsonl                           ask every question of the file, write a report
  genxi eval run golden.jsonl --out runs/new-threshold --threshold 0.6
  genxi eval run golden.jsonl --fail-under answer_f1=0.8,refusal_recall=0.9
  genxi eval run golden.jsonl --no-worse-than runs/before

Interrupted, the same command goes on where it stopped. Exit code 3: a line of the gate failed.
"""
COMPARE_EXAMPLES = """\
examples:
  genxi eval compare runs/before runs/after             what changed, how surely, and for which questions
"""
MAKING_EXAMPLES = """\
examples:
  genxi eval draft --count 50 --out drafts.jsonl        questions proposed from the store's documents
  genxi eval check golden.jsonl                         every faulty line, missing answer and leak
  genxi eval import cmrc cmrc2018_dev.json --out dev    documents to index, questions to ask

Drafts are proposals: read each before it counts. The page of genxi chat lists them to accept, edit or reject.
"""
FORMATS = ("squad", "cmrc", "drcd", "rgb", "passages")  # as in rag.evaluation.formats
METRIC = re.compile(r"[a-z][a-z0-9_@]*")


def add_eval(commands: Any) -> None:
    """Add `eval` and its subcommands."""
    parser = commands.add_parser("eval", help="judge answers by golden questions")
    subcommands = parser.add_subparsers(dest="evaluation", metavar="COMMAND", required=True)
    _add_run(subcommands)
    _add_compare(subcommands)
    _add_making(subcommands)


def _add_run(subcommands: Any) -> None:
    parser = subcommands.add_parser("run", help="ask every golden question, report", epilog=RUN_EXAMPLES)
    parser.set_defaults(command="eval run")
    parser.add_argument("golden", metavar="GOLDEN.jsonl", help="the golden questions")
    parser.add_argument(
        "--out", metavar="FOLDER", help="where the run is kept (default: .genxi-eval/GOLDEN-1, -2, …)"
    )
    parser.add_argument("--again", action="store_true", help="ask all anew, even if FOLDER holds the answers")
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="questions at a time (default: one a processor)"
    )
    parser.add_argument(
        "--fail-under",
        action=_Merged,
        type=floors,
        default={},
        metavar="METRIC=FLOOR,…",
        help="exit with 3 if a metric is below its floor",
    )
    parser.add_argument(
        "--no-worse-than",
        metavar="RUN",
        help="exit with 3 if a metric is significantly worse than in RUN, a run's folder or its summary.json",
    )


def _add_compare(subcommands: Any) -> None:
    parser = subcommands.add_parser("compare", help="two runs, side by side", epilog=COMPARE_EXAMPLES)
    parser.set_defaults(command="eval compare")
    parser.add_argument("first", metavar="RUN_A", help="the folder of a run")
    parser.add_argument("second", metavar="RUN_B", help="the folder of a run of the same golden questions")


def _add_making(subcommands: Any) -> None:
    draft = subcommands.add_parser(
        "draft", help="propose questions from the documents", epilog=MAKING_EXAMPLES
    )
    draft.set_defaults(command="eval draft")
    draft.add_argument("--count", type=_count, default=20, metavar="N", help="questions wanted (20)")
    draft.add_argument("--seed", type=_seed, default=1, metavar="N", help="another one, other questions (1)")
    draft.add_argument(
        "--unanswerable",
        type=_share,
        default=0.2,
        metavar="SHARE",
        help="0 to 1: how many of them the documents should not answer (0.2)",
    )
    draft.add_argument("--out", metavar="FILE", help="a new file for them (default: standard output)")
    check = subcommands.add_parser(
        "check", help="find what is wrong with a golden set", epilog=MAKING_EXAMPLES
    )
    check.set_defaults(command="eval check")
    check.add_argument("golden", metavar="GOLDEN.jsonl", help="the golden questions")
    imported = subcommands.add_parser(
        "import", help="take over a public question set", epilog=MAKING_EXAMPLES
    )
    imported.set_defaults(command="eval import")
    imported.add_argument("format", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    imported.add_argument("file", metavar="FILE", help="the file of the set")
    imported.add_argument("--out", metavar="FOLDER", help="where both files are written (default: here)")


class _Merged(argparse.Action):
    """Joins the mappings of an option that is given several times."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        setattr(namespace, self.dest, getattr(namespace, self.dest) | values)


def floors(text: str) -> dict[str, float]:
    """Return the floor of each metric in `answer_f1=0.8,refusal_recall=0.9`."""
    found: dict[str, float] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not equals or not METRIC.fullmatch(name) or number != number:
            raise argparse.ArgumentTypeError(f"{part!r} is no METRIC=NUMBER such as answer_f1=0.8")
        found[name] = number
    return found


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 64")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 100000")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number such as 1")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return share
