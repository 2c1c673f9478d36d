"""The environment, read once into plain values; no other file looks at `os.environ`.

A misspelt `GENXI_…` variable would otherwise be ignored in silence, so unknown ones are refused.
"""

import difflib
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.errors import AppError

PREFIX = "GENXI_"
NAMES = (
    "GENXI_DATA",
    "GENXI_EMBEDDER",
    "GENXI_ANSWERER",
    "GENXI_THRESHOLD",
    "GENXI_TOKEN",
    "GENXI_API_KEY",
    "GENXI_BENCHMARK_DATA",
)
# What Kubernetes tells every container about a service named genxi.
OF_SERVICE = re.compile(r"GENXI_(SERVICE_(HOST|PORT.*)|PORT(_\d+_(TCP|UDP|SCTP).*)?)")


class SettingsError(AppError):
    """A setting is unknown or has a value that cannot be used."""


class Secret:
    """A value that never shows itself in a log, a traceback or a repr; call `reveal` to use it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the hidden value."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program was told from outside; the defaults need nothing but this machine."""

    data: Path = field(default_factory=lambda: Path(".genxi"))
    embedder: str = "bundled"
    answerer: str = "extractive"
    threshold: float | None = None  # None: the shipped, calibrated one
    token: Secret | None = None
    api_key: Secret | None = None
    benchmark_data: Path | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings named by `environment`; an empty value counts as not set.

    Raises SettingsError for an unknown `GENXI_…` name or an unusable value.
    """
    refuse_unknown(environment)
    given = {name: environment[name] for name in NAMES if environment.get(name, "").strip()}
    defaults = Settings()
    return Settings(
        data=folder(given["GENXI_DATA"]) if "GENXI_DATA" in given else defaults.data,
        embedder=given.get("GENXI_EMBEDDER", defaults.embedder),
        answerer=given.get("GENXI_ANSWERER", defaults.answerer),
        threshold=_threshold(given.get("GENXI_THRESHOLD")),
        token=_secret(given.get("GENXI_TOKEN")),
        api_key=_secret(given.get("GENXI_API_KEY")),
        benchmark_data=Path(given["GENXI_BENCHMARK_DATA"]) if "GENXI_BENCHMARK_DATA" in given else None,
    )


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raise SettingsError for the first `GENXI_…` name that means nothing here."""
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in NAMES and not _is_of_service(name, environment[name]):
            near = difflib.get_close_matches(name, NAMES, n=1)
            advice = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(NAMES)}."
            raise SettingsError(f"Unknown environment variable {name}. {advice} Correct or unset it.")


def _is_of_service(name: str, value: str) -> bool:
    """Tell whether a variable is of Kubernetes; a plain number in GENXI_PORT was meant for us."""
    return bool(OF_SERVICE.fullmatch(name)) and not (name == "GENXI_PORT" and value.strip().isdecimal())


def folder(text: str) -> Path:
    """Return the folder named by `text`, which may begin with `~`; raise ValueError if it is empty."""
    if not text.strip():
        raise ValueError("the name of a folder is empty")
    return Path(os.path.expanduser(text))  # noqa: PTH111 (Path.expanduser() raises where there is no home)


def parse_threshold(text: str) -> float:
    """Return the number in `text`; raise ValueError unless it lies between 0 and 1."""
    number = float(text)
    if not (math.isfinite(number) and 0 <= number <= 1):
        raise ValueError(f"not between 0 and 1: {text}")
    return number


def _threshold(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return parse_threshold(text)
    except ValueError as error:
        message = f"GENXI_THRESHOLD is {text!r}, which is no number from 0 to 1. Correct or unset it."
        raise SettingsError(message) from error


def _secret(text: str | None) -> Secret | None:
    return Secret(text) if text is not None else None
