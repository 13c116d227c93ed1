"""Whose published numbers a draw may name, how they look, and how much chance is in them.

Allow-list: `sources.json`. An index is counted well below what it could be, because its last digits
are not equally likely; a large trader who moves them gains nothing without the secret.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class EntropySource(BaseModel):
    """One source. `bits`: public entropy of one issue; `count` values, each as `pattern` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str
    bits: float
    why: str
    count: int
    pattern: str
    unordered: bool
    issue: str

    def is_issue(self, text: str) -> bool:
        return re.fullmatch(self.issue, text, re.ASCII) is not None

    def could_publish(self, values: Sequence[str]) -> bool:
        """Whether these look like one issue of it; a ball is drawn once."""
        fitting = all(re.fullmatch(self.pattern, one, re.ASCII) for one in values)
        distinct = not self.unordered or len(set(values)) == len(values)
        return len(values) == self.count and fitting and distinct


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    least_bits: float
    sources: dict[str, EntropySource]


@cache
def _file() -> _File:
    path = Path(__file__).with_name("sources.json")
    return _File.model_validate(json.loads(path.read_text(encoding="utf-8")))


def source_named(name: str) -> EntropySource | None:
    return _file().sources.get(name)


def agree(name: str, said: Sequence[Sequence[str] | None]) -> bool:
    """Whether all say the same of one issue; balls that are a set agree however they were typed."""
    known = source_named(name)
    if known is not None and known.unordered:
        said = [None if one is None else sorted(one) for one in said]
    return all(one == said[0] for one in said)


def least_bits() -> float:
    """Below this, who knows the secret early could have tried many secrets for a favourite."""
    return _file().least_bits


def bits_of(names: Iterable[str]) -> float:
    """Public entropy of one issue of each of them, in bits; a source that is unknown has none."""
    found = (source_named(name) for name in names)
    return sum(one.bits for one in found if one is not None)
