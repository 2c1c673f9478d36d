"""The command line: parse, read the settings, run one command, turn errors into exit codes.

Commands are imported when they run, so that `genxi --version` and `genxi show` do not pay for the page
framework or for models.
"""

import argparse
import errno
import gc
import logging
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from typing import NoReturn

from embeddings.errors import AppError
from ui.arguments import build_parser, misuse
from ui.call import Call, OpenStore, open_knowledge_base
from ui.exits import FAULT, INTERRUPTED, MENDABLE, USAGE, fault_line
from ui.output import Output, speak_utf8
from ui.settings import Settings, read_settings

COMMANDS = {
    "index": "ui.commands.index:run",
    "ask": "ui.commands.ask:run",
    "search": "ui.commands.search:run",
    "read": "ui.commands.read:run",
    "show": "ui.commands.documents:show",
    "docs": "ui.commands.documents:docs",
    "remove": "ui.commands.documents:remove",
    "doctor": "ui.commands.doctor:run",
    "inspect": "ui.commands.inspect:run",
    "eval run": "ui.commands.evaluation.run:run",
    "eval compare": "ui.commands.evaluation.compare:run",
    "eval draft": "ui.commands.evaluation.draft:run",
    "eval check": "ui.commands.evaluation.check:run",
    "eval import": "ui.commands.evaluation.importing:run",
    "chat": "ui.commands.chat:run",
    "mcp": "ui.commands.mcp:run",
}
# What the person at the terminal can mend, whichever file it struck.
MENDABLE_ERRNO = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
# Likewise, of a path that was named.
MENDABLE_PATH = {errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG}


def run() -> NoReturn:
    """Run one command as a process of its own.

    What is left at its end is the process's memory, which the system takes back whole: to let Python take it
    apart, and look through it for cycles on the way, is a tenth of the CPU time of a question.
    """
    gc.set_threshold(100_000)
    try:
        code = main()
    except SystemExit as usage:
        code = usage.code if isinstance(usage.code, int) else USAGE
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the reader of our output has gone
            stream.flush()
    os._exit(code)


def main(
    arguments: Sequence[str] | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
    open_store: OpenStore = open_knowledge_base,
) -> int:
    """Run one command and return its exit code; usage errors raise SystemExit(2), as argparse does."""
    speak_utf8()
    parser = build_parser(_version, reader=_has_reader())
    options = parser.parse_args([_whole(one) for one in (sys.argv[1:] if arguments is None else arguments)])
    if wrong := misuse(options):
        parser.error(wrong)
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    output = Output(bool(options.json), sys.stdout, sys.stderr)
    return _guarded(lambda: _run(options, environment, output, open_store), options)


def _run(
    options: argparse.Namespace, environment: Mapping[str, str], output: Output, open_store: OpenStore
) -> int:
    settings = _chosen(read_settings(environment), options)
    module, function = COMMANDS[options.command].split(":")
    command: Callable[[Call], int] = getattr(import_module(module), function)
    return command(Call(options, settings, output, open_store))


def _chosen(settings: Settings, options: argparse.Namespace) -> Settings:
    """Return `settings` with what was typed put over what the environment says."""
    names = ("data", "embedder", "answerer", "threshold")
    typed = {name: value for name in names if (value := getattr(options, name)) is not None}
    return replace(settings, **typed)


def _guarded(run: Callable[[], int], options: argparse.Namespace) -> int:
    try:
        return run()
    except AppError as error:
        return _said(str(error), MENDABLE)
    except KeyboardInterrupt:
        return _said("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`genxi docs | head`); nothing is wrong with us.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback:
            traceback.print_exc()
        if isinstance(error, OSError) and _is_mendable(error):
            return _said(f"{error.strerror}: {error.filename or options.data or 'the store'}", MENDABLE)
        return _said(fault_line(error), FAULT)


def _is_mendable(error: OSError) -> bool:
    return error.errno in MENDABLE_ERRNO or (error.errno in MENDABLE_PATH and error.filename is not None)


def _said(message: str, code: int) -> int:
    print(f"genxi: {' '.join(message.split())}", file=sys.stderr)
    return code


def _whole(argument: str) -> str:
    """Return an argument as characters; a shell in another encoding hands over GBK, or halves of some."""
    raw = argument.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "replace")


def _has_reader() -> bool:
    """Look for the reader's network without importing what runs it."""
    return (files("rag.reading") / "model" / "reader.onnx").is_file()


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("genxi")
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "(not installed)"
