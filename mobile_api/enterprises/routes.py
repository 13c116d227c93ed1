"""Enterprises over HTTP: claiming one, its clerks, and one's own appointments."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.identity.service import person_of_code
from mobile_api.accounts.proofs.errors import AssuranceTooLow, CounterCodeUnknown
from mobile_api.accounts.proofs.service import MATCHED, level_of
from mobile_api.enterprises import clerks, service, views
from mobile_api.enterprises.errors import (
    ClerkAppointed,
    ClerkNameDiffers,
    ClerkNotFound,
    EnterpriseClaimedSince,
    EnterpriseNotFound,
    InvitationOver,
    OfficeNotProven,
    TooManyClerks,
)
from mobile_api.enterprises.models import OfficeProof
from mobile_api.enterprises.schemas import (
    AppointmentList,
    AppointmentView,
    ClerkInvitation,
    ClerkList,
    ClerkView,
    EnterpriseClaim,
    EnterpriseRegistration,
    EnterpriseView,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.cache import REDIS

citizen = Blueprint("enterprises", url_prefix="/api/v1")
staff = Blueprint("staff_enterprises", url_prefix="/staff/v1")


@citizen.post("/me/enterprises")
@endpoint(
    "认领企业(法定代表人)",
    caller=Citizen,
    body=EnterpriseClaim,
    answer=EnterpriseView,
    status=201,
    errors=(AssuranceTooLow, OfficeNotProven, EnterpriseClaimedSince),
    idempotent=True,
)
async def claim(request: Request, caller: Citizen, body: EnterpriseClaim) -> EnterpriseView:
    found = await service.claim_by_identity_service(caller, body.social_credit_code)
    return views.enterprise_view(found)


@citizen.get("/enterprises/<enterprise_id:uuid>/clerks")
@endpoint("经办人列表", caller=Citizen, answer=ClerkList, errors=(EnterpriseNotFound,))
async def list_clerks(request: Request, caller: Citizen, enterprise_id: UUID) -> ClerkList:
    return await views.clerk_list(await clerks.clerks_of(caller, enterprise_id))


@citizen.post("/enterprises/<enterprise_id:uuid>/clerks")
@endpoint(
    "授权经办人",
    caller=Citizen,
    body=ClerkInvitation,
    answer=ClerkView,
    status=201,
    errors=(AssuranceTooLow, EnterpriseNotFound, ClerkAppointed, TooManyClerks),
    idempotent=True,
)
async def appoint(
    request: Request, caller: Citizen, enterprise_id: UUID, body: ClerkInvitation
) -> ClerkView:
    return await views.one_clerk_view(await clerks.appoint(caller, enterprise_id, body))


@citizen.post("/enterprises/<enterprise_id:uuid>/clerks/<clerk_id:uuid>/revoke")
@endpoint(
    "撤销经办人授权", caller=Citizen, answer=ClerkView, errors=(EnterpriseNotFound, ClerkNotFound)
)
async def revoke(
    request: Request, caller: Citizen, enterprise_id: UUID, clerk_id: UUID
) -> ClerkView:
    return await views.one_clerk_view(await clerks.revoke(caller, enterprise_id, clerk_id))


@citizen.get("/me/clerk-appointments")
@endpoint("我的经办人授权和邀请", caller=Citizen, answer=AppointmentList)
async def own_appointments(request: Request, caller: Citizen) -> AppointmentList:
    return await views.appointment_list(await clerks.appointments_of(caller))


@citizen.post("/me/clerk-appointments/<clerk_id:uuid>/accept")
@endpoint(
    "接受经办人授权",
    caller=Citizen,
    answer=AppointmentView,
    errors=(AssuranceTooLow, ClerkNotFound, InvitationOver, ClerkNameDiffers),
)
async def accept(request: Request, caller: Citizen, clerk_id: UUID) -> AppointmentView:
    return await views.one_appointment_view(await clerks.accept(caller, clerk_id))


@citizen.post("/me/clerk-appointments/<clerk_id:uuid>/give-up")
@endpoint("拒绝或放弃经办人授权", caller=Citizen, answer=AppointmentView, errors=(ClerkNotFound,))
async def give_up(request: Request, caller: Citizen, clerk_id: UUID) -> AppointmentView:
    return await views.one_appointment_view(await clerks.give_up(caller, clerk_id))


async def _who_shows_the_code(
    request: Request, caller: Staff, body: EnterpriseRegistration
) -> UUID:
    return await person_of_code(REDIS.of(request), caller, body.counter_code)


@staff.post("/enterprises")
@endpoint(
    "窗口登记企业和法定代表人(留痕)",
    caller=Staff,
    roles=frozenset({StaffRole.front_desk}),
    body=EnterpriseRegistration,
    answer=EnterpriseView,
    errors=(
        CounterCodeUnknown,
        AssuranceTooLow,
        EnterpriseClaimedSince,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    asks_first=_who_shows_the_code,
    guessing=True,
)
async def register(
    request: Request, caller: Staff, body: EnterpriseRegistration, asked: UUID
) -> EnterpriseView:
    if await level_of(asked) < MATCHED:
        raise AssuranceTooLow(MATCHED)
    found = await service.claim(
        caller,
        asked,
        body.social_credit_code,
        body.name,
        proven_by=OfficeProof.counter,
        proven_at=clock.now(),
        reason=body.reason,
    )
    return views.enterprise_view(found)
