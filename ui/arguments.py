"""The command line's grammar and its help; nothing here does anything.

Common options are declared twice, before and after the subcommand. The later declaration has no
default, so that leaving an option out after the subcommand does not undo it before.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ui.eval_arguments import add_eval
from ui.settings import folder, parse_threshold

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
DESCRIPTION = "Answers questions about your own Chinese documents and cites the exact characters."
EXAMPLES = """\
examples:
  genxi index seeds                      read a folder into the store (default: .genxi)
  genxi ask 什么是根系工程？               an answer with its numbered sources
  genxi ask "what is the 根系工程?" --json  the same as one JSON object
  genxi search 小微网格 -k 3              the best passages, no answer
  genxi chat                             the web chat at http://127.0.0.1:7860
  genxi mcp                              tools for an assistant, on standard streams

exit codes: 0 done, 1 something you can mend, 2 wrong usage, 3 quality gate failed,
            70 a fault of ours, 130 interrupted
environment: GENXI_DATA, GENXI_EMBEDDER, GENXI_ANSWERER, GENXI_THRESHOLD stand for the options of
             those names; GENXI_TOKEN guards the web pages, GENXI_API_KEY opens a model's server
"""
INDEX_EXAMPLES = """\
examples:
  genxi index                            the folder seeds/
  genxi index notes/ pages.zip faq.jsonl
  genxi index notes/ --prune             also forget what was deleted from notes/

A JSONL line is {"id", "title", "text", "source"?, "published"?}.
"""
ASK_EXAMPLES = """\
examples:
  genxi ask 什么是根系工程？
  genxi ask --questions questions.jsonl --json > answers.jsonl
  echo '{"id": 1, "question": "什么是根系工程？"}' | genxi ask --questions - --json

A question line is {"id", "question", "history"?: [{"role", "content"}]}.
"""
SEARCH_EXAMPLES = """\
examples:
  genxi search 小微网格
  genxi search 小微网格 -k 3 --source 'seeds/*' --since 2023 --one-per-document
"""
CHAT_EXAMPLES = """\
examples:
  genxi chat
  genxi chat --port 8080
  genxi --data laws chat --also news --also minutes
  GENXI_TOKEN=… genxi chat --host 0.0.0.0 --log requests      for other machines, who need the token

Each store keeps conversations of its own. The HTTP API answers from the one that --data names.
"""
MCP_EXAMPLES = """\
examples:
  genxi --data /path/to/store mcp        what to enter as the command of a server in an assistant
  genxi mcp --http                       for assistants that want an address: http://127.0.0.1:7861/mcp
"""


def build_parser(version: Callable[[], str], *, reader: bool) -> argparse.ArgumentParser:
    """Return the parser of `genxi`; `command` of its result names the subcommand, or is None.

    `reader` tells whether this installation has a reader, without which there is no `read` command.
    """
    parser = _Parser("genxi", description=DESCRIPTION, epilog=EXAMPLES)
    parser.add_argument("--version", action=_Version, nargs=0, const=version, help="print the version")
    _add_common(parser, suppress=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Subparser)
    _add_index(commands)
    _add_ask(commands)
    _add_search(commands)
    if reader:
        _add_read(commands)
    _add_documents(commands)
    _add_upkeep(commands)
    add_eval(commands)
    _add_servers(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is wanted: that costs more than parsing everything else."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        sys.stdout.write(f"genxi {self.const()}\n")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Options are contract, so abbreviations are off; examples keep their lines."""

    def __init__(self, prog: str, **options: Any) -> None:
        shape = argparse.RawDescriptionHelpFormatter
        super().__init__(prog, formatter_class=shape, allow_abbrev=False, **options)


class _Subparser(_Parser):
    """A command's own parser, which takes the common options too, and words on either side of options."""

    words: str | None = None  # the argument that takes any number of them

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **options)
        _add_common(self, suppress=True)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return what was parsed; what is left over behind an option goes to `words` or is an error here."""
        found, rest = super().parse_known_args(args, namespace)
        if rest and (self.words is None or any(one.startswith("-") for one in rest)):
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        if rest and self.words:
            taken = getattr(found, self.words)
            joined = " ".join([taken, *rest]) if isinstance(taken, str) else [*taken, *rest]
            setattr(found, self.words, joined)
        return found, []


def _add_common(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    absent: Any = argparse.SUPPRESS if suppress else None
    group = parser.add_argument_group("options of every command")
    store = "the store (default: .genxi)"
    group.add_argument("--data", type=_folder, metavar="DIR", default=absent, help=store)
    group.add_argument("--json", action="store_true", default=absent, help="one JSON object per line")
    group.add_argument(
        "--embedder",
        metavar="SPEC",
        default=absent,
        help="bundled, a sentence-transformers name or path, or openai:MODEL@URL",
    )
    group.add_argument(
        "--answerer",
        metavar="SPEC",
        default=absent,
        help="extractive, transformers:PATH, or openai:MODEL@URL",
    )
    group.add_argument(
        "--threshold",
        metavar="NUMBER",
        type=_threshold,
        default=absent,
        help="0 to 1: how sure an answer must be",
    )
    group.add_argument(
        "--traceback", action="store_true", default=absent, help="show where a fault of ours happened"
    )


def _add_index(commands: Any) -> None:
    parser = commands.add_parser("index", help="read files, folders, archives", epilog=INDEX_EXAMPLES)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="default: seeds")
    parser.words = "paths"
    parser.add_argument("--prune", action="store_true", help="also remove what vanished from PATH")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if any file failed")
    parser.add_argument("--rebuild", action="store_true", help="embed everything again")


def _add_ask(commands: Any) -> None:
    parser = commands.add_parser("ask", help="answer questions with citations", epilog=ASK_EXAMPLES)
    _add_question(parser, "question", "QUESTION", "what is asked; quotation marks may be left out")


def _add_read(commands: Any) -> None:
    parser = commands.add_parser("read", help="read given passages, without a store")
    what = "JSONL, {id, question, text} a line; - reads stdin"
    parser.add_argument("--questions", metavar="FILE", required=True, help=what)


def _add_search(commands: Any) -> None:
    parser = commands.add_parser("search", help="find passages", epilog=SEARCH_EXAMPLES)
    _add_question(parser, "question", "QUERY", "what to look for; quotation marks may be left out")
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help="passages at most (10)")
    source = "only documents of this id, folder or source; * matches any characters"
    parser.add_argument("--source", action=_Once, metavar="GLOB", help=source)
    parser.add_argument("--since", type=_date, metavar="DATE", help="2023, 2023-03 or 2023-03-31")
    parser.add_argument("--until", type=_date, metavar="DATE", help="the same; the day itself included")
    parser.add_argument("--one-per-document", action="store_true", help="the best passage of each")
    parser.add_argument("--merge-copies", action="store_true", help="near-identical passages once")


class _Once(argparse.Action):
    """Refuses an option given twice where its last value alone is not what is meant."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option_string} is given twice; one pattern is taken")
        setattr(namespace, self.dest, values)


class _Words(argparse.Action):
    """Takes several words for one text: people leave out the quotation marks."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        setattr(namespace, self.dest, " ".join(values) if values else None)


def _add_question(parser: _Subparser, name: str, shown: str, told: str) -> None:
    parser.words = name
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(name, nargs="*", default=(), action=_Words, metavar=shown, help=told)
    questions = "JSONL, one question a line, or a JSON array; - reads lines from stdin"
    what.add_argument("--questions", metavar="FILE", help=questions)


def _add_documents(commands: Any) -> None:
    show = commands.add_parser("show", help="print a document as it is stored")
    show.add_argument("id", metavar="ID", help="as genxi docs lists it")
    commands.add_parser("docs", help="list the documents")
    remove = commands.add_parser("remove", help="remove documents")
    remove.add_argument("ids", nargs="+", metavar="ID", help="as genxi docs lists them")
    remove.words = "ids"


def _add_upkeep(commands: Any) -> None:
    doctor = commands.add_parser("doctor", help="check the store")
    doctor.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")
    inspect = commands.add_parser("inspect", help="show what is made of a file before it is indexed")
    inspect.add_argument("path", metavar="PATH", help="a file, a folder or an archive")


def _add_servers(commands: Any) -> None:
    chat = commands.add_parser("chat", help="serve the web chat and the HTTP API", epilog=CHAT_EXAMPLES)
    _add_address(chat, port=7860)
    what = "another store the page can switch to; may be given several times"
    chat.add_argument("--also", action="append", type=_folder, default=[], metavar="DIR", help=what)
    mcp = commands.add_parser("mcp", help="serve tools to assistants (MCP)", epilog=MCP_EXAMPLES)
    mcp.add_argument("--http", action="store_true", help="over HTTP instead of standard streams")
    _add_address(mcp, port=7861)


class _Typed(argparse.Action):
    """Takes a value, or that of a flag, and remembers that the option was not left out."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        setattr(namespace, self.dest, values if self.nargs is None else self.const)
        namespace.typed = (*getattr(namespace, "typed", ()), option_string)


def misuse(options: argparse.Namespace) -> str | None:
    """Return what is wrong with options each of which is right; None if nothing is."""
    typed = getattr(options, "typed", ())
    return f"{typed[0]} needs --http" if options.command == "mcp" and typed and not options.http else None


def _add_address(parser: argparse.ArgumentParser, *, port: int) -> None:
    host, without = "address to listen on (127.0.0.1)", "let other machines in though GENXI_TOKEN is not set"
    parser.add_argument("--host", action=_Typed, default="127.0.0.1", help=host)
    parser.add_argument("--port", action=_Typed, type=_port, default=port, help=f"port to listen on ({port})")
    parser.add_argument("--without-token", action=_Typed, nargs=0, const=True, default=False, help=without)
    log = "requests: a line of JSON on stderr for each; questions: with what was asked"
    parser.add_argument("--log", choices=("requests", "questions"), help=log)


def _folder(text: str) -> Path:
    try:
        return folder(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _threshold(text: str) -> float:
    try:
        return parse_threshold(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1") from None


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port (0 to 65535)")
    return int(text)


def _date(text: str) -> str:
    if not DATE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2023, 2023-03 or 2023-03-31")
    return text
