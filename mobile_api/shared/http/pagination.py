"""Keyset cursors: a page starts after the last row seen, so its cost does not grow with depth."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from mobile_api.shared.errors import FieldFault, InvalidInput


class _Identified(Protocol):
    @property
    def id(self) -> UUID: ...


Row = TypeVar("Row", bound=_Identified)
Sorted = TypeVar("Sorted", bound=Model)
Decoded = TypeVar("Decoded", bound=BaseModel)
# No row is older or newer; beyond it, another offset or the database can express no instant.
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
PageSize = Annotated[int, Field(ge=1, le=100, description="一页最多几条。")]


class Position(BaseModel):
    """Where a page ended: the sort instant of its last row, and its id to break ties."""

    at: AwareDatetime
    id: UUID

    @field_validator("at")
    @classmethod
    def _in_utc(cls, at: datetime) -> datetime:
        # Raises OverflowError for an instant that only another offset can express.
        found = at.astimezone(UTC)
        if not _FIRST <= found < _LAST:
            raise ValueError("no row was ever sorted there")
        return found


class Rank(BaseModel):
    """Where a page ended that is sorted by a number, and by which: `by` is the name of the sort."""

    model_config = ConfigDict(extra="forbid")

    by: str
    value: Annotated[int, Field(ge=0, lt=2**63)]
    id: UUID


def _encoded(position: BaseModel) -> str:
    return base64.urlsafe_b64encode(position.model_dump_json().encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Position:
    """Raises InvalidInput when the text is not one of ours."""
    return _decoded(Position, text)


def sorted_after(rows: QuerySet[Sorted], by: str, cursor: str | None) -> QuerySet[Sorted]:
    """Rows sorted by an instant, before their id, from where the page of `cursor` ended.

    `by`: the column; "-created_at" puts the newest first. Raises InvalidInput for a cursor that is
    not one of ours.
    """
    column, sign = by.lstrip("-"), "-" if by.startswith("-") else ""
    if cursor:
        after, over = decode_cursor(cursor), "lt" if sign else "gt"
        later: dict[str, Any] = {f"{column}__{over}": after.at}
        tied: dict[str, Any] = {f"id__{over}": after.id}
        # The last one says nothing new, but it is the condition that enters the index.
        rows = rows.filter(Q(**later) | Q(**tied), **{f"{column}__{over}e": after.at})
    return rows.order_by(by, f"{sign}id")


def decode_rank(text: str, by: str, most: int) -> Rank:
    """`most`: the greatest number by which a row of that list can stand.

    Raises InvalidInput when the text is not one of ours, or of a list sorted otherwise.
    """
    found = _decoded(Rank, text)
    if found.by != by or found.value > most:
        raise _invalid()
    return found


def _decoded(shape: type[Decoded], text: str) -> Decoded:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return shape.model_validate(orjson.loads(raw))
    except (ValueError, OverflowError, binascii.Error):
        raise _invalid() from None


def _invalid() -> InvalidInput:
    text = "翻页位置已失效,请从第一页重新查看。"
    return InvalidInput([FieldFault("/cursor", "cursor_invalid", text)])


def ranked_page_of(
    rows: Sequence[Row], size: int, *, by: str, value: Callable[[Row], int]
) -> tuple[list[Row], str | None]:
    """As `page_of`, for rows that are sorted by a number before their id."""
    page = list(rows[:size])
    if len(rows) <= size:
        return page, None
    return page, _encoded(Rank(by=by, value=value(page[-1]), id=page[-1].id))


def page_of(
    rows: Sequence[Row], size: int, *, at: Callable[[Row], datetime]
) -> tuple[list[Row], str | None]:
    """The first `size` of `size + 1` fetched rows, and the `next_cursor` if there are more.

    `at` is the instant by which they are sorted, before their id.
    """
    page = list(rows[:size])
    if len(rows) <= size:
        return page, None
    return page, _encoded(Position(at=at(page[-1]), id=page[-1].id))
