"""A dispute about a need: an objection to its owner, and the complaint to the desk that follows."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.disputes.states import DisputeAbout, DisputeRemedy, DisputeStatus
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.sealed import SealedText


class Dispute(ValueRow):
    """异议、投诉 of one bidder about the terms or one result of a need; every step is an event of
    the need's history.

    Without an `agency` it is the complaint of the owner itself. `round`: how many awards had been
    void before. What the parties write is sealed; everybody reads that there is a dispute, and the
    desk's `decision`. `answer_by`, `complain_by`, `decide_by`: last days, for the owner, the
    complainant and the desk; `due_at` arms the worker for the one that runs. `overdue_at`: the
    desk's days are over.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="disputes", on_delete=fields.RESTRICT
    )
    agency_id: UUID | None
    agency: fields.ForeignKeyNullableRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="disputes", on_delete=fields.RESTRICT, null=True
    )
    about = fields.CharEnumField(DisputeAbout, max_length=8)
    round = fields.IntField()
    status = fields.CharEnumField(DisputeStatus, max_length=12)
    grounds = SealedText()
    made_at = fields.DatetimeField()
    answer_by = fields.DateField(null=True)
    answer = SealedText(null=True)
    answered_at = fields.DatetimeField(null=True)
    complain_by = fields.DateField(null=True)
    complaint = SealedText(null=True)
    complained_at = fields.DatetimeField(null=True)
    decide_by = fields.DateField(null=True)
    decision = fields.CharField(max_length=300, default="", db_default="")
    remedy = fields.CharEnumField(DisputeRemedy, max_length=8, null=True)
    decided_by = fields.UUIDField(null=True)
    overdue_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "market_dispute"
        # Of the owner's own there may be several in one round: null is unlike null.
        unique_together = (("need_id", "agency_id", "about", "round"),)
        indexes = (
            ("due_at",),
            ("need_id", "made_at", "id"),
            ("agency_id", "made_at", "id"),
            ("status", "complained_at", "id"),
        )
