"""The second factor of a member of staff, and how it is taken back when the phone is lost."""

from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class SecondFactor(ValueRow):
    """动态码: the secret that a member's phone shares with us (RFC 6238).

    It counts once it is enrolled. `used_step` is the last thirty seconds of which a code was taken:
    no code opens anything twice. `recovery_hashes` are keyed hashes of the codes on paper that are
    not used up.
    """

    staff_id: UUID = fields.UUIDField(primary_key=True)
    secret = SealedText()
    used_step: fields.Field[int] = fields.BigIntField(default=0, db_default=0)
    recovery_hashes = TypedJson(list[str])
    begun_at = fields.DatetimeField()
    enrolled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff_second_factor"


class SecondFactorReset(TableRow):
    """One security administrator asks for it, another one agrees; nobody does so of themselves."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    staff_id: UUID = fields.UUIDField()
    reason = fields.CharField(max_length=200)
    asked_by: UUID = fields.UUIDField()
    asked_at = fields.DatetimeField()
    agreed_by: UUID | None = fields.UUIDField(null=True)
    agreed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff_second_factor_reset"
        indexes = (("agreed_at", "asked_at"),)
