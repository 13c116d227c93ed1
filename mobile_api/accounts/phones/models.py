"""Phone numbers that sign in, and the codes that prove who holds one."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.shared.crypto import keyring
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class CodePurpose(StrEnum):
    """What a code was asked for; it proves nothing else."""

    sign_in = "sign_in"
    bind = "bind"
    merge = "merge"
    unbind = "unbind"
    delete = "delete"
    export = "export"


def hash_of_phone(phone: str) -> bytes:
    """Keyed hash by which a number (eleven digits) is found; the number is only kept sealed."""
    return keyring().keyed_hash(phone, "phone")


class PhoneBinding(ValueRow):
    """A number whose control a person has proven at `verified_at`, and signs in with."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID = fields.UUIDField()
    phone = SealedText()
    phone_hash = fields.BinaryField()
    created_at = fields.DatetimeField()
    verified_at = fields.DatetimeField()

    class Meta:
        table = "phone_binding"
        unique_together = (("phone_hash",),)
        indexes = (("person_id",),)


class PhoneCode(TableRow):
    """验证码 sent to a number: six digits, kept as a keyed hash, right once."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    phone_hash = fields.BinaryField()
    purpose = fields.CharEnumField(CodePurpose, max_length=12)
    code_hash = fields.BinaryField()
    tries: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "phone_code"
        indexes = (("phone_hash", "created_at"), ("created_at",))
