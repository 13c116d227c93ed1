"""Draws, their sealed secrets, the numbers that staff entered, contests, winners and history."""

from uuid import UUID

from tortoise import fields

from mobile_api.draws.schemas import AnnouncedSource, CustodianCopy
from mobile_api.draws.states import ContestOutcome, DrawFailure, DrawStatus
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Draw(LoggedRow):
    """摇号: one draw for what has this number, from the commitment to the winners.

    `kept_by`: the department whose staff enter numbers and answer contests; null: that of any.
    `closes_at`: when the first source closes; the list is frozen before. `revealed_secret` is the
    secret once it is public. `due_at`: when the draw fails for want of a list or of numbers.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=64, unique=True)
    purpose = fields.CharField(max_length=20)
    kept_by = fields.CharField(max_length=64, null=True)
    status = fields.CharEnumField(DrawStatus, max_length=20, default=DrawStatus.committed)
    picks = fields.IntField()
    commitment = fields.CharField(max_length=64)
    custodian = TypedJson(CustodianCopy, null=True)
    sources: fields.Field[list[AnnouncedSource]] = TypedJson(list[AnnouncedSource])
    wait_days: fields.Field[int] = fields.SmallIntField()
    committed_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    list_text = fields.TextField(null=True)
    list_sha256 = fields.CharField(max_length=64, null=True)
    frozen_at = fields.DatetimeField(null=True)
    revealed_secret = fields.CharField(max_length=64, null=True)
    seed = fields.CharField(max_length=64, null=True)
    drawn_at = fields.DatetimeField(null=True)
    failure = fields.CharEnumField(DrawFailure, max_length=20, null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "draw"
        indexes = (("due_at",),)


class DrawSecret(ValueRow):
    """The secret while nobody may know it; apart, so that a lost key takes no draw with it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    draw_id: UUID
    draw: fields.OneToOneRelation[Draw] = fields.OneToOneField(
        "yiwang.Draw", related_name=False, on_delete=fields.RESTRICT
    )
    secret = SealedText()

    class Meta:
        table = "draw_secret"


class DrawEvent(LogEvent):
    """One fact in the history of a draw; its payload is what was published with it."""

    draw_id: UUID
    draw: fields.ForeignKeyRelation[Draw] = fields.ForeignKeyField(
        "yiwang.Draw", related_name=False, on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(DrawStatus, max_length=20)
    status_after = fields.CharEnumField(DrawStatus, max_length=20)
    payload = own_payload()

    class Meta:
        table = "draw_event"
        unique_together = (("draw_id", "sequence"),)


class DrawEntropy(ValueRow):
    """What one member of staff read where a source publishes; `values` None: no such issue came.

    Never changed: whoever was wrong enters it again, or a supervisor strikes it out, with a reason.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    draw_id: UUID
    draw: fields.ForeignKeyRelation[Draw] = fields.ForeignKeyField(
        "yiwang.Draw", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=40)
    issue = fields.CharField(max_length=20)
    values: fields.Field[list[str] | None] = TypedJson(list[str], null=True)
    evidence = fields.CharField(max_length=500)
    entered_by = fields.UUIDField()
    entered_at = fields.DatetimeField()
    void = fields.CharField(max_length=400, null=True)
    voided_by = fields.UUIDField(null=True)

    class Meta:
        table = "draw_entropy"
        indexes = (("draw_id", "entered_at"),)


class DrawContest(ValueRow):
    """异议: one person's doubt about a draw; the answer is public, the reason is its author's."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    draw_id: UUID
    draw: fields.ForeignKeyRelation[Draw] = fields.ForeignKeyField(
        "yiwang.Draw", related_name=False, on_delete=fields.RESTRICT
    )
    person_id = fields.UUIDField()
    reason = SealedText()
    made_at = fields.DatetimeField()
    outcome = fields.CharEnumField(ContestOutcome, max_length=20, null=True)
    answer = fields.CharField(max_length=400, null=True)
    resolved_by = fields.UUIDField(null=True)
    resolved_at = fields.DatetimeField(null=True)

    class Meta:
        table = "draw_contest"
        indexes = (("draw_id", "made_at"), ("person_id",))


class DrawWinner(TableRow):
    """One pick, in order from 1: ticket `x` of those that were left was that of `entry`."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    draw_id: UUID
    draw: fields.ForeignKeyRelation[Draw] = fields.ForeignKeyField(
        "yiwang.Draw", related_name=False, on_delete=fields.RESTRICT
    )
    place = fields.IntField()
    entry = fields.CharField(max_length=100)
    x = fields.BigIntField()
    tickets_left = fields.BigIntField()

    class Meta:
        table = "draw_winner"
        unique_together = (("draw_id", "place"), ("draw_id", "entry"))


class DrawIssue(TableRow):
    """An issue that its publisher announced: when its sales, or trading, close."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    name = fields.CharField(max_length=40)
    issue = fields.CharField(max_length=20)
    closes_at = fields.DatetimeField()
    entered_by = fields.UUIDField()

    class Meta:
        table = "draw_issue"
        unique_together = (("name", "issue"),)
        indexes = (("name", "closes_at"),)
