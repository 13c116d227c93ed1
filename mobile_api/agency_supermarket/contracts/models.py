"""The contract (合同) of an award, its history, and its files."""

from datetime import date
from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.contracts.states import (
    ContractStatus,
    FileKind,
    MilestoneState,
    Side,
)
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson
from mobile_api.shared.rows import TableRow
from uploads.models import StoredFile


class Milestone(StoredValue):
    """节点: what is to be done till which day; `reason`: why it was returned last.

    `number`: of the event that reported it last, so that who answers says what they read.
    """

    words: str
    on: date
    state: MilestoneState = MilestoneState.planned
    reason: str = ""
    number: int = 0


class AskedExtension(StoredValue):
    """延期: the day that the agency asks for, and why; `number`: of the event that asked."""

    last_day: date
    reason: str
    number: int = 0


class AskedEnding(StoredValue):
    """终止: which side asks the other to agree, and why; `number`: of the event that asked."""

    by: Side
    reason: str
    number: int = 0


class Contract(LoggedRow):
    """合同 between the owner of a need and the agency that it was awarded to.

    One for each bid that won: `award` is the need's, which another bid may have since where the
    first result was void. The owner is that of the need. `price_fen` is that of the award, or,
    where the award has none, what was proposed. `sign_by`: the last day of signing. `proposal`
    counts proposals, so that who confirms says which one they read; `proposed_by` is whose turn it
    was. `last_day`: till when the agency has promised the result. `faults` are those of the last
    return, `rounds` counts returns. `days_late`: working days between the last day and the delivery
    that was accepted; 0: on time. `case_id`: the owner's own case that the service serves.
    `overdue_at`: when it was written down that the result is not there, as long as it is not.
    `reminders` counts those of the present wait; `due_at` arms the worker for the next one.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=26, unique=True)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="contracts", on_delete=fields.RESTRICT
    )
    award_id: UUID
    award: fields.ForeignKeyRelation[Award] = fields.ForeignKeyField(
        "yiwang.Award", related_name="contracts", on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.OneToOneRelation[Bid] = fields.OneToOneField(
        "yiwang.Bid", related_name=False, on_delete=fields.RESTRICT
    )
    owner_id: UUID
    owner: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="contracts", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID | None
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "yiwang.Enterprise", related_name="contracts", on_delete=fields.RESTRICT, null=True
    )
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="contracts", on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(ContractStatus, max_length=12, default=ContractStatus.awaited)
    price_fen = fields.BigIntField(null=True)
    shown_until = fields.DateField()
    sign_by = fields.DateField()
    proposal = fields.IntField(default=0, db_default=0)
    proposed_by = fields.CharEnumField(Side, max_length=8, null=True)
    milestones = TypedJson(tuple[Milestone, ...])
    last_day = fields.DateField(null=True)
    case_id = fields.UUIDField(null=True)
    extension = TypedJson(AskedExtension, null=True)
    ending = TypedJson(AskedEnding, null=True)
    faults = TypedJson(tuple[str, ...], null=True)
    rounds = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    signed_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    review_by = fields.DateField(null=True)
    finished_at = fields.DatetimeField(null=True)
    days_late = fields.IntField(null=True)
    overdue_at = fields.DatetimeField(null=True)
    reminders = fields.IntField(default=0, db_default=0)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "market_contract"
        indexes = (
            ("due_at",),
            ("need_id",),
            ("award_id",),
            ("owner_id", "created_at", "id"),
            ("enterprise_id", "created_at", "id"),
            ("agency_id", "created_at", "id"),
            ("agency_id", "finished_at", "id"),
            ("status", "created_at", "id"),
            ("created_at", "id"),
            ("overdue_at", "id"),
        )


class ContractEvent(LogEvent):
    """One fact in the history of a contract; both sides and the desk read it."""

    contract_id: UUID
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "yiwang.Contract", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(ContractStatus, max_length=12)
    status_after = fields.CharEnumField(ContractStatus, max_length=12)
    payload = own_payload()

    class Meta:
        table = "market_contract_event"
        unique_together = (("contract_id", "sequence"),)


class ContractFile(TableRow):
    """A file of a contract. `part`: the place of its milestone, or the round of its result."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    contract_id: UUID
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "yiwang.Contract", related_name="files", on_delete=fields.RESTRICT
    )
    kind = fields.CharEnumField(FileKind, max_length=12)
    part = fields.IntField()
    place = fields.IntField()
    file_id: UUID
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "market_contract_file"
        unique_together = (("contract_id", "kind", "part", "place"),)
        indexes = (("file_id",),)
