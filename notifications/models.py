"""What is to be told to whom, by which channel, and what became of it."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedJson

MOST_SUBJECT, MOST_DEDUPE_KEY, MOST_PAGE = 80, 160, 256


class ChannelName(StrEnum):
    """By which way a person is told. The inbox (站内消息) needs no provider and cannot fail."""

    in_app = "in_app"
    mini_program = "mini_program"


class DeliveryState(StrEnum):
    """pending -> sending -> sent -> delivered, or one of the named ends.

    `sent_unconfirmed`: the request left and no answer came back, so it is never sent again; a
    receipt may still turn it into delivered. `fallen_back`: this channel is closed to the person
    and the inbox tells it instead.
    """

    pending = "pending"
    sending = "sending"
    sent = "sent"
    delivered = "delivered"
    sent_unconfirmed = "sent_unconfirmed"
    fallen_back = "fallen_back"
    failed = "failed"


class Delivery(Model):
    """通知 of one person by one channel.

    `subject` names what it is about (`case:<id>`), `content` holds the rendered title and text or
    the keywords of a template. `reason` says why it is where it is (see `reasons`).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id = fields.UUIDField()
    event = fields.CharField(max_length=40)
    channel = fields.CharEnumField(ChannelName, max_length=20)
    subject = fields.CharField(max_length=MOST_SUBJECT)
    dedupe_key = fields.CharField(max_length=MOST_DEDUPE_KEY)
    page = fields.CharField(max_length=MOST_PAGE, default="", db_default="")
    content: fields.Field[dict[str, str]] = SealedJson()
    state = fields.CharEnumField(DeliveryState, max_length=20)
    reason = fields.CharField(max_length=40, default="", db_default="")
    provider_message_id = fields.CharField(max_length=64, null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "delivery"
        unique_together = (("person_id", "dedupe_key", "channel"),)
        indexes = (
            ("due_at",),
            ("subject",),
            ("provider_message_id",),
            ("person_id", "channel", "created_at", "id"),
        )
