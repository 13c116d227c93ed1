"""The case (办件) from draft to archive, its history, materials, notices and clocks."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person, StaffMember
from mobile_api.cases.shapes import ApplicantDetails as ApplicantDetails
from mobile_api.cases.shapes import Fault as Fault
from mobile_api.cases.states import CaseStatus, DecisionOutcome, DeliveryKind
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import DayKind
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson
from notifications.post.schemas import Contact
from uploads.models import StoredFile


class ChosenDelivery(StoredValue):
    """How the result reaches the person.

    `address` is a copy, so that later edits of the address book change nothing. `next_address`
    waits for EMS to cancel the parcel that is on its way to the other one.
    """

    kind: DeliveryKind
    address: Contact | None = None
    receiver_pays: bool = False
    agrees_to_postage: bool = False
    next_address: Contact | None = None


class Case(LoggedRow):
    """办件: one matter of one applicant, bound to the guide version under which it began.

    With an `enterprise`, that is who applies, and `applicant` is the person who handles it there.
    `handoff_side`: what this city is to a case that goes between two, `taking` or `home`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=21, null=True, unique=True)
    region_code = fields.CharField(max_length=6)
    item_key = fields.CharField(max_length=64)
    item_name = fields.CharField(max_length=200)
    guide_version = fields.IntField()
    department_key = fields.CharField(max_length=64)
    applicant_id: UUID
    applicant: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="cases", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID | None
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "yiwang.Enterprise", related_name="cases", on_delete=fields.RESTRICT, null=True
    )
    status = fields.CharEnumField(CaseStatus, max_length=24, default=CaseStatus.draft)
    situation: fields.Field[Mapping[str, str]] = TypedJson(dict[str, str], default=dict)
    form: fields.Field[Mapping[str, str] | None] = SealedJson(dict[str, str], null=True)
    delivery = SealedJson(ChosenDelivery, null=True)
    applicant_details = SealedJson(ApplicantDetails, null=True)
    correction_round: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    # The earliest day that somebody was told and that has not come to its end, for the queue.
    due_on = fields.DateField(null=True)
    query_factor_hash = fields.BinaryField(null=True)
    outcome = fields.CharField(max_length=20, null=True)
    handoff_side = fields.CharField(max_length=8, null=True)
    created_at = fields.DatetimeField()
    submitted_at = fields.DatetimeField(null=True)
    accepted_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    completed_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    touched_at = fields.DatetimeField()

    class Meta:
        table = "case_file"
        indexes = (
            ("applicant_id", "touched_at", "id"),
            ("enterprise_id", "touched_at", "id"),
            ("department_key", "status", "touched_at", "id"),
            ("department_key", "status", "due_on", "id"),
        )

    @property
    def began_on(self) -> date:
        """The day whose rules hold for the case: that of its submission, before it of its draft."""
        return clock.beijing_date(self.submitted_at or self.created_at)

    @property
    def is_for_another_city(self) -> bool:
        """Taken here for a city that has the power to decide it, and not come back from there."""
        return self.handoff_side == "taking"

    @property
    def goes_by_post(self) -> bool:
        """Whether the result is posted: a refusal is picked up, whatever was chosen before."""
        return self.is_to_be_posted and self.outcome == DecisionOutcome.approved

    @property
    def is_refused(self) -> bool:
        """Decided against the applicant: there is nothing to fetch or to post."""
        return self.outcome == DecisionOutcome.refused

    @property
    def is_to_be_posted(self) -> bool:
        return self.delivery is not None and self.delivery.kind is DeliveryKind.post


class CaseClaim(TableRow):
    """领取: who of the staff works on a case now. It ends with the next move of the case."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    case_id: UUID
    case: fields.OneToOneRelation[Case] = fields.OneToOneField(
        "yiwang.Case", related_name="claim", on_delete=fields.CASCADE
    )
    staff_id: UUID
    staff: fields.ForeignKeyRelation[StaffMember] = fields.ForeignKeyField(
        "yiwang.StaffMember", related_name=False, on_delete=fields.RESTRICT
    )
    claimed_at = fields.DatetimeField()

    class Meta:
        table = "case_claim"
        indexes = (("staff_id", "claimed_at"),)


class CaseSequence(TableRow):
    """The last number given out in a region on a day."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    region_code = fields.CharField(max_length=6)
    on = fields.DateField()
    last_given = fields.IntField()

    class Meta:
        table = "case_sequence"
        unique_together = (("region_code", "on"),)


class CaseEvent(LogEvent):
    """One fact in the history of a case; `hash` covers the fact and the hash before it."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(CaseStatus, max_length=24)
    status_after = fields.CharEnumField(CaseStatus, max_length=24)
    payload = own_payload()

    class Meta:
        table = "case_event"
        unique_together = (("case_id", "sequence"),)


class SubmittedMaterial(TableRow):
    """提交的材料: one clean file given for one material requirement; `page` orders the pages."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="materials", on_delete=fields.CASCADE
    )
    requirement_key = fields.CharField(max_length=64)
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    page: fields.Field[int] = fields.SmallIntField(default=1, db_default=1)
    round: fields.Field[int] = fields.SmallIntField(default=0, db_default=0)
    created_at = fields.DatetimeField()

    class Meta:
        table = "submitted_material"
        unique_together = (("case_id", "requirement_key", "page"),)
        # Before a file is let go it is asked whether another case refers to it.
        indexes = (("file_id",),)


class CorrectionNotice(ValueRow):
    """补正通知: every fault at once. `faults` is a list of {target, key, reason, advice}.

    `form_seen` is the form as the reviewer had it, to tell what the applicant changes since.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="notices", on_delete=fields.RESTRICT
    )
    round: fields.Field[int] = fields.SmallIntField()
    faults = SealedJson(tuple[Fault, ...])
    form_seen: fields.Field[Mapping[str, str]] = SealedJson(dict[str, str])
    issued_by = fields.UUIDField()
    signed_by_supervisor = fields.BooleanField(default=False, db_default=False)
    issued_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "correction_notice"
        unique_together = (("case_id", "round"),)


class ClockSegment(TableRow):
    """A stretch of time that law or promise limits; its end is computed, never stored.

    `told_on` is the date that the person was told: a recomputed one may come later, never earlier.
    `due_at` arms the worker for the moment in which the limit has passed.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="clocks", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=20)
    started_on = fields.DateField()
    ended_on = fields.DateField(null=True)
    limit_value = fields.IntField()
    limit_unit = fields.CharEnumField(DayKind, max_length=14)
    told_on = fields.DateField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "clock_segment"
        indexes = (("due_at",), ("case_id", "kind"))
