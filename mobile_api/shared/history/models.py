"""What a row with a history and its events have in common, and the events that followers await."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson


class LoggedRow(ValueRow):
    """A row whose every change of status is an event; it holds the head of their chain."""

    id: UUID
    status: StrEnum
    event_count = fields.IntField(default=0, db_default=0)
    head_hash = fields.BinaryField(null=True)

    class Meta:
        abstract = True


class LogEvent(ValueRow):
    """One fact in the history of a row; `hash` covers the fact and the hash before it.

    A concrete event adds the foreign key to its row, the two statuses and a payload of its own: a
    field that stood here would be one object for all tables, and sealed for whichever of them was
    imported last (`own_payload`). `payload` is open: every
    kind of event of every feature keeps its own words there, and the hash covers them as they are.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    sequence = fields.IntField()
    kind = fields.CharField(max_length=40)
    status_before: StrEnum
    status_after: StrEnum
    actor_kind = fields.CharField(max_length=12)
    actor_key = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    public_text = fields.CharField(max_length=500)
    payload: fields.Field[dict[str, Any] | None]
    previous_hash = fields.BinaryField()
    hash = fields.BinaryField()

    class Meta:
        abstract = True


def own_payload() -> fields.Field[dict[str, Any] | None]:
    """The payload of one table of events, which no other table's key opens."""
    return SealedJson(dict[str, Any], null=True)


class FollowedEvent(TableRow):
    """One event that one follower has not seen yet; deleted when it has."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    log = fields.CharField(max_length=20)
    subject_id = fields.UUIDField()
    sequence = fields.IntField()
    follower = fields.CharField(max_length=40)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "followed_event"
        unique_together = (("subject_id", "follower", "sequence"),)
        indexes = (("due_at",),)
