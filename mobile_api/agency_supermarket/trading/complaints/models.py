"""The complaint about bidding, its files, its history."""

from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.trading.complaints.states import (
    ComplaintOutcome,
    ComplaintStatus,
)
from mobile_api.agency_supermarket.trading.models import TradingProject
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText
from uploads.models import StoredFile


class BiddingComplaint(LoggedRow):
    """招标投标投诉 about a project; who made it is shown to nobody.

    `review_by`, `decide_by`: the last days for the desk; `due_at` arms the worker for the day after
    the one that counts, `is_overdue` once it has come. `reply`: what the complainant was told.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=22, unique=True)
    project_id: UUID
    project: fields.ForeignKeyRelation[TradingProject] = fields.ForeignKeyField(
        "yiwang.TradingProject", related_name=False, on_delete=fields.RESTRICT
    )
    notice_id = fields.UUIDField()
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name=False, on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(ComplaintStatus, max_length=10, default=ComplaintStatus.received)
    text = SealedText()
    received_at = fields.DatetimeField()
    review_by = fields.DateField()
    decide_by = fields.DateField(null=True)
    outcome = fields.CharEnumField(ComplaintOutcome, max_length=12, null=True)
    reply = fields.CharField(max_length=1000, default="", db_default="")
    ended_at = fields.DatetimeField(null=True)
    is_overdue = fields.BooleanField(default=False, db_default=False)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "bidding_complaint"
        indexes = (
            ("due_at",),
            ("received_at", "id"),
            ("status", "received_at", "id"),
            ("person_id", "received_at", "id"),
        )


class ComplaintFile(TableRow):
    """A file that a complainant gave with it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    complaint_id: UUID
    complaint: fields.ForeignKeyRelation[BiddingComplaint] = fields.ForeignKeyField(
        "yiwang.BiddingComplaint", related_name="files", on_delete=fields.RESTRICT
    )
    file_id: UUID
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "bidding_complaint_file"
        unique_together = (("complaint_id", "file_id"),)
        indexes = (("file_id",),)


class ComplaintEvent(LogEvent):
    """One fact in the history of a complaint."""

    complaint_id: UUID
    complaint: fields.ForeignKeyRelation[BiddingComplaint] = fields.ForeignKeyField(
        "yiwang.BiddingComplaint", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(ComplaintStatus, max_length=10)
    status_after = fields.CharEnumField(ComplaintStatus, max_length=10)
    payload = own_payload()

    class Meta:
        table = "bidding_complaint_event"
        unique_together = (("complaint_id", "sequence"),)
