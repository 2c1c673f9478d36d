"""What a command says: results on standard output, everything else on standard error."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, TextIO

from embeddings.errors import AppError
from ui.json_lines import to_line


class OutputLost(AppError):
    """Standard output takes no more, for example because its disk is full."""


@dataclass(frozen=True, slots=True)
class Output:
    """Prints results as JSON lines or as text for people, whichever was asked for."""

    json: bool
    results: TextIO
    remarks: TextIO

    def put(self, record: Mapping[str, Any], text: str) -> None:
        """Print one result at once, so that a reader of a long batch sees it arrive.

        Raises OutputLost if it cannot be written, and BrokenPipeError if its reader has gone.
        """
        try:
            self.results.write((to_line(record) if self.json else text) + "\n")
            self.results.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputLost(f"Cannot write to standard output: {error.strerror}.") from error

    def conclude(self, record: Mapping[str, Any], text: str, code: int) -> int:
        """Print the last result and return the exit code `code`, which stands though nobody reads on."""
        with suppress(BrokenPipeError):
            self.put(record, text)
        return code

    def remark(self, line: str) -> None:
        """Tell the person at the terminal something that is no result."""
        self.remarks.write(line + "\n")
        self.remarks.flush()


def speak_utf8() -> None:
    r"""Make both streams UTF-8 whatever the locale says.

    A lone surrogate (an undecodable file name) is printed as `\udc80`, which JSON reads back.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
