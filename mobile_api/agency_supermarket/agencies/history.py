"""The history of an agency: what kind of log it is, and its moves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyEvent
from mobile_api.agency_supermarket.agencies.states import (
    LAPSE_BLACKLIST,
    LEAVE,
    AgencyStatus,
    Move,
)
from mobile_api.agency_supermarket.errors import AgencyMoveNotAllowed
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import SYSTEM, Actor
from mobile_api.shared.history.room import check_room
from mobile_api.shared.json_columns import read_each

__all__ = ["AGENCY_LOG", "SYSTEM", "events_of", "move", "note"]

AGENCY_LOG = Log(
    name="agency",
    rows=Agency,
    events=AgencyEvent,
    subject="agency_id",
    label="enterprise_id",
    begins_as=AgencyStatus.draft,
    kept="applied_at IS NOT NULL",
    refusal=AgencyMoveNotAllowed,
)


async def move(agency: Agency, made: Move, actor: Actor, text: str, **changes: Any) -> None:
    """Move a locked agency and write its event; `text` is public. Raises AgencyMoveNotAllowed."""
    await writing.make_move(AGENCY_LOG, agency, made, actor, public_text=text, **changes)


async def note(agency: Agency, actor: Actor, kind: str, text: str) -> None:
    """An event of a locked agency that moves nothing; `text` is public. Raises TooManyRequests."""
    await check_room(AGENCY_LOG, agency.id, actor)
    await writing.append(AGENCY_LOG, agency, kind, actor, public_text=text)


async def left_since(agency_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Those of them that left the market after that instant, whatever they are by now."""
    kinds = [LEAVE.name, LAPSE_BLACKLIST.name]
    left = AgencyEvent.filter(agency_id__in=list(agency_ids), kind__in=kinds, at__gte=at)
    return {one.agency_id for one in await read_each(left)}


async def events_of(agency_id: UUID) -> Sequence[AgencyEvent]:
    return await read_each(AgencyEvent.filter(agency_id=agency_id).order_by("sequence"))
