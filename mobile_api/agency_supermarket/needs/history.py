"""The history of a need: what kind of log it is, and its moves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.needs.states import NeedMove, NeedStatus
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

# Kinds of events. Of the second one bids from before do not count unless they are given again.
CHANGE, CHANGE_OF_SUBSTANCE = "change", "change_of_substance"

NEED_LOG = Log(
    name="need",
    rows=Need,
    events=NeedEvent,
    subject="need_id",
    label="number",
    begins_as=NeedStatus.draft,
    # A draft is its owner's own.
    kept="number IS NOT NULL",
    refusal=NeedMoveNotAllowed,
)


async def move(need: Need, made: NeedMove, actor: Actor, text: str, **changes: Any) -> None:
    """Move a locked need and write its event; `text` is public. Raises NeedMoveNotAllowed."""
    await writing.make_move(NEED_LOG, need, made, actor, public_text=text, **changes)


async def note(need: Need, actor: Actor, kind: str, text: str) -> None:
    """An event of a locked need that moves nothing; `text` is public."""
    await writing.append(NEED_LOG, need, kind, actor, public_text=text)


async def amend(need: Need, actor: Actor, kind: str, text: str, **changes: Any) -> None:
    """An event of a locked need with other columns of it, in the same place; `text` is public."""
    await writing.append(NEED_LOG, need, kind, actor, public_text=text, **changes)


async def last_change_of_substance(need_id: UUID) -> datetime | None:
    """When last was changed what the bids of before rest on (`CHANGE_OF_SUBSTANCE`)."""
    found = NeedEvent.filter(need_id=need_id, kind=CHANGE_OF_SUBSTANCE)
    last = await found.order_by("-sequence").first()
    return last.at if last else None


async def changed_since(need_id: UUID, at: datetime) -> bool:
    """Whether anything of a published need was changed after that instant."""
    return await _changes(need_id).filter(at__gt=at).exists()


async def change_number(need_id: UUID) -> int:
    """That of the last published change of a need; 0 where there is none."""
    return await _changes(need_id).count()


def _changes(need_id: UUID) -> QuerySet[NeedEvent]:
    return NeedEvent.filter(need_id=need_id, kind__in=[CHANGE, CHANGE_OF_SUBSTANCE])


async def events_of(need_id: UUID) -> Sequence[NeedEvent]:
    return await read_each(NeedEvent.filter(need_id=need_id).order_by("sequence"))
