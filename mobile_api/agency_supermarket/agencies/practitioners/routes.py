"""Practitioners over HTTP: kept by their agency, read by everybody, doubles by the desk."""

from collections.abc import Sequence
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.practitioners import service
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.agency_supermarket.agencies.practitioners.schemas import (
    DoubledAgency,
    DoubledPractitioner,
    DoubledPractitioners,
    PractitionerRequest,
    PractitionersView,
)
from mobile_api.agency_supermarket.agencies.practitioners.views import name_of, views
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotAtTheDesk,
    NotForMarket,
    PractitionerNotFound,
    TooManyPractitioners,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Anyone, Citizen, Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_practitioners", url_prefix="/api/v1/market")
staff = Blueprint("staff_market_practitioners", url_prefix="/staff/v1/market")

_OWN = (NotForMarket, NotActingFor, AgencyNotFound)


@citizen.get("/agencies/<agency_id:uuid>/practitioners")
@endpoint(
    "一家中介机构的从业人员(公开)",
    caller=Anyone,
    answer=PractitionersView,
    errors=(AgencyNotFound,),
)
async def public_practitioners(request: Request, agency_id: UUID) -> PractitionersView:
    return views(await service.public_practitioners(agency_id))


@citizen.get("/agency/practitioners")
@endpoint("本机构的从业人员", caller=Citizen, acting=True, answer=PractitionersView, errors=_OWN)
async def own_practitioners(request: Request, caller: Citizen) -> PractitionersView:
    return views(await service.own_practitioners(caller))


@citizen.post("/agency/practitioners")
@endpoint(
    "登记一名从业人员",
    caller=Citizen,
    acting=True,
    body=PractitionerRequest,
    answer=PractitionersView,
    errors=(*_OWN, AgencyMoveNotAllowed, TooManyPractitioners),
    idempotent=True,
)
async def enter(request: Request, caller: Citizen, body: PractitionerRequest) -> PractitionersView:
    agency = await service.enter(caller, body)
    return views(await service.practitioners_of(agency.id))


@citizen.delete("/agency/practitioners/<practitioner_id:uuid>")
@endpoint(
    "删除一名从业人员",
    caller=Citizen,
    acting=True,
    answer=PractitionersView,
    errors=(*_OWN, PractitionerNotFound),
)
async def take_out(request: Request, caller: Citizen, practitioner_id: UUID) -> PractitionersView:
    agency = await service.take_out(caller, practitioner_id)
    return views(await service.practitioners_of(agency.id))


@staff.post("/practitioners/doubled")
@endpoint(
    "同时登记在两家以上机构的从业人员(留痕)",
    caller=Staff,
    roles=frozenset({StaffRole.reviewer, StaffRole.supervisor}),
    answer=DoubledPractitioners,
    errors=(NotAtTheDesk,),
)
async def doubled(request: Request, caller: Staff) -> DoubledPractitioners:
    found = await service.doubled(caller)
    for rows in found:
        await audit(
            caller,
            "view_doubled_practitioner",
            subject_kind="practitioner",
            subject_id=rows[0].id,
        )
    return DoubledPractitioners(practitioners=[_doubled(rows) for rows in found])


def _doubled(rows: Sequence[Practitioner]) -> DoubledPractitioner:
    return DoubledPractitioner(
        name=rows[0].name,
        kind_name=name_of(rows[0].kind),
        number=rows[0].number,
        agencies=[
            DoubledAgency(
                agency_id=one.agency_id,
                agency_name=one.agency.enterprise.name,
                practitioner_id=one.id,
            )
            for one in rows
        ],
    )
