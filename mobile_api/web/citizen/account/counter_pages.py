"""The code that one shows at the counter: digits to read out, and as a picture to scan."""

import io
from uuid import UUID

import segno
from markupsafe import Markup
from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.accounts.identity.service import COUNTER_CODE_LIFETIME, show_code
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.clock import Instant
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)

CODE = "/me/counter-code"
_NOTE = "counter-code"


class CodeShown(BaseModel):
    """The code that this browser shows, to whom, and until when it is good."""

    person_id: UUID
    code: str
    until: Instant


@endpoint("网页:窗口核验码", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_counter_code(request: Request) -> HTTPResponse:
    """Asking for the page makes no code: each one made is one less of the twenty."""
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    failure, made = failure_of(request, CODE), noted(request, _NOTE, CodeShown)
    is_own = made is not None and made.person_id == caller.person_id
    code = made.code if made and is_own else ""
    shown = unkept_page(
        request,
        "account_counter_code.html",
        CODE,
        failure.status if failure else 200,
        code=code,
        picture=_picture(code) if code else "",
        until=made.until if made else None,
        problem=failure,
    )
    return told(request, shown, failure)


def _picture(code: str) -> Markup:
    """The digits as an SVG within the page: the code stands in no address that could be kept."""
    drawn = io.BytesIO()
    made = segno.make_qr(code, error="m")
    made.save(drawn, kind="svg", omitsize=True, xmldecl=False, svgclass="qr", title="核验码")
    return Markup(drawn.getvalue().decode())


@endpoint(
    "网页:出示新的窗口核验码",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
)
async def make_counter_code(request: Request) -> HTTPResponse:
    caller = await own_form_of(request)
    if caller is None:
        return sign_in_to(CODE)
    until = clock.now() + COUNTER_CODE_LIFETIME
    try:
        code = await show_code(REDIS.of(request), caller)
    except (TooManyRequests, TemporarilyUnavailable) as error:
        return sent_back(request, CODE, {}, problem=error)
    made = CodeShown(person_id=caller.person_id, code=code, until=until)
    return note(request, unkept_redirect(CODE), _NOTE, made, lifetime=COUNTER_CODE_LIFETIME)
