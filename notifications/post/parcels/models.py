"""Parcels, their track, and the outcomes that features follow."""

from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson, SealedText
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Contact, Nobody, Sender
from notifications.post.parcels.states import (
    AlertKind,
    CarrierName,
    Direction,
    ParcelNews,
    ParcelState,
)


class Parcel(ValueRow):
    """邮件: one order under our own `order_number`, so that ordering twice orders once.

    Or a parcel that a person posted and gave us the number of: `carrier` Kuaidi100, no sender.
    `owner_kind` and `reference` say whose it is, see `Owner`. `carrier_code` names the real carrier
    in the words of Kuaidi100. `reason` is the code with which an order ended. `news_at`: when the
    track last said something new; `listed_at`: when a source's whole list last replaced what it
    had said.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    owner_kind = fields.CharField(max_length=20, db_default="case")
    reference = fields.CharField(max_length=64, db_index=True)
    order_number = fields.CharField(max_length=50, unique=True)
    waybill_number = fields.CharField(max_length=30, null=True, db_index=True)
    carrier = fields.CharEnumField(
        CarrierName, max_length=20, default=CarrierName.ems, db_default="ems"
    )
    carrier_code = fields.CharField(max_length=30, default="", db_default="")
    direction = fields.CharEnumField(Direction, max_length=20)
    sender = SealedJson(Sender)
    receiver = SealedJson(Contact)
    contents = fields.CharField(max_length=60)
    weight_grams = fields.IntField(default=100, db_default=100)
    receiver_pays = fields.BooleanField(default=False, db_default=False)
    state = fields.CharEnumField(ParcelState, max_length=20)
    told_state: ParcelNews | None = fields.CharEnumField(  # type: ignore[assignment]
        ParcelNews, max_length=20, null=True
    )
    reason = fields.CharField(max_length=40, default="", db_default="")
    refusal: str | None = SealedText(null=True)  # type: ignore[assignment]
    outcomes_told = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    ordering_since = fields.DatetimeField()
    cancel_requested_at = fields.DatetimeField(null=True)
    news_at = fields.DatetimeField(null=True)
    listed_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)
    # What the code of before counts in. A column goes in two releases: the next one drops it.
    failures = fields.IntField(default=0, db_default=0)

    @property
    def owner(self) -> Owner:
        return Owner(self.owner_kind, self.reference)

    @property
    def known_sender(self) -> Contact:
        """Of a parcel that we ordered. Raises ValueError for one that a person posted."""
        if isinstance(self.sender, Nobody):
            raise ValueError(f"nobody told who sent parcel {self.id}")
        return self.sender

    class Meta:
        table = "parcel"
        indexes = (("due_at",),)


class ParcelEvent(ValueRow):
    """One scan of the track. One code of one source at one second is one scan, by push and query.

    `description` is the carrier's sentence (courier's name and phone), for the owner only.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    parcel_id: UUID
    parcel: fields.ForeignKeyRelation[Parcel] = fields.ForeignKeyField(
        "yiwang.Parcel", related_name="events"
    )
    source = fields.CharEnumField(
        CarrierName, max_length=20, default=CarrierName.ems, db_default="ems"
    )
    op_code = fields.CharField(max_length=10)
    sub_code = fields.CharField(max_length=10, default="", db_default="")
    at = fields.DatetimeField()
    organisation = fields.CharField(max_length=40, default="", db_default="")
    city = fields.CharField(max_length=40, default="", db_default="")
    description = SealedText()
    received_at = fields.DatetimeField()

    class Meta:
        table = "parcel_event"
        unique_together = (("parcel", "source", "op_code", "at"),)


class ParcelOutcome(TableRow):
    """What became of a parcel, for the feature that posted it; written with the state itself.

    Handed to whom the parcel belongs, see `outcomes`. An outcome replaces every one with a lower
    `sequence` of the same parcel.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    parcel_id: UUID
    parcel: fields.ForeignKeyRelation[Parcel] = fields.ForeignKeyField(
        "yiwang.Parcel", related_name="outcomes"
    )
    reference = fields.CharField(max_length=64)
    waybill_number = fields.CharField(max_length=30, null=True)
    sequence = fields.IntField()
    outcome = fields.CharEnumField(ParcelNews, max_length=20)
    text = fields.CharField(max_length=100, default="", db_default="")
    at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "parcel_outcome"
        unique_together = (("parcel", "sequence"),)
        indexes = (("due_at",),)


class ParcelAlert(TableRow):
    """提醒: a parcel that staff should look at. One cause opens one alert of its kind.

    `cause_at` is the instant of what caused it. `resolved_by` is the staff member, NULL while it is
    open and when the parcel's own news resolved it.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    parcel_id: UUID
    parcel: fields.ForeignKeyRelation[Parcel] = fields.ForeignKeyField(
        "yiwang.Parcel", related_name="alerts"
    )
    reference = fields.CharField(max_length=64, db_index=True)
    kind = fields.CharEnumField(AlertKind, max_length=20)
    cause_at = fields.DatetimeField()
    opened_at = fields.DatetimeField()
    resolved_at = fields.DatetimeField(null=True)
    resolved_by = fields.UUIDField(null=True)

    class Meta:
        table = "parcel_alert"
        unique_together = (("parcel", "kind", "cause_at"),)
        indexes = (("resolved_at", "opened_at"),)
