"""Enterprises and the people who may act for them: legal representatives and clerks."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class OfficeProof(StrEnum):
    """By what somebody was shown to be the legal representative."""

    oidc = "oidc"
    counter = "counter"


class Enterprise(TableRow):
    """法人: found by its social credit code (GB 32100); name and code are public.

    `representative_id`: the person who was last proven to be its legal representative (法定代表人),
    at `proven_at`. A later proof replaces an earlier one, for representatives change.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    social_credit_code = fields.CharField(max_length=18, unique=True)
    name = fields.CharField(max_length=200)
    representative_id: UUID = fields.UUIDField()
    proven_by = fields.CharEnumField(OfficeProof, max_length=12)
    proven_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "enterprise"
        indexes = (("representative_id",),)


class Clerk(ValueRow):
    """经办人: appointed by the legal representative, for named items or all, until a date.

    `person_id` is null until the person with that phone and that name has accepted. `item_keys`
    null means every item. Whether it holds is looked at anew at each call, never remembered.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    enterprise_id: UUID
    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "yiwang.Enterprise", related_name="clerks", on_delete=fields.CASCADE
    )
    person_id: UUID | None = fields.UUIDField(null=True)
    name = SealedText()
    phone = SealedText()
    phone_hash = fields.BinaryField()
    item_keys = TypedJson(tuple[str, ...], null=True)
    ends_on = fields.DateField()
    invited_at = fields.DatetimeField()
    invitation_ends_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "enterprise_clerk"
        indexes = (("enterprise_id",), ("person_id",), ("phone_hash",))
