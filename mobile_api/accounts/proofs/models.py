"""How a person proved who they are, and by which identity service they sign in."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.shared.crypto import keyring
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class ProofMethod(StrEnum):
    """By what a level of assurance was proven."""

    oidc = "oidc"
    counter = "counter"
    face_provider = "face_provider"
    phone_code = "phone_code"


class IdentityBinding(ValueRow):
    """One account of a person at an identity service; its subject is found by a keyed hash.

    The subject may be a 网号: it then stands for the person without any number.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="identity_bindings", on_delete=fields.CASCADE
    )
    issuer = fields.CharField(max_length=200)
    subject = SealedText()
    subject_hash = fields.BinaryField()
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()

    class Meta:
        table = "identity_binding"
        unique_together = (("issuer", "subject_hash"),)
        indexes = (("person_id",),)


class IdentityProof(TableRow):
    """The latest proof of a level by one method; every proof also stands in the audit trail.

    When `expires_at` has passed, what is left of it is the match of name and number (L2).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="identity_proofs", on_delete=fields.CASCADE
    )
    method = fields.CharEnumField(ProofMethod, max_length=20)
    level: fields.Field[int] = fields.SmallIntField()
    at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)

    class Meta:
        table = "identity_proof"
        unique_together = (("person_id", "method", "level"),)


class ProvenOffice(TableRow):
    """法定代表人: an identity service said that the person represents this enterprise."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="proven_offices", on_delete=fields.CASCADE
    )
    social_credit_code = fields.CharField(max_length=18)
    enterprise_name = fields.CharField(max_length=200)
    proven_at = fields.DatetimeField()

    class Meta:
        table = "proven_office"
        unique_together = (("person_id", "social_credit_code"),)


class ProvenNumber(TableRow):
    """Whose an ID number is: one that an authority has matched belongs to one account only.

    A number that somebody merely declared is not here, so that nobody can block another's.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="proven_numbers", on_delete=fields.CASCADE
    )
    number_hash = fields.BinaryField()
    proven_at = fields.DatetimeField()

    class Meta:
        table = "proven_number"
        unique_together = (("number_hash",),)
        indexes = (("person_id",),)


def hash_of_subject(issuer: str, subject: str) -> bytes:
    """Keyed hash by which the account of an identity service is found."""
    return keyring().keyed_hash(f"{issuer}\n{subject}", "identity-subject")
