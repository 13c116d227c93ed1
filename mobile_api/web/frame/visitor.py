"""Who looks at a page: pages carry their session in a cookie, programs in a header."""

from urllib.parse import urlencode, urlsplit

from sanic import HTTPResponse, Request
from sanic.response import redirect

from mobile_api.accounts.errors import SessionEnded
from mobile_api.accounts.service import caller_for
from mobile_api.accounts.sessions import service as sessions
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import NotAllowed
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS

COOKIE = "session"
SIGN_IN = "/sign-in"
_HOME = "/me"


def cookie(request: Request, name: str) -> str:
    """What we put into the cookie; empty for none, and for bytes that we never put there."""
    value = request.cookies.get(name) or ""
    return value if value.isascii() else ""


async def visitor_of(request: Request) -> Citizen | None:
    """None for who has not signed in on this phone. Raises TemporarilyUnavailable."""
    refresh_token = cookie(request, COOKIE)
    if not refresh_token:
        return None
    try:
        session = await sessions.session_of(REDIS.of(request), refresh_token)
        caller = await caller_for(session)
    except SessionEnded:
        return None
    return caller if isinstance(caller, Citizen) else None


def local_path(path: str, otherwise: str = _HOME) -> str:
    """The path if it leads to this place; "//host" and "/\\host" lead elsewhere."""
    is_local = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if is_local else otherwise


def typed(request: Request, name: str, longest: int = 500) -> str:
    """What a form says in a field, without the blanks around it; empty where it has none."""
    given = request.form.get(name) if request.form else None
    return str(given or "")[:longest].strip()


def to_sign_in(request: Request) -> HTTPResponse:
    """Sign in first, then come back to this page."""
    return sign_in_to(request.path)


def sign_in_to(path: str) -> HTTPResponse:
    """Sign in first, then go to that page."""
    return unkept_redirect(f"{SIGN_IN}?{urlencode({'return_to': path})}")


def unkept_redirect(url: str) -> HTTPResponse:
    response = redirect(url, status=303)
    response.headers["cache-control"] = "no-store"
    return response


def remember(request: Request, response: HTTPResponse, refresh_token: str) -> HTTPResponse:
    """Keep the session on this phone, out of the reach of scripts and of other sites' forms."""
    response.add_cookie(
        COOKIE,
        refresh_token,
        max_age=int(sessions.CITIZEN_KEPT.total_seconds()),
        httponly=True,
        secure=is_secure(request),
        samesite="Lax",
    )
    return response


def forget(request: Request, response: HTTPResponse) -> HTTPResponse:
    response.add_cookie(
        COOKIE, "", max_age=0, httponly=True, secure=is_secure(request), samesite="Lax"
    )
    return response


def refuse_foreign(request: Request) -> None:
    """A form of another site may not sign anybody in or out here. Raises NotAllowed.

    Such a form needs no cookie, so `samesite` does not stop it; its origin may say "null". A
    browser that tells neither header is too old to be asked.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    own = urlsplit(SETTINGS.of(request).public_url)
    is_own = origin in ("", f"{own.scheme}://{own.netloc}")
    if not (site in ("same-origin", "none") if site else is_own):
        raise NotAllowed()


async def own_form_of(request: Request) -> Citizen | None:
    """Who sent a form of ours; None for who has not signed in, or no longer.

    The first step of a page that writes: nobody is asked of Redis in its transaction. Raises
    NotAllowed for a form of another site, TemporarilyUnavailable.
    """
    refuse_foreign(request)
    return await visitor_of(request)


def is_secure(request: Request) -> bool:
    return bool(SETTINGS.of(request).public_url.startswith("https:"))


def in_wechat(request: Request) -> bool:
    """Whether the page is open in WeChat's own browser, where OAuth needs no password."""
    return "MicroMessenger/" in request.headers.get("user-agent", "")
