"""Entries of credit, applications for repair, what followed from too few points, yearly scores."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency, Sanction
from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.agency_supermarket.credit.states import CreditKind, EffectOutcome, LiftedBy
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from uploads.models import StoredFile


class CreditEntry(ValueRow):
    """信用记分: points with their reason, public with it.

    `reference` names what it is for (a sanction, a contract, a paper of the desk): there is one
    entry of a kind per reference. It counts from `counts_from` to `counts_until`, both included;
    `told_until` is that end as it was told. Lifting it moves `counts_until` and nothing else, so
    that the points of a day are one sum. `waits_since`: when the desk got something to answer.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="credit_entries", on_delete=fields.RESTRICT
    )
    kind = fields.CharEnumField(CreditKind, max_length=24)
    points = fields.IntField()
    reason = fields.CharField(max_length=300)
    reference = fields.CharField(max_length=100)
    entered_by = fields.CharField(max_length=80)
    entered_at = fields.DatetimeField()
    counts_from = fields.DateField()
    told_until = fields.DateField()
    counts_until = fields.DateField()
    repair_from = fields.DateField(null=True)
    object_by = fields.DateField()
    objection = fields.CharField(max_length=1000, default="", db_default="")
    objected_at = fields.DatetimeField(null=True)
    answer = fields.CharField(max_length=300, default="", db_default="")
    answered_at = fields.DatetimeField(null=True)
    answered_by = fields.UUIDField(null=True)
    lifted_at = fields.DatetimeField(null=True)
    lifted_by = fields.CharEnumField(LiftedBy, max_length=16, null=True)
    waits_since = fields.DatetimeField(null=True)

    class Meta:
        table = "credit_entry"
        unique_together = (("agency_id", "kind", "reference"),)
        indexes = (
            ("agency_id", "counts_until"),
            ("agency_id", "entered_at", "id"),
            ("waits_since", "id"),
        )


class CreditRepair(ValueRow):
    """信用修复: what the agency did about an entry, its proof, and the desk's decision."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    entry_id: UUID
    entry: fields.ForeignKeyRelation[CreditEntry] = fields.ForeignKeyField(
        "yiwang.CreditEntry", related_name="repairs", on_delete=fields.RESTRICT
    )
    statement = fields.CharField(max_length=1000)
    file_id: UUID
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    asked_at = fields.DatetimeField()
    answer_by = fields.DateField()
    granted = fields.BooleanField(null=True)
    reason = fields.CharField(max_length=300, default="", db_default="")
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.UUIDField(null=True)
    waits_since = fields.DatetimeField(null=True)

    class Meta:
        table = "credit_repair"
        indexes = (("entry_id", "asked_at"), ("file_id",), ("waits_since", "id"))


class CreditEffect(ValueRow):
    """The points of an agency are below a line: once from their fall until they are there again.

    `ended_at`: when they were; until then nothing more follows from that line. A warning is
    ordered by the rule itself; what bars an agency is decided by the desk, after the agency was
    heard (`hear_by`, `statement`; 行政处罚法 63-64). `sanction`: what was ordered.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="credit_effects", on_delete=fields.RESTRICT
    )
    kind = fields.CharEnumField(SanctionKind, max_length=16)
    score = fields.IntField()
    below = fields.IntField()
    opened_at = fields.DatetimeField()
    hear_by = fields.DateField()
    statement = fields.CharField(max_length=1000, default="", db_default="")
    stated_at = fields.DatetimeField(null=True)
    outcome = fields.CharEnumField(EffectOutcome, max_length=12, null=True)
    reason = fields.CharField(max_length=300, default="", db_default="")
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.UUIDField(null=True)
    sanction_id: UUID | None
    sanction: fields.ForeignKeyNullableRelation[Sanction] = fields.ForeignKeyField(
        "yiwang.Sanction", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    waits_since = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "credit_effect"
        indexes = (("agency_id", "opened_at"), ("sanction_id",), ("waits_since", "id"))


class CreditYear(TableRow):
    """年度信用评价: the points of an agency at the end of a year, and what they are called."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="credit_years", on_delete=fields.RESTRICT
    )
    year = fields.IntField()
    score = fields.IntField()
    grade = fields.CharField(max_length=4)

    class Meta:
        table = "credit_year"
        unique_together = (("agency_id", "year"),)


class CreditYearRun(TableRow):
    """The writing of a year's scores, some agencies at a time; `after` is the last one written."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    year = fields.IntField(unique=True)
    after = fields.UUIDField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "credit_year_run"
        indexes = (("due_at",),)


class CreditDay(TableRow):
    """The look at every agency on one day, some at a time; `after` is the last one looked at.

    Entries run out at midnight and rules change with a date: neither is anybody's act.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    on = fields.DateField(unique=True)
    after = fields.UUIDField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "credit_day"
        indexes = (("due_at",),)
