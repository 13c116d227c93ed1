"""Who sends a form of an agency's pages, since when they are here, and for which enterprise."""

from dataclasses import dataclass, field
from datetime import datetime

from sanic import HTTPResponse, Request

from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.web.citizen.market.whose import for_another
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.visitor import to_sign_in, unkept_redirect

HOME = "/me/agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender(Citizen):
    """Who sent a form. `at`: when it had arrived, before whoever waits for a turn."""

    at: datetime = field(default_factory=clock.now)


async def sender_of(request: Request) -> Sender | None:
    """The first step of a form: None for who is not signed in. Raises NotAllowed, NotActingFor,
    ActingChanged."""
    at = clock.now()
    caller = await own_form_acting(request)
    if caller is None:
        return None
    return Sender(
        person_id=caller.person_id,
        session_id=caller.session_id,
        assurance_level=caller.assurance_level,
        acting_for=caller.acting_for,
        at=at,
    )


def is_for_market(caller: Citizen) -> bool:
    """Whether they act for an enterprise as a whole, as the market asks."""
    return caller.acting_for is not None and caller.acting_for.item_keys is None


async def agency_visitor(request: Request, subject: str = "") -> Citizen | HTTPResponse:
    """Who looks at a page for an enterprise, or where they have to go before.

    `subject`: what the page is about, as messages name it: who opens it while they act for somebody
    else is offered to change that. Raises NotActingFor.
    """
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    if subject and (offer := await for_another(request, caller, subject)):
        return offer
    return caller if is_for_market(caller) else unkept_redirect(HOME)
