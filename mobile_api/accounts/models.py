"""People and staff: who they are, how sure we are of it, and how staff prove it."""

from uuid import UUID

from tortoise import fields

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Person(ValueRow):
    """自然人 with an account. Bindings to WeChat stand in `wechat.models`.

    `assurance_level`: L1 known by phone or WeChat, L2 name and number matched with an authority,
    L3 present, L4 at the counter. Declared real-name details alone leave it at L1.
    `phone` is how to reach the person; the numbers that sign in are `PhoneBinding` rows.
    A closed account (merged into another one, or erased) stays as an empty row, for what a call
    still under way writes goes on pointing to it.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    name = SealedText(null=True)
    id_number = SealedText(null=True)
    id_number_hash = fields.BinaryField(null=True)
    phone = SealedText(null=True)
    assurance_level: fields.Field[int] = fields.SmallIntField(default=1, db_default=1)
    real_name_declared_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    merged_into_id = fields.UUIDField(null=True)

    class Meta:
        table = "person"

    @property
    def has_real_name(self) -> bool:
        return self.real_name_declared_at is not None


class StaffMember(ValueRow):
    """窗口工作人员. Duties are `StaffRole` values; the front desk never decides."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    username = fields.CharField(max_length=40, unique=True)
    display_name = fields.CharField(max_length=40)
    password_hash = fields.CharField(max_length=200)
    department_key = fields.CharField(max_length=64)
    roles = TypedJson(frozenset[StaffRole])
    is_active = fields.BooleanField(default=True, db_default=True)
    # Not used any more (guesses are counted in Redis); a later release drops both columns.
    failed_tries: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    locked_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    # Of passwords that were set before this was kept, nobody knows when.
    password_set_at = fields.DatetimeField(null=True)
    must_change_password = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "staff_member"


class FormerPassword(TableRow):
    """A password that a member had, so that it does not come back soon."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    staff_id: UUID = fields.UUIDField()
    password_hash = fields.CharField(max_length=200)
    replaced_at = fields.DatetimeField()

    class Meta:
        table = "staff_former_password"
        indexes = (("staff_id", "replaced_at"),)
