"""Telling a person something: rows now, in the caller's transaction; sending later."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.claims import wake
from notifications import reasons
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.templates import TEMPLATES, Template

log = logging.getLogger(__name__)

TABLE = "delivery"


class DataMissing(ValueError):
    """The event cannot be told without data of these names."""


async def notify(
    person_id: UUID, event: str, data: Mapping[str, str], *,
    subject: str, dedupe_key: str, page: str = "",
) -> None:  # fmt: skip
    """Tell a person of an event in the running transaction: at once in the inbox, soon by WeChat.

    `data` holds what the event's template names, dates as `date_text` writes them. `subject` is
    what it is about (`case:<id>`), `page` the mini-program page that a tap opens. The same
    `dedupe_key` for the same person tells nothing twice. Raises KeyError for an unknown event and
    DataMissing: both are mistakes of the program, never of a person.
    """
    template = TEMPLATES[event]
    missing = template.needs - data.keys()
    if missing:
        raise DataMissing(f"{event} needs {sorted(missing)}")
    common = {
        "person_id": person_id, "event": event, "subject": subject, "dedupe_key": dedupe_key,
        "page": page, "created_at": clock.now(),
    }  # fmt: skip
    rows = [_inbox_row(template, data, common)]
    if template.keywords:
        rows.append(_wechat_row(template, data, common))
    await Delivery.bulk_create(rows, ignore_conflicts=True)
    await wake(TABLE)


def _inbox_row(template: Template, data: Mapping[str, str], common: dict[str, Any]) -> Delivery:
    return Delivery(
        channel=ChannelName.in_app, content=template.message(data),
        state=DeliveryState.delivered, sent_at=common["created_at"], **common,
    )  # fmt: skip


def _wechat_row(template: Template, data: Mapping[str, str], common: dict[str, Any]) -> Delivery:
    """Due at once, or at its end already when the content breaks WeChat's rules."""
    values = template.values(data)
    if values is not None:
        return Delivery(
            channel=ChannelName.mini_program, content=values, state=DeliveryState.pending,
            due_at=common["created_at"], **common,
        )  # fmt: skip
    log.error("the content of %s does not fit its WeChat template", common["event"])
    return Delivery(
        channel=ChannelName.mini_program, content={}, state=DeliveryState.failed,
        reason=reasons.DOES_NOT_FIT, **common,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """What became of one event by one channel; `explanation` is for people."""

    event: str
    title: str
    channel: ChannelName
    state: DeliveryState
    reason: str
    explanation: str
    created_at: datetime
    sent_at: datetime | None


async def deliveries_of(subject: str, *, person_id: UUID | None = None) -> list[DeliveryRecord]:
    """What was told about a subject, in order, and why not; of one person when given."""
    found = Delivery.filter(subject=subject)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return [_record(row) for row in await found.order_by("created_at", "id")]


def _record(row: Delivery) -> DeliveryRecord:
    return DeliveryRecord(
        event=row.event,
        title=TEMPLATES[row.event].title if row.event in TEMPLATES else row.event,
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        explanation=reasons.sentence(row.reason),
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


async def by_other_channels(messages: Sequence[Delivery]) -> dict[str, list[DeliveryRecord]]:
    """For inbox messages of one person: dedupe key -> what became of the other channels."""
    if not messages:
        return {}
    siblings = Delivery.filter(
        person_id=messages[0].person_id, dedupe_key__in=[row.dedupe_key for row in messages]
    ).exclude(channel=ChannelName.in_app)
    found: dict[str, list[DeliveryRecord]] = {}
    async for row in siblings:
        found.setdefault(row.dedupe_key, []).append(_record(row))
    return found
