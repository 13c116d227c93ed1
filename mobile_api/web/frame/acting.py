"""为谁办: a page acts for the person, or for the enterprise that they chose on this phone.

The choice is sealed in a cookie; whether it may still be acted upon is asked anew by every page.
"""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.accounts.service import caller_for
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.enterprises.queries import Power, powers_of
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.endpoint import CALLERS
from mobile_api.web.frame.notes import CHOICE, note, noted, tear_off
from mobile_api.web.frame.visitor import (
    COOKIE,
    is_known,
    keep_cookie,
    refuse_foreign,
    typed,
    visitor_of,
)

ONESELF = "本人"
# The hidden field that says for whom a form was opened.
ACTING = "acting"
FOR_ONESELF = "self"


class Choice(BaseModel):
    """Whose choice it is, and for which enterprise; none: for oneself, by one who could choose."""

    person_id: UUID
    enterprise_id: UUID | None = None
    enterprise_name: str = ""

    @property
    def is_for_enterprise(self) -> bool:
        return self.enterprise_id is not None

    @property
    def name(self) -> str:
        return self.enterprise_name or ONESELF


def choice_of(request: Request) -> Choice | None:
    """What was chosen on this phone; None for who has nobody to choose from."""
    return noted(request, CHOICE, Choice) if is_known(request) else None


def keep_choice(
    request: Request,
    response: HTTPResponse,
    person_id: UUID,
    power: Power | None,
    *,
    session: str | None = None,
) -> HTTPResponse:
    """From now on pages act for that enterprise; None: for the person. `session` as of `note`."""
    chosen = Choice(person_id=person_id)
    if power is not None:
        chosen.enterprise_id = power.enterprise.id
        chosen.enterprise_name = power.enterprise.name
    return note(request, response, CHOICE, chosen, lifetime=_kept_for(), session=session)


async def acting_visitor(request: Request) -> Citizen | None:
    """As `visitor_of`, acting for whom they chose.

    Raises NotActingFor when that power is over: a page must not go on in another's name instead.
    """
    caller = await visitor_of(request)
    chosen = choice_of(request)
    if caller is None or chosen is None or chosen.person_id != caller.person_id:
        return caller  # the choice of somebody else who used this phone counts for nobody
    if chosen.enterprise_id is None:
        return caller
    return await CALLERS.of(request).acting(caller, str(chosen.enterprise_id))


class ActingChanged(AppError):
    status = 409
    code = "acting_changed"
    title = "您刚刚在别处换了“为谁办”,这一步没有办。请核对页面上方写的是谁,再办一次。"


def acting_key(request: Request) -> str:
    """For whom the pages of this phone act, as the hidden field of a form says it."""
    chosen = choice_of(request)
    return str((chosen and chosen.enterprise_id) or FOR_ONESELF)


async def own_form_acting(request: Request) -> Citizen | None:
    """As `own_form_of`, acting for whom they chose.

    Raises NotActingFor, NotAllowed, and ActingChanged where the form says that it was opened for
    another than the one for whom they act by now.
    """
    refuse_foreign(request)
    caller = await acting_visitor(request)
    for_whom = str(caller.acting_for.enterprise_id) if caller and caller.acting_for else ""
    if caller and typed(request, ACTING) not in ("", for_whom or FOR_ONESELF):
        raise ActingChanged()
    return caller


async def remember(request: Request, response: HTTPResponse, refresh_token: str) -> HTTPResponse:
    """Keep the session that has just been opened on this phone, and offer whoever may act for an
    enterprise the choice: it begins with oneself."""
    token = await sessions.page_token_of(refresh_token)
    keep_cookie(request, response, COOKIE, token, int(_kept_for().total_seconds()))
    caller = await caller_for(await sessions.session_of_page(token))
    powers = await powers_of(caller.person_id) if isinstance(caller, Citizen) else []
    if not isinstance(caller, Citizen) or not powers:
        return tear_off(request, response, CHOICE)
    before = choice_of(request)  # who proves more of themselves goes on for whom they acted
    mine = before if before and before.person_id == caller.person_id else None
    power = next((one for one in powers if mine and one.enterprise.id == mine.enterprise_id), None)
    return keep_choice(request, response, caller.person_id, power, session=token)


def forget(request: Request, response: HTTPResponse) -> HTTPResponse:
    """Sign out on this phone."""
    keep_cookie(request, response, COOKIE, "", 0)
    return tear_off(request, response, CHOICE)


def _kept_for() -> timedelta:
    return sessions.KEPT[AccountKind.citizen]
