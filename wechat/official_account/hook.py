"""The address that WeChat pushes to for the official account, and answers people through."""

from collections.abc import Mapping
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from mobile_api.shared.callers import Hook
from mobile_api.shared.errors import MalformedBody
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.settings.settings import Settings
from wechat.inbound import Push, push_of
from wechat.official_account.answers import ANSWERER, answer
from wechat.official_account.replies import rendered
from wechat.platform.callbacks import CallbackKeys, Opened, PushQuery
from wechat.platform.errors import CallbackNotGenuine
from wechat.platform.replays import use_once

hooks = Blueprint("wechat_official_account", url_prefix="/hooks/wechat")

_NOTHING_TO_SAY = "success"
_LONGEST_OPENID = 64


def _keys(settings: Settings) -> CallbackKeys:
    return CallbackKeys(
        token=settings.wechat_official_account_callback_token,
        aes_key=settings.wechat_official_account_callback_aes_key,
        app_id=settings.wechat_official_account_app_id,
    )


@hooks.get("/official-account")
@endpoint(
    "微信验证公众号推送地址",
    caller=Hook,
    query=PushQuery,
    media="text/plain",
    errors=(CallbackNotGenuine,),
)
async def verify(request: Request, query: PushQuery) -> HTTPResponse:
    # The echo is plain in safe mode, too: only messages are sealed.
    _keys(SETTINGS.of(request)).check_url(query)
    return text(query.echostr)


@hooks.post("/official-account")
@endpoint(
    "接收公众号消息并回复",
    caller=Hook,
    query=PushQuery,
    media="text/plain",
    errors=(CallbackNotGenuine, MalformedBody),
    transaction=False,
)
async def receive(request: Request, query: PushQuery) -> HTTPResponse:
    """Answers in the form of the push, sealed when the push was; WeChat reads no content type."""
    settings = SETTINGS.of(request)
    keys = _keys(settings)
    takes_plain = settings.wechat_official_account_mode == "plain"
    opened = keys.open_in_mode(query, request.body, takes_plain=takes_plain)
    push = await _checked(settings.wechat_official_account_app_id, query, opened)
    reply = await answer(push, ANSWERER.of(request))
    if reply is None:
        return text(_NOTHING_TO_SAY)
    content = rendered(reply, opened.message, opened.form)
    return text(keys.seal(content, opened.form) if opened.is_sealed else content)


async def _checked(app_id: str, query: PushQuery, opened: Opened) -> Push:
    """Raises MalformedBody without a sender and a kind, CallbackNotGenuine for a used query."""
    if not _has_sender_and_kind(opened.message):
        raise MalformedBody()
    if not opened.is_sealed:
        await use_once(app_id, query, opened.message)
    return push_of(app_id, opened.message)


def _has_sender_and_kind(message: Mapping[str, Any]) -> bool:
    sender, kind = message.get("FromUserName"), message.get("MsgType")
    is_sender = isinstance(sender, str) and 0 < len(sender) <= _LONGEST_OPENID
    return is_sender and isinstance(kind, str) and kind != ""
