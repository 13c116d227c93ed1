"""Tables that every room may need: the calendar of law, remembered answers, the audit trail."""

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class CalendarDay(TableRow):
    """One date of one region: a working day (工作日) or not.

    `region_code` 000000 holds the national calendar; a city's row overrides it (typhoon closure).
    `is_provisional`: the State Council has not told the holidays of that year yet.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    region_code = fields.CharField(max_length=6)
    on = fields.DateField()
    is_working = fields.BooleanField()
    is_provisional = fields.BooleanField(db_default=False, default=False)
    source = fields.CharField(max_length=200)

    class Meta:
        table = "calendar_day"
        unique_together = (("region_code", "on"),)


class IdempotencyRecord(ValueRow):
    """The answer given to a create, kept so that the same key earns the same answer."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    caller_key = fields.CharField(max_length=80)
    key_hash = fields.BinaryField()
    request_digest = fields.BinaryField()
    status: fields.Field[int] = fields.SmallIntField(db_default=0, default=0)
    answer = SealedText(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_record"
        unique_together = (("caller_key", "key_hash"),)
        indexes = (("created_at",),)


class AuditRecord(ValueRow):
    """Who did or saw what that must be accounted for (GB/T 22239 level 3, security audit)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    at = fields.DatetimeField()
    caller_key = fields.CharField(max_length=80)
    action = fields.CharField(max_length=60)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.CharField(max_length=64)
    # Typed by a person, so it may name one.
    reason = SealedText(null=True)
    request_id = fields.CharField(max_length=64, db_default="-", default="-")

    class Meta:
        table = "audit_record"
        indexes = (("subject_kind", "subject_id", "at"), ("caller_key", "at"))
