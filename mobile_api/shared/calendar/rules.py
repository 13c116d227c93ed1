"""Limits that law or city set, as data: amount, unit, source, and the days each is in force.

A room declares its rules as one `RuleSet` with a field per rule and keeps those of a usual city in
`rules.json` beside it; a file of the same shape in `YIWANG_RULES_DIR` takes their place.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    ValidationError,
    model_validator,
)

from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings

# 行政许可法 is in force since; no clock that a rule is asked for began before.
FIRST_DAY = date(2004, 7, 1)


class RulesFault(ValueError):
    """Rules that cannot be followed: one line per fault, all of a file at once."""


class Sourced(BaseModel):
    """Something with the article or decision it comes from, and its days; both belong to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=2)
    first_day: date = Field(alias="from")
    last_day: date | None = Field(alias="until")


class Rule(Sourced):
    """One amount."""

    amount: int = Field(ge=1, le=1000)


class DaysRule(Rule):
    """A stretch of time."""

    unit: DayKind

    @property
    def limit(self) -> TimeLimit:
        return TimeLimit(self.amount, self.unit)


class SpanRule(Rule):
    """So many days whatever they are, of what is no matter of an office's working days."""

    unit: Literal["calendar_day"]

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.amount)


class TimesRule(Rule):
    """How often something may be done."""

    unit: Literal["times"]


class ShareRule(Rule):
    """A part of a whole."""

    amount: int = Field(ge=1, le=99)
    unit: Literal["percent"]


R = TypeVar("R", bound=Sourced)


class InForce(RootModel[tuple[R, ...]], Generic[R]):
    """What a rule was, is and will be, oldest first: one amount for each day, without end."""

    model_config = ConfigDict(frozen=True)

    def on(self, day: date) -> R:
        """As it is on `day`. What began then keeps it, whatever is in force later."""
        return next(rule for rule in reversed(self.root) if rule.first_day <= day)

    @model_validator(mode="after")
    def _whole(self) -> "InForce[R]":
        if not self.root:
            raise ValueError("it says nothing")
        if self.root[0].first_day > FIRST_DAY:
            raise ValueError(f"nothing is said of the days from {FIRST_DAY}")
        if self.root[-1].last_day is not None:
            raise ValueError(f"nothing is said of the days after {self.root[-1].last_day}")
        for rule, following in pairwise(self.root):
            _check_order(rule, following)
        return self


def _check_order(rule: Sourced, following: Sourced) -> None:
    if rule.last_day is None or rule.last_day >= following.first_day:
        raise ValueError(f"two amounts are in force on {following.first_day}")
    if rule.last_day < rule.first_day:
        raise ValueError(f"it ends on {rule.last_day}, before it begins")
    if rule.last_day + timedelta(days=1) < following.first_day:
        raise ValueError(f"nothing is said of the days between {rule.last_day} and the next")


def at_most(days: int, source: str) -> AfterValidator:
    """Working days of the statute: a city may promise less, in days of whatever kind."""

    def check(rules: InForce[DaysRule]) -> InForce[DaysRule]:
        if longer := [rule for rule in rules.root if rule.amount > days]:
            told = f"{longer[0].amount} days are more than the {days} working days of {source}"
            raise ValueError(told)
        return rules

    return AfterValidator(check)


class RuleSet(BaseModel):
    """The rules of a room: each field is an `InForce`, and none may be missing or unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Rules = TypeVar("Rules", bound=RuleSet)


class RepeatedName(ValueError):
    """A name stands twice in one object; its last value would win unseen."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedName(name)
        found[name] = value
    return found


def rules_in(shape: type[Rules], file: Path) -> Rules:
    """Read and check a file. Raises RulesFault."""
    try:
        content = file.read_bytes()
        json.loads(content, object_pairs_hook=_each_once)
        return shape.model_validate_json(content, strict=True)
    except RepeatedName as error:
        raise RulesFault(f"{file}: {error} is said twice") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise RulesFault(f"{file}: Invalid JSON") from None
    except OSError as error:
        raise RulesFault(f"{file}: {error.strerror}") from None
    except ValidationError as error:
        faults = [(*map(str, fault["loc"]), fault["msg"]) for fault in error.errors()]
        lines = [f"{file}: " + ".".join(path) + ": " * bool(path) + told for *path, told in faults]
        raise RulesFault("\n".join(lines)) from None


class RoomRules(Derived[Rules]):
    """The rules of a room: the city's own `<room>.json`, or those that come with the release.

    Opened at the start, so that no process runs on rules that cannot be followed (RulesFault).
    """

    def __init__(self, room: str, shape: type[Rules], shipped: Path) -> None:
        super().__init__(f"rules of {room}", self._read)
        self.file_name = f"{room}.json"
        self._shape, self._shipped = shape, shipped

    def _read(self, settings: Settings) -> Rules:
        if settings.rules_dir:
            return self.read_in(Path(settings.rules_dir))
        return rules_in(self._shape, self._shipped)

    def read_in(self, folder: Path) -> Rules:
        """The city's own in that folder. Raises RulesFault."""
        return rules_in(self._shape, folder / self.file_name)


def faults_in(folder: Path, rooms: Sequence[RoomRules[Any]]) -> list[str]:
    """Everything that would stop a start with this folder, and files that nobody would read."""
    faults = []
    for room in rooms:
        try:
            room.read_in(folder)
        except RulesFault as fault:
            faults += str(fault).splitlines()
    known = {room.file_name for room in rooms}
    unknown = sorted(path.name for path in folder.iterdir() if path.name not in known)
    return faults + [f"{folder / name}: nobody reads a file of this name" for name in unknown]
