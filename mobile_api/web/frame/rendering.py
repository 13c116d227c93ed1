"""Pages as bytes: templates, the headers that keep them safe, the copies that may be kept."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, Request

from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import (
    Snapshot,
    hours_in_words,
    limit_in_words,
    snapshot_of,
    visits_in_words,
)
from mobile_api.shared import clock
from mobile_api.shared.http.prepared import Headers, Prepared, send
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text import words
from mobile_api.web.frame.acting import acting_key, choice_of
from mobile_api.web.frame.assets import MATERIAL_SCRIPT, SCRIPT, STYLE
from mobile_api.web.frame.tapping import new_tap
from mobile_api.web.frame.visitor import is_known
from mobile_api.web.frame.words import at_clock, days_left, dialled, file_size, marked, tabs_of

HTML = "text/html; charset=utf-8"
TYPE_COOKIE = "type"
LARGE = "large"

# Nothing from elsewhere, no script or style inside the page, no frame around it.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src {shown}; "
    "connect-src {shown}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFETY = {
    "content-security-policy": _POLICY.format(shown="'self'"),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
# One page for each size of type; no copy outside the phone, each use of it asked after.
_REVALIDATED = {"cache-control": "private, no-cache", "vary": "Cookie"}
_UNKEPT = {"cache-control": "no-store"}

_WEB = Path(__file__).parents[1]
_TEMPLATES = Environment(
    loader=FileSystemLoader([_WEB / "frame" / "templates", _WEB / "citizen" / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    on_date=words.on_date,
    at_time=words.at_time,
    at_clock=at_clock,
    days_left=days_left,
    limit=limit_in_words,
    yuan=words.yuan,
    visits=visits_in_words,
    dialled=dialled,
    file_size=file_size,
    hours=hours_in_words,
    marked=marked,
)
_TEMPLATES.globals.update(
    new_tap=new_tap, style=STYLE.path, script=SCRIPT.path, material_script=MATERIAL_SCRIPT.path
)


def wants_large_type(request: Request) -> bool:
    """Whether the person chose 大字 on this phone."""
    return bool(request.cookies.get(TYPE_COOKIE) == LARGE)


def render(request: Request, template: str, here: str, **content: Any) -> bytes:
    """The page as UTF-8. `here` is the local address to come back to after changing the type."""
    large = wants_large_type(request)
    switch = urlencode({"type": "normal" if large else LARGE, "back": here})
    frame = {
        "large": large,
        "type_switch": f"/display?{switch}",
        "is_known": is_known(request),
        "for_whom": choice_of(request),
        "acting": acting_key(request),
        "here": here,
        "tabs": tabs_of(here),
        "unread": 0,  # pages that have counted say it
        "icp_number": SETTINGS.of(request).icp_number,
        **_city(request),
    }
    return words.typeset(_TEMPLATES.get_template(template).render(frame | content)).encode()


def _city(request: Request) -> dict[str, str]:
    try:
        catalogue = snapshot_of(request).catalogue
    except NoCatalogue:  # an error page before anything is loaded
        return {"city": "", "provenance": ""}
    return {"city": catalogue.region_name, "provenance": catalogue.provenance}


def page(request: Request, template: str, here: str, **content: Any) -> HTTPResponse:
    """A public page with a strong ETag, or 304."""
    return send(request, _prepared(render(request, template, here, **content)))


def kept_page(
    request: Request,
    snapshot: Snapshot,
    template: str,
    here: str,
    content: Callable[[], Mapping[str, Any]],
    *,
    also: Hashable = (),
) -> HTTPResponse:
    """As `page`, made once per catalogue version, day, size of type and kind of visitor.

    `also`: what else of the content may differ from one moment to the next. A page that bears the
    name of somebody's enterprise is made for them alone.
    """

    def make() -> Prepared:
        return _prepared(render(request, template, here, **content()))

    chosen = choice_of(request)
    if chosen is not None and chosen.is_for_enterprise:
        return send(request, make())
    visitor = (wants_large_type(request), is_known(request), chosen is not None)
    key = ("page", here, clock.today(), *visitor, also)
    return send(request, snapshot.remembered(key, make))


def unkept_page(
    request: Request, template: str, here: str, status: int = 200, **content: Any
) -> HTTPResponse:
    """A page that no one may keep, because it speaks of one person or of one moment."""
    body = render(request, template, here, **content)
    return HTTPResponse(body, status, SAFETY | _UNKEPT, HTML)


def opened_to(response: HTTPResponse, origin: str) -> HTTPResponse:
    """The page may also show pictures of that origin, and its script may send files there."""
    policy = _POLICY.format(shown=f"'self' {origin}")
    response.headers["content-security-policy"] = policy
    return response


def _prepared(body: bytes) -> Prepared:
    etag = Prepared.of(body).etag
    validators = _encoded({"etag": etag, **_REVALIDATED})
    return Prepared(body, etag, validators + _encoded({**SAFETY, "content-type": HTML}), validators)


def _encoded(headers: Mapping[str, str]) -> Headers:
    return tuple((name.encode(), value.encode()) for name, value in headers.items())
