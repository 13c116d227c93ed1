"""What people asked for about their own data: a copy, the end of an account, one account of two."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow


class ExportState(StrEnum):
    """preparing -> ready -> expired; or failed, and whoever asked may ask anew."""

    preparing = "preparing"
    ready = "ready"
    failed = "failed"
    expired = "expired"


class DataExport(ValueRow):
    """个人信息副本: archives in the object store until `expires_at`; `sizes` are their bytes."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID = fields.UUIDField()
    state = fields.CharEnumField(ExportState, max_length=12)
    sizes: fields.Field[tuple[int, ...]] = TypedJson(tuple[int, ...], default=())
    requested_at = fields.DatetimeField()
    ready_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "data_export"
        indexes = (("person_id", "requested_at"), ("due_at",))


class DeletionState(StrEnum):
    """cooling_off -> erasing -> erased; or cancelled by the person, stopped by an open case."""

    cooling_off = "cooling_off"
    erasing = "erasing"
    erased = "erased"
    cancelled = "cancelled"
    stopped = "stopped"


class AccountDeletion(TableRow):
    """注销申请. Erasing is repeated until nothing is left that a call under way wrote late."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID = fields.UUIDField()
    state = fields.CharEnumField(DeletionState, max_length=12)
    requested_at = fields.DatetimeField()
    erases_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "account_deletion"
        indexes = (("person_id", "requested_at"), ("due_at",))


class AccountMerge(TableRow):
    """合并账户: everything of `absorbed_id` went to `survivor_id`, and goes again at `due_at`."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    absorbed_id: UUID = fields.UUIDField()
    survivor_id: UUID = fields.UUIDField()
    merged_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "account_merge"
        indexes = (("due_at",), ("survivor_id",))
