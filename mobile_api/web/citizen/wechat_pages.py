"""Signing in without a password where the page stands inside WeChat: there and back."""

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.errors import NoOfficialAccount, SnapshotUser, WebSignInOver
from mobile_api.accounts.service import opened, person_of_wechat
from mobile_api.accounts.wechat_web.service import (
    KEPT,
    Begun,
    begin,
    finish,
    must_ask_for_profile,
    official_account,
)
from mobile_api.shared.callers import Anyone
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.citizen.sign_in_pages import SignInQuery
from mobile_api.web.frame.acting import remember
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    SIGN_IN,
    cookie,
    keep_cookie,
    local_path,
    unkept_redirect,
)
from wechat.login import SIGN_IN_ERRORS
from wechat.oauth import WebScope, authorize_url

BACK = "/sign-in/wechat/back"
_COOKIE = "sign-in-"


class BackQuery(BaseModel):
    """What WeChat adds to the page of return; no code means that the person did not agree."""

    code: str = Field("", max_length=200)
    state: str = Field("", max_length=128)


@endpoint(
    "网页:用微信登录",
    caller=Anyone,
    query=SignInQuery,
    media=HTML,
    status=303,
    errors=(NoOfficialAccount, TemporarilyUnavailable),
)
async def go_to_wechat(request: Request, query: SignInQuery) -> HTTPResponse:
    official_account(request)
    return await _sent_away(request, local_path(query.return_to), WebScope.base)


def _cookie_name(state: str) -> str:
    """One for each way there and back: a second tab must not undo what the first began."""
    return _COOKIE + state[:8]


async def _sent_away(request: Request, return_to: str, scope: WebScope) -> HTTPResponse:
    settings = SETTINGS.of(request)
    begun = await begin(REDIS.of(request), return_to, scope)
    response = unkept_redirect(
        authorize_url(
            origin=settings.wechat_authorize_url,
            app_id=settings.wechat_official_account_app_id,
            return_url=settings.public_url.rstrip("/") + BACK,
            scope=scope,
            state=begun.state,
        )
    )
    seconds = int(KEPT.total_seconds())
    keep_cookie(request, response, _cookie_name(begun.state), begun.browser_secret, seconds)
    return response


@endpoint(
    "网页:从微信登录回来",
    caller=Anyone,
    query=BackQuery,
    media=HTML,
    status=303,
    errors=(*SIGN_IN_ERRORS, NoOfficialAccount, SnapshotUser, TooManyRequests, WebSignInOver),
)
async def come_back(request: Request, query: BackQuery) -> HTTPResponse:
    client = official_account(request)
    if not query.code:
        return unkept_redirect(SIGN_IN)
    begun = Begun(query.state, cookie(request, _cookie_name(query.state)))
    finished = await finish(client, REDIS.of(request), begun, query.code)
    if finished.identity is None:
        raise SnapshotUser()
    if await must_ask_for_profile(finished):
        return await _sent_away(request, finished.return_to, WebScope.profile)
    async with in_transaction():
        person = await person_of_wechat(finished.identity)
        session = await opened(person, via="official_account")
    return await remember(request, unkept_redirect(finished.return_to), session.refresh_token)
