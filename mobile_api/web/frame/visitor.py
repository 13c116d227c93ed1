"""Who looks at a page: pages carry their session in a cookie, programs in a header."""

from urllib.parse import urlencode, urlsplit

from sanic import HTTPResponse, Request
from sanic.response import redirect

from mobile_api.accounts.errors import SessionEnded
from mobile_api.accounts.service import caller_for
from mobile_api.accounts.sessions import service as sessions
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import NotAllowed
from mobile_api.shared.process.parts import SETTINGS

COOKIE = "session"
HOST_PREFIX = "__Host-"
SIGN_IN = "/sign-in"
_HOME = "/me"


def cookie_name(request: Request, name: str) -> str:
    """With the prefix by which browsers take it from this host alone (RFC 6265bis, 4.1.3.2).

    They do so over https only; http is for the local stack.
    """
    return f"{HOST_PREFIX}{name}" if is_secure(request) else name


def cookie(request: Request, name: str) -> str:
    """What we put into the cookie; empty for none, and for bytes that we never put there."""
    value = request.cookies.get(cookie_name(request, name)) or ""
    return value if value.isascii() else ""


def keep_cookie(
    request: Request, response: HTTPResponse, name: str, value: str, seconds: int
) -> None:
    """Out of the reach of scripts, of other sites' forms and of neighbouring hosts; 0: no more."""
    response.add_cookie(
        cookie_name(request, name),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=is_secure(request),
        samesite="Lax",
    )


def session_token(request: Request) -> str:
    """What the cookie of the session holds; empty for none."""
    return cookie(request, COOKIE)


def is_known(request: Request) -> bool:
    """Whether somebody has signed in on this phone, as far as can be said without asking."""
    return bool(session_token(request))


async def visitor_of(request: Request) -> Citizen | None:
    """None for who has not signed in on this phone."""
    token = session_token(request)
    if not token:
        return None
    try:
        caller = await caller_for(await sessions.session_of_page(token))
    except SessionEnded:
        return None
    return caller if isinstance(caller, Citizen) else None


def local_path(path: str, otherwise: str = _HOME) -> str:
    """The path if it leads to this place; "//host" and "/\\host" lead elsewhere."""
    is_local = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if is_local else otherwise


def with_return(path: str, return_to: str) -> str:
    """The address of a page that leads to `return_to` afterwards, if there is any."""
    return f"{path}?{urlencode({'return_to': return_to})}" if return_to else path


def typed(request: Request, name: str, longest: int = 500) -> str:
    """What a form says in a field, without the blanks around it; empty where it has none.

    A browser sends two characters for the end of a line, which are counted as one; no column takes
    a NUL, and nobody types one.
    """
    given = request.form.get(name) if request.form else None
    text = str(given or "").replace("\x00", "").replace("\r\n", "\n")
    return text[:longest].strip()


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
