"""The devices that are signed in to one's account, and signing them out: people and staff alike."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.errors import SessionNotFound
from mobile_api.accounts.schemas import OTHER_WAY, WAY_NAMES
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.schemas import SessionEntry, Sessions
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("sessions", url_prefix="/api/v1")
staff = Blueprint("staff_sessions", url_prefix="/staff/v1")

_PATH = "/me/sessions"


def _account(caller: Citizen | Staff) -> tuple[AccountKind, UUID]:
    if isinstance(caller, Citizen):
        return AccountKind.citizen, caller.person_id
    return AccountKind.staff, caller.staff_id


async def _shown(caller: Citizen | Staff) -> Sessions:
    found = await sessions.sessions_of(*_account(caller))
    return Sessions(
        sessions=[
            SessionEntry(
                id=one.id,
                via=one.via,
                via_name=WAY_NAMES.get(one.via, OTHER_WAY),
                opened_at=one.opened_at,
                is_current=one.id == caller.session_id,
            )
            for one in found
        ]
    )


async def _end_one(caller: Citizen | Staff, session_id: UUID) -> None:
    if not await sessions.end_one(*_account(caller), session_id):
        raise SessionNotFound()


@citizen.get(_PATH)
@endpoint("登录设备", caller=Citizen, answer=Sessions)
async def own_sessions(request: Request, caller: Citizen) -> Sessions:
    return await _shown(caller)


@citizen.delete(f"{_PATH}/<session_id:uuid>")
@endpoint("退出一台设备", caller=Citizen, status=204, errors=(SessionNotFound,))
async def end_session(request: Request, caller: Citizen, session_id: UUID) -> None:
    await _end_one(caller, session_id)


@citizen.post(f"{_PATH}/end-others")
@endpoint("退出其他设备", caller=Citizen, status=204)
async def end_other_sessions(request: Request, caller: Citizen) -> None:
    await sessions.end_sessions(*_account(caller), keep=caller.session_id)


@staff.get(_PATH)
@endpoint("我的登录设备", caller=Staff, answer=Sessions)
async def own_sessions_of_staff(request: Request, caller: Staff) -> Sessions:
    return await _shown(caller)


@staff.delete(f"{_PATH}/<session_id:uuid>")
@endpoint("退出我的一台设备", caller=Staff, status=204, errors=(SessionNotFound,))
async def end_session_of_staff(request: Request, caller: Staff, session_id: UUID) -> None:
    await _end_one(caller, session_id)


@staff.post(f"{_PATH}/end-others")
@endpoint("退出我的其他设备", caller=Staff, status=204)
async def end_other_sessions_of_staff(request: Request, caller: Staff) -> None:
    await sessions.end_sessions(*_account(caller), keep=caller.session_id)
