"""Who renders an agency's services."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.shared.crypto import keyring
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.sealed import SealedText


def hash_of_registration(kind: str, number: str) -> bytes:
    """Keyed hash by which a registration is found again; its number is only kept sealed."""
    return keyring().keyed_hash(f"{kind}:{number}", "registration")


class Practitioner(ValueRow):
    """从业人员: a registered professional, with the consent that the agency declared at
    `consented_at`. Name and number are on the public register of the profession; while they stand
    here they are sealed. `valid_until` null: without an end. `due_at` arms the worker for the next
    warning, and for the day after the last one.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="registered", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=64)
    name = SealedText()
    number = SealedText()
    number_hash = fields.BinaryField()
    valid_until = fields.DateField(null=True)
    consented_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "agency_practitioner"
        unique_together = (("agency_id", "number_hash"),)
        indexes = (("due_at",), ("number_hash", "agency_id"))
