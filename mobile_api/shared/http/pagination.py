"""Keyset cursors: a page starts after the last row seen, so its cost does not grow with depth."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, Field, field_validator

from mobile_api.shared.errors import FieldFault, InvalidInput


class _Identified(Protocol):
    @property
    def id(self) -> UUID: ...


Row = TypeVar("Row", bound=_Identified)
PageSize = Annotated[int, Field(ge=1, le=100, description="Most entries per page.")]


class Position(BaseModel):
    """Where a page ended: the sort instant of its last row, and its id to break ties."""

    at: AwareDatetime
    id: UUID

    @field_validator("at")
    @classmethod
    def _in_utc(cls, at: datetime) -> datetime:
        # Raises OverflowError for an instant that only another offset can express.
        return at.astimezone(UTC)


def _encoded(position: Position) -> str:
    return base64.urlsafe_b64encode(position.model_dump_json().encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Position:
    """Raises InvalidInput when the text is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return Position.model_validate(orjson.loads(raw))
    except (ValueError, OverflowError, binascii.Error):
        fault = FieldFault("/cursor", "cursor_invalid", "翻页位置已失效,请从第一页重新查看。")
        raise InvalidInput([fault]) from None


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
