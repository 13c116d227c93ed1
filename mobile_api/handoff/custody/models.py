"""The custody log of a handoff: one row per step, of whichever city it happened in."""

from datetime import datetime
from uuid import UUID

from tortoise import fields

from mobile_api.handoff.models import Handoff
from mobile_api.handoff.states import HandoffSide, PaperFound, ReturnedTo
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.sealed import SealedText


class Paper(StoredValue):
    """Papers of one name; `key`: the material of the guide, if it is one. `found`: as they were
    when the envelope was opened."""

    key: str | None = None
    name: str
    count: int
    found: PaperFound | None = None


class CustodyEntry(ValueRow):
    """原件交接的一步: written once, never changed; a mistake is struck by a further entry.

    `city`: in which side of the handoff it happened; `sequence` counts the entries of that city,
    `position` is the place in this city's log, and missing as long as one before it has not come.
    `step`: a CustodyStep, or what only a newer city knows. `by`: the caller key of staff,
    `partner` or `carrier`. `to`: of `returned`, and of the carrier's word about it. `corrects`: the
    sequence of an entry of the same city.
    `is_out_of_turn`: it does not fit what is known here, and so counts for nothing.
    `message_id`: the message that told or tells it. `due_at`: when somebody looks whether what
    was posted has arrived.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    handoff_row_id: UUID
    handoff_row: fields.ForeignKeyRelation[Handoff] = fields.ForeignKeyField(
        "yiwang.Handoff", related_name="custody", on_delete=fields.CASCADE
    )
    city = fields.CharEnumField(HandoffSide, max_length=8)
    sequence = fields.IntField()
    position = fields.IntField(null=True)
    step = fields.CharField(max_length=40)
    at = fields.DatetimeField()
    recorded_at: datetime = fields.DatetimeField()
    by = fields.CharField(max_length=80)
    papers = TypedJson(tuple[Paper, ...])
    carrier = fields.CharField(max_length=40, default="", db_default="")
    waybill_number = fields.CharField(max_length=40, default="", db_default="")
    seal_number = fields.CharField(max_length=40, default="", db_default="")
    to = fields.CharEnumField(
        ReturnedTo, max_length=8, default=ReturnedTo.window, db_default="window"
    )
    corrects: int | None = fields.IntField(null=True)
    is_out_of_turn = fields.BooleanField(default=False, db_default=False)
    note: str | None = SealedText(null=True)  # type: ignore[assignment]
    message_id = fields.UUIDField()
    parcel_id = fields.UUIDField(null=True, db_index=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "handoff_custody"
        unique_together = (
            ("handoff_row_id", "city", "sequence"),
            ("handoff_row_id", "position"),
        )
        indexes = (("due_at",),)
