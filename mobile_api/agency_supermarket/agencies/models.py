"""The agency (中介机构), what it offers, its qualifications, what was ordered against it."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.states import AgencyStatus, SanctionKind
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson
from mobile_api.shared.rows import TableRow
from uploads.models import StoredFile


class ReturnFault(StoredValue):
    """One fault of an application: where it is, and what is to be done."""

    path: str
    reason: str


class Agency(LoggedRow):
    """中介机构: an enterprise at the market. Everything here is public once it is listed.

    `faults` are those of the last return. `applied_at` is the instant of the last application.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    enterprise_id: UUID
    enterprise: fields.OneToOneRelation[Enterprise] = fields.OneToOneField(
        "yiwang.Enterprise", related_name="agency", on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(AgencyStatus, max_length=16, default=AgencyStatus.draft)
    introduction = fields.CharField(max_length=1000)
    process = fields.CharField(max_length=1000)
    phone = fields.CharField(max_length=20)
    practitioners = fields.IntField()
    faults = TypedJson(tuple[ReturnFault, ...], null=True)
    created_at = fields.DatetimeField()
    applied_at = fields.DatetimeField(null=True)
    listed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "agency"
        indexes = (
            ("listed_at", "id"),
            ("status", "applied_at"),
            ("status", "listed_at", "id"),
        )


class AgencyEvent(LogEvent):
    """One fact in the history of an agency."""

    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(AgencyStatus, max_length=16)
    status_after = fields.CharEnumField(AgencyStatus, max_length=16)
    payload = own_payload()

    class Meta:
        table = "agency_event"
        unique_together = (("agency_id", "sequence"),)


class AgencyService(TableRow):
    """One service that an agency offers; prices in 分.

    `covered_until`: the last day on which every qualification that the service asks for is valid;
    null while one is missing or was not found right. It is asked at each look, so that a
    qualification which ends takes the agency out at midnight, whatever runs then.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="services", on_delete=fields.CASCADE
    )
    service_type = fields.CharField(max_length=64)
    price_from_fen = fields.BigIntField()
    price_to_fen = fields.BigIntField()
    price_unit = fields.CharField(max_length=20)
    promised_days = fields.IntField()
    covered_until = fields.DateField(null=True)

    class Meta:
        table = "agency_service"
        unique_together = (("agency_id", "service_type"),)
        indexes = (("service_type", "price_from_fen", "id"),)


class Qualification(TableRow):
    """资质: a certificate with its term and its scan. `valid_until` null: without an end.

    A renewal stands beside the one that it renews until the desk has looked at it. `verified_at`:
    when the desk found it right. `due_at` arms the worker for the next warning, and for the day
    after the last one.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="qualifications", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=64)
    number = fields.CharField(max_length=60)
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    file_id: UUID
    verified_at = fields.DatetimeField(null=True)
    verified_by = fields.UUIDField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "agency_qualification"
        indexes = (("due_at",), ("file_id",), ("agency_id", "kind"))


class Sanction(TableRow):
    """A warning, suspension or blacklisting, with its reason, its term and the agency's answer.

    `objection` is what the agency says against it, until `object_by`; `answer` is the desk's.
    `lifted_at`: an objection was right. `due_at` arms the worker for the end of the term.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="sanctions", on_delete=fields.RESTRICT
    )
    kind = fields.CharEnumField(SanctionKind, max_length=16)
    reason = fields.CharField(max_length=300)
    ordered_by = fields.UUIDField()
    ordered_at = fields.DatetimeField()
    last_day = fields.DateField()
    object_by = fields.DateField()
    objection = fields.CharField(max_length=1000, default="", db_default="")
    objected_at = fields.DatetimeField(null=True)
    answer = fields.CharField(max_length=300, default="", db_default="")
    answered_at = fields.DatetimeField(null=True)
    lifted_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "agency_sanction"
        indexes = (("due_at",), ("agency_id", "ordered_at"))
