"""Signing in by a code on one's phone, from the API and from the pages alike."""

from sanic import Request

from mobile_api.accounts.phones import codes as phone_codes
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import PhoneSignIn
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.sessions.opening import opened
from mobile_api.shared.cache import REDIS
from mobile_api.shared.callers import Anyone
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.rate_limits import RateLimit, spend

_SIGN_INS = RateLimit("phone-sign-in", times=60, seconds=600, needs_redis=True)


async def sign_in_by_phone(request: Request, body: PhoneSignIn) -> SessionOpened:
    """A session of whoever holds the number; a new person when nobody does.

    Raises PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable.
    """
    await spend(REDIS.of(request), _SIGN_INS, request.remote_addr or request.ip)
    code_id = await phone_codes.check_code(body.phone, body.code, CodePurpose.sign_in)
    async with in_transaction():
        await phone_codes.use_code(code_id)
        person = await phones.person_of_number(
            Anyone(), body.phone, id_number_tail=body.id_number_tail, is_new_owner=body.is_new_owner
        )
    return await opened(request, person, via="phone")
