"""What supervisors see of the line to partner cities: states, counts, codes and times."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import MessageState
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class MessageWay(StrEnum):
    """Which way a message goes, as seen from here."""

    outgoing = "outgoing"
    incoming = "incoming"


class KeyStanding(StrEnum):
    """How it stands with a partner's key now."""

    good = "good"
    coming = "coming"
    over = "over"
    revoked = "revoked"


class PartnerReason(RequestBody):
    """Why; it stands in the audit record."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class PartnerMessagesQuery(RequestBody):
    """All messages, the newest first, or those of one `way`; only outgoing ones have a
    `message_state`, so with one nothing else is listed."""

    way: MessageWay | None = None
    message_state: MessageState | None = None
    cursor: str | None = None
    limit: PageSize = 20


class PartnerKeyLine(AnswerBody):
    """A key of the partner; without an end `days_left` is empty."""

    key_id: str
    kind: str
    standing: KeyStanding
    valid_from: Instant
    valid_until: Instant | None
    days_left: int | None


class ErrorClass(AnswerBody):
    """How many messages met a fault of that code in the last 24 hours."""

    way: MessageWay
    code: str
    count: int


class WatchedPartner(AnswerBody):
    """How it goes with a partner. Counts go up to ten thousand."""

    key: str
    name: str
    partner_state: PartnerState
    regions: tuple[str, ...]
    keys: list[PartnerKeyLine]
    last_sent_at: Instant | None
    last_received_at: Instant | None
    waiting: int
    waiting_since: Instant | None
    undeliverable: int
    open_handoffs: int
    handoffs_with_problem: int
    error_classes: list[ErrorClass]


class WatchedPartners(AnswerBody):
    """All partners by key; `unreadable`: how many cannot be shown."""

    partners: list[WatchedPartner]
    unreadable: int


class AgreementLine(AnswerBody):
    """An agreement and how many items it has."""

    number: str
    valid_from: date
    valid_until: date | None
    ended_on: date | None
    items: int


class WatchedPartnerDetails(WatchedPartner):
    """One partner with address and agreements."""

    base_url: str
    hosts: tuple[str, ...]
    messages_a_minute: int
    agreements: list[AgreementLine]


class Replayed(AnswerBody):
    """How many messages go again, and how many are left for another time; `asked`: of how many
    handoffs the events are fetched now, because one of them was refused here."""

    again: int
    left: int
    asked: int


class PartnerMessageLine(AnswerBody):
    """A message without its body. `handoff_id` is the one that both cities use; `event` and
    `sequence` say which event it is."""

    way: MessageWay
    message_id: UUID
    message_kind: str
    event: str | None
    sequence: int | None
    handoff_id: UUID | None
    outcome: str
    code: str
    at: Instant


class PartnerMessagePage(AnswerBody):
    """Messages, the newest first."""

    messages: list[PartnerMessageLine]
    next_cursor: str | None
