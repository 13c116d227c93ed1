"""What is to be told to whom, by which channel, and what became of it."""

from collections.abc import Mapping
from enum import StrEnum

from tortoise import fields
from tortoise.indexes import PartialIndex

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson

_INBOX_ORDER = ("person_id", "created_at", "id")
MOST_SUBJECT, MOST_DEDUPE_KEY, MOST_PAGE = 80, 160, 256


class ChannelName(StrEnum):
    """By which way a person is told. The inbox (站内消息) needs no provider and cannot fail."""

    in_app = "in_app"
    mini_program = "mini_program"
    official_subscription = "official_subscription"
    official_template = "official_template"
    sms = "sms"


class DeliveryState(StrEnum):
    """pending -> sending -> sent -> delivered, or one of the named ends.

    `in_reserve`: waits for an earlier channel of the chain to end without telling the person;
    `not_needed`: an earlier one did tell. `merged`: a later message about the same said it all.
    `sent_unconfirmed`: the request left and no answer came back; a receipt may still settle it.
    `fallen_back`: this channel is closed to the person. `set_aside`: the row itself is broken.
    `cancelled`: the account was closed.
    """

    in_reserve = "in_reserve"
    pending = "pending"
    sending = "sending"
    sent = "sent"
    delivered = "delivered"
    sent_unconfirmed = "sent_unconfirmed"
    fallen_back = "fallen_back"
    failed = "failed"
    not_needed = "not_needed"
    merged = "merged"
    set_aside = "set_aside"
    cancelled = "cancelled"


class Delivery(ValueRow):
    """通知 of one person by one channel.

    `subject` names what it is about (`case:<id>`), `content` holds the rendered title and text or
    the keywords of a template, `reason` says why it is where it is (see `reasons`). `place` is its
    turn in the fallback chain (0: the inbox), `priority` 9 to 0. `account` is the app or provider
    that took it; with `provider_message_id` it is what receipts name. `quiet_hours` (22:00-07:00,
    Beijing; empty: none) are those of the person when it was told, `begun_at` is the first try.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id = fields.UUIDField()
    event = fields.CharField(max_length=40)
    channel = fields.CharEnumField(ChannelName, max_length=24)
    subject = fields.CharField(max_length=MOST_SUBJECT)
    dedupe_key = fields.CharField(max_length=MOST_DEDUPE_KEY)
    page = fields.CharField(max_length=MOST_PAGE, default="", db_default="")
    content: fields.Field[Mapping[str, str]] = SealedJson(dict[str, str])
    state = fields.CharEnumField(DeliveryState, max_length=20)
    reason = fields.CharField(max_length=40, default="", db_default="")
    place: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    priority: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    quiet_hours = fields.CharField(max_length=11, default="", db_default="")
    account = fields.CharField(max_length=64, default="", db_default="")
    provider_message_id = fields.CharField(max_length=64, null=True)
    created_at = fields.DatetimeField()
    begun_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)
    give_up_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "delivery"
        unique_together = (("person_id", "dedupe_key", "channel"),)
        indexes = (
            ("channel", "priority", "due_at"),
            ("subject", "created_at", "id"),
            ("account", "provider_message_id"),
            PartialIndex(fields=_INBOX_ORDER, condition={"channel": "in_app"}),
        )


class NotificationPreference(ValueRow):
    """What one person wants: no row means the default.

    `choices`: channel, or `channel:event` (which goes before), -> whether it may be used. The inbox
    cannot be turned off. `quiet_hours`: 22:00-07:00 in Beijing, empty for none, None: the default.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id = fields.UUIDField(unique=True)
    choices: fields.Field[Mapping[str, bool]] = TypedJson(dict[str, bool])
    quiet_hours = fields.CharField(max_length=11, null=True)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "notification_preference"


class SendingGate(TableRow):
    """A quota that a provider has closed (45009, outage): nothing is sent until `closed_until`.

    `closings` counts those in a row; then one message probes, and a success deletes the row.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    quota = fields.CharField(max_length=64, unique=True)
    reason = fields.CharField(max_length=40)
    closed_until = fields.DatetimeField()
    closings = fields.IntField(default=1, db_default=1)
    is_probed = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "sending_gate"


class EarlyReceipt(ValueRow):
    """A receipt that came before the answer to the message it is about."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    account = fields.CharField(max_length=64)
    channel = fields.CharEnumField(ChannelName, max_length=24)
    provider_message_id = fields.CharField(max_length=64)
    person_id = fields.UUIDField(null=True)
    events = TypedJson(tuple[str, ...])
    is_delivered = fields.BooleanField()
    reason = fields.CharField(max_length=40, default="", db_default="")
    received_at = fields.DatetimeField()

    class Meta:
        table = "early_receipt"
        unique_together = (("account", "provider_message_id", "is_delivered"),)
        indexes = (("person_id",), ("received_at",))
