"""How a table says what it holds about a person: where it is found, what it is called, its end.

Merging, exporting and erasing know no table by name; they follow what every table declares. A table
that nobody declared fails a test.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tortoise.models import Model

Erase = Callable[[UUID], Awaitable[None]]
Join = Callable[[UUID, UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Named:
    """The rows name the person in these columns; the first one says whose row it is.

    `by_key`: they hold the caller key `citizen:<id>` instead of the id. `own`: which of these rows
    are the person's own; the others only name them (a clerk in the case of an enterprise).
    """

    columns: tuple[str, ...]
    by_key: bool = False
    own: Mapping[str, Any] = field(default_factory=dict)

    def value(self, person_id: UUID) -> UUID | str:
        return key_of(person_id) if self.by_key else person_id


@dataclass(frozen=True, slots=True)
class Under:
    """The rows belong to rows of another holding: `column` holds what `of` has in `its`.

    With a `prefix` it stands before that, and more follows after a slash: `case:<id>/<round>`.
    `only`: which of the rows belong there at all.
    """

    of: type[Model]
    column: str
    its: str = "id"
    prefix: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that outlive the account, and the sentence that says why."""

    because: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about people.

    `title` and `labels` (column -> label) are the words of the export; `words` translates values of
    a column. `erasing` is what becomes of the rows when the account is erased: a function that does
    it and may be repeated, or Kept. `stays` says why the rows stay where they are when accounts are
    merged; `reset` are the values that moved rows get. `joins` brings two rows of which a person
    has only one into order before they move (the absorbed account's id, the survivor's); it may be
    repeated. Without it the absorbed account's row is deleted.
    """

    model: type[Model]
    found: Named | Under
    title: str
    labels: Mapping[str, str]
    erasing: Erase | Kept
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    stays: str = ""
    reset: Mapping[str, Any] = field(default_factory=dict)
    joins: Join | None = None


def key_of(person_id: UUID) -> str:
    """As `callers.Citizen.key` writes it."""
    return f"citizen:{person_id}"


def deletes(model: type[Model], *columns: str) -> Erase:
    """Erase by deleting the rows that name the person in any of these columns."""

    async def erase(person_id: UUID) -> None:
        for column in columns or ("person_id",):
            await model.filter(**{column: person_id}).delete()

    return erase


async def goes_with_its_parent(person_id: UUID) -> None:
    """For rows that are deleted together with the row that they belong to."""
