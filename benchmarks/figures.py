"""The shape of every measured number, so that people and machines read the same run."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside its target. `ok` is None where there is no target."""

    bench: str
    figure: str
    value: float
    unit: str
    target: float | None = None
    ok: bool | None = None


def at_most(bench: str, figure: str, value: float, unit: str, target: float) -> Figure:
    """A figure that is well when it does not exceed `target`."""
    return Figure(bench, figure, round(value, 3), unit, target, value <= target)


def at_least(bench: str, figure: str, value: float, unit: str, target: float) -> Figure:
    """A figure that is well when it reaches `target`."""
    return Figure(bench, figure, round(value, 3), unit, target, value >= target)


def observed(bench: str, figure: str, value: float, unit: str) -> Figure:
    """A figure to know, without a target."""
    return Figure(bench, figure, round(value, 3), unit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that the given share (0 to 1) of `values` does not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, math.ceil(share * len(ordered)))
    return ordered[rank - 1]


def table(figures: Iterable[Figure]) -> str:
    """A table for people: figure, value, unit, target, verdict."""
    rows = [("figure", "value", "unit", "target", "")]
    for each in figures:
        target = "" if each.target is None else f"{each.target:g}"
        verdict = "" if each.ok is None else ("ok" if each.ok else "MISSED")
        rows.append((each.figure, f"{each.value:g}", each.unit, target, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = (map(str.ljust, row, widths) for row in rows)
    return "\n".join("  ".join(line).rstrip() for line in lines)


def json_lines(figures: Iterable[Figure]) -> str:
    """One JSON object per figure and line, for machines."""
    return "\n".join(json.dumps(asdict(each), ensure_ascii=False) for each in figures)


def report(figures: Sequence[Figure]) -> str:
    """The table, an empty line, then the JSON lines."""
    return f"{table(figures)}\n\n{json_lines(figures)}"
