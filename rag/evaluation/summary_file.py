"""A run's figures as JSON: what `genxi eval run --json` prints, and `summary.json`, a baseline of later ones.

`summary.json` holds the figures of each question too, so that a later run can be compared with it question by
question, and the curves of the report. Numbers are rounded to six places; what is not a number is null.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import BadRun
from rag.evaluation.folder import FORMAT, SUMMARY, Run
from rag.evaluation.metrics import Columns
from rag.evaluation.refusals import reliability, risk_coverage
from rag.evaluation.summary import Figure, Summary
from rag.storage import atomic

PLACES = 6


@dataclass(frozen=True, slots=True)
class Baseline:
    """The part of a run's summary that another run is compared with."""

    name: str
    version: str  # of the golden questions
    columns: Columns


def short_record(run: Run, summary: Summary) -> dict[str, Any]:
    """Return the figures, without those of each question."""
    return {
        "golden": run.golden.name,
        "version": run.golden.version,
        "folder": str(run.folder),
        "settings": dict(run.settings),
        "questions": len(run.golden.questions),
        "asked": len(summary.columns.ids),
        "failed": [{"id": record.id, "error": record.error} for record in summary.failed],
        "metrics": _figures(summary.figures),
        "tags": {tag: _figures(figures) for tag, figures in summary.tags.items()},
    }


def full_record(run: Run, summary: Summary) -> dict[str, Any]:
    """Return the figures, the curves, and the figures of each question."""
    columns = summary.columns
    return {
        "format": FORMAT,
        **short_record(run, summary),
        **curves(columns),
        "ids": list(columns.ids),
        "columns": {name: [_plain(one) for one in column] for name, column in columns.values.items()},
    }


def curves(columns: Columns) -> dict[str, Any]:
    """Return the points of the risk–coverage curve and of the calibration plot."""
    confidence, risk, outcome = (columns.get(name) for name in ("confidence", "risk", "outcome"))
    answered, known = ~np.isnan(risk), ~np.isnan(outcome)
    points = risk_coverage(confidence[answered], 1 - risk[answered], len(columns.ids))
    return {
        "risk_coverage": [
            {"coverage": _plain(coverage), "risk": _plain(share), "threshold": _plain(threshold)}
            for coverage, share, threshold in points
        ],
        "calibration": [
            {
                "low": _plain(one.low),
                "high": _plain(one.high),
                "questions": one.questions,
                "confidence": _plain(one.confidence),
                "right": _plain(one.right),
            }
            for one in reliability(confidence[known], outcome[known])
        ],
    }


def rounded(columns: Columns) -> Columns:
    """Return the figures as the file has them, so that the same answers are the same figures."""
    plain = {
        name: np.array([round(float(one), PLACES) for one in column], float)
        for name, column in columns.values.items()
    }
    return replace(columns, values=plain)


def write_summary(run: Run, record: Mapping[str, Any]) -> Path:
    """Write `summary.json` into the run's folder and return its path."""
    path = run.folder / SUMMARY
    atomic.write(path, (json.dumps(record, ensure_ascii=False) + "\n").encode())
    return path


def read_baseline(place: str | Path) -> Baseline:
    """Return what a run's folder, or its summary under any name, holds; raises BadRun."""
    path = Path(place) / SUMMARY if Path(place).is_dir() else Path(place)
    try:
        record = json.loads(path.read_text("utf-8"))
        columns = {name: np.array(column, float) for name, column in record["columns"].items()}
        ids = tuple(record["ids"])
        if record["format"] != FORMAT or any(len(column) != len(ids) for column in columns.values()):
            raise ValueError("another format")
        return Baseline(str(place), record["version"], Columns(ids, ((),) * len(ids), columns))
    except OSError as error:
        raise BadRun(f"{path} cannot be read: {error.strerror}. Make it: genxi eval run") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRun(f"{path} is not the summary of a run ({error}). Make one: genxi eval run") from error


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: {
            "value": _plain(figure.value),
            "low": _plain(figure.low),
            "high": _plain(figure.high),
            "questions": figure.questions,
        }
        for name, figure in figures.items()
    }


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else round(float(number), PLACES)
