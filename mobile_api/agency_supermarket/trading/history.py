"""The history of a project: what kind of log it is, its moves, and the digests that it binds.

A digest is a SHA-256 of JSON with sorted keys, without blanks, in UTF-8.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.trading.errors import NoticeChanged, ProjectMoveNotAllowed
from mobile_api.agency_supermarket.trading.models import TradingEvent, TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.states import NoticeKind, ProjectMove, ProjectStatus
from mobile_api.shared import clock
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

TRADING_LOG = Log(
    name="trading",
    rows=TradingProject,
    events=TradingEvent,
    subject="project_id",
    label="number",
    begins_as=ProjectStatus.draft,
    # A draft was never public.
    kept="number IS NOT NULL",
    refusal=ProjectMoveNotAllowed,
)
# Columns of a project that anybody sees.
_PUBLIC = ("trading_class", "title", "buyer_name", "agent_name", "record_url")


async def move(
    project: TradingProject,
    made: ProjectMove,
    actor: Actor,
    text: str,
    said: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move a locked project and write its event; `text` is public. Raises ProjectMoveNotAllowed."""
    await writing.make_move(
        TRADING_LOG, project, made, actor, public_text=text, payload=said, **changes
    )


async def events_of(project_id: UUID) -> Sequence[TradingEvent]:
    return await read_each(TradingEvent.filter(project_id=project_id).order_by("sequence"))


def digest_of(project: TradingProject, notice: TradingNotice) -> str:
    """Of a published notice, of a tender with what it says of its project: all that is public."""
    return _digest(_said(project, notice, _PUBLIC))


def version_of(project: TradingProject, notice: TradingNotice) -> str:
    """Of a draft as it is now; another one after every change of what would go out with it."""
    changes = str(notice.changes_id) if notice.changes_id else None
    return _digest(
        _said(project, notice, (*_PUBLIC, "buyer_code", "agent_code")) | {"changes": changes}
    )


def check_version(project: TradingProject, notice: TradingNotice, seen: str) -> None:
    """Raises NoticeChanged when the draft is not as the caller says to have seen it."""
    if seen != version_of(project, notice):
        raise NoticeChanged()


def _said(project: TradingProject, notice: TradingNotice, columns: Sequence[str]) -> dict[str, Any]:
    said = {
        "number": notice.number,
        "kind": notice.kind.value,
        "title": notice.title,
        "text": notice.text,
        "closes_at": clock.in_beijing(notice.closes_at) if notice.closes_at else None,
        "amount_fen": notice.amount_fen,
        "winner_name": notice.winner_name,
        "links": [one.model_dump() for one in notice.links],
    }
    # A project is written anew only before its tender goes out.
    if notice.kind is NoticeKind.tender:
        said["project"] = {name: getattr(project, name) for name in columns}
    return said


def _digest(said: dict[str, Any]) -> str:
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
