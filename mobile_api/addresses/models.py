"""The address book of a person."""

from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.sealed import SealedJson, SealedText
from notifications.post.schemas import Contact


class SavedAddress(ValueRow):
    """常用地址: kept because its owner agreed to it at `agreed_at`, until they delete it.

    `label` is the owner's word for it, which may name someone.
    `fingerprint` is a keyed hash of the contact: the same address is kept once.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="addresses", on_delete=fields.CASCADE
    )
    contact = SealedJson(Contact)
    label: str = SealedText(default="")  # type: ignore[assignment]
    fingerprint = fields.BinaryField()
    is_default = fields.BooleanField(default=False, db_default=False)
    agreed_at = fields.DatetimeField()
    used_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "saved_address"
        unique_together = (("person_id", "fingerprint"),)
