"""The expert in the register, their specialties, their history, the numbers given out."""

from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.experts.states import ExpertStatus
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Expert(LoggedRow):
    """评标专家: known by a number; the name is public only where a panel's result is.

    `person`: the account that signs in with the phone, where there is one. `avoided`: codes or
    names of bodies that the expert must not judge for, besides their own employer.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=22, unique=True)
    person_id: UUID | None
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    status = fields.CharEnumField(ExpertStatus, max_length=10, default=ExpertStatus.active)
    status_reason = fields.CharField(max_length=300, default="", db_default="")
    status_since = fields.DatetimeField()
    name = SealedText()
    phone = SealedText()
    phone_hash = fields.BinaryField()
    employer_name = fields.CharField(max_length=100)
    employer_code = fields.CharField(max_length=18, default="", db_default="")
    avoided = TypedJson(tuple[str, ...])
    registered_at = fields.DatetimeField()

    class Meta:
        table = "expert"
        unique_together = (("phone_hash",), ("person_id",))
        indexes = (("status", "registered_at", "id"), ("person_id",))


class ExpertSpecialty(TableRow):
    """专业类别 of an expert."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    expert_id: UUID
    expert: fields.ForeignKeyRelation[Expert] = fields.ForeignKeyField(
        "yiwang.Expert", related_name="specialties", on_delete=fields.RESTRICT
    )
    specialty = fields.CharField(max_length=40)

    class Meta:
        table = "expert_specialty"
        unique_together = (("specialty", "expert_id"),)
        indexes = (("expert_id",),)


class ExpertEvent(LogEvent):
    """One fact in the history of an expert."""

    expert_id: UUID
    expert: fields.ForeignKeyRelation[Expert] = fields.ForeignKeyField(
        "yiwang.Expert", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(ExpertStatus, max_length=10)
    status_after = fields.CharEnumField(ExpertStatus, max_length=10)
    payload = own_payload()

    class Meta:
        table = "expert_event"
        unique_together = (("expert_id", "sequence"),)


class ExpertSequence(TableRow):
    """The last number of an expert or a panel given out in a region on a day."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    region_code = fields.CharField(max_length=6)
    on = fields.DateField()
    last_given = fields.IntField()

    class Meta:
        table = "expert_sequence"
        unique_together = (("region_code", "on"),)
