"""The numbers that Kuaidi100 watches for us, and how often we have asked it to."""

from datetime import datetime
from enum import StrEnum

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow


class WatchState(StrEnum):
    """`waiting`: to be subscribed at `due_at`. `polling`: Kuaidi100 pushes. `ended`: signed for.

    `spent`: the month's subscriptions are used up; `refused`: Kuaidi100 does not take the number.
    In these two the parcel is still asked for now and then.
    """

    waiting = "waiting"
    polling = "polling"
    ended = "ended"
    spent = "spent"
    refused = "refused"


class WatchedNumber(ValueRow):
    """快递单号: one number at Kuaidi100, however many parcels (cases in one envelope) carry it.

    `subscribed_at` lists the instants of the last month's subscriptions, which are four
    a month for a number; `asked_at` is the last query, which is one in half an hour.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=32, unique=True)
    carrier_code = fields.CharField(max_length=30, default="", db_default="")
    state = fields.CharEnumField(WatchState, max_length=20)
    reason = fields.CharField(max_length=40, default="", db_default="")
    subscribed_at: fields.Field[tuple[datetime, ...]] = TypedJson(tuple[datetime, ...], default=())
    asked_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)
    # What the code of before counts in. A column goes in two releases: the next one drops it.
    failures = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "watched_number"
        indexes = (("due_at",),)
