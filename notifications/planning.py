"""By which channels an event is told to a person, in which order, and when at the earliest."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.models import ChannelName, DeliveryState
from notifications.policy import CHANNEL_POLICY, ChannelPolicy
from notifications.preferences import Preferences
from notifications.quiet_hours import free_from
from notifications.words import reasons
from notifications.words.templates import Template

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Planned:
    """One row to be written: a channel's turn (`place`, 0 is the inbox) and its state."""

    channel: ChannelName
    content: Mapping[str, str]
    state: DeliveryState
    reason: str = ""
    place: int = 0
    due_at: datetime | None = None


def quiet_hours_of(template: Template, wanted: Preferences, policy: ChannelPolicy) -> str:
    """The hours in which this event does not disturb this person."""
    if template.is_urgent:
        return ""
    return policy.quiet_hours if wanted.quiet_hours is None else wanted.quiet_hours


def planned(
    event: str, template: Template, data: Mapping[str, str], wanted: Preferences, now: datetime
) -> list[Planned]:
    """The inbox, told at once; the first channel that can say it, due; the others in reserve."""
    policy = CHANNEL_POLICY.here()
    rows = [Planned(ChannelName.in_app, template.message(data), DeliveryState.delivered)]
    due_at: datetime | None = free_from(now, quiet_hours_of(template, wanted, policy))
    for channel in template.channels:
        if not (policy.has(channel, event) and wanted.allows(channel, event)):
            continue
        content, place = template.content_for(channel, data), len(rows)
        if content is None:
            log.error("the content of %s does not fit its template of %s", event, channel)
            failed = DeliveryState.failed
            rows.append(Planned(channel, {}, failed, reasons.DOES_NOT_FIT, place))
        elif due_at is not None:
            reason = reasons.QUIET_HOURS if due_at > now else ""
            rows.append(Planned(channel, content, DeliveryState.pending, reason, place, due_at))
            due_at = None
        else:
            reserve = DeliveryState.in_reserve
            rows.append(Planned(channel, content, reserve, reasons.IN_RESERVE, place))
    return rows
