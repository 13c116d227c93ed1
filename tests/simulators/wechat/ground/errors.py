"""WeChat's way to fail: HTTP 200, an errcode, and a text that carries the request id."""

import json
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.simulators.received import ADMIN, REQUEST_ID

TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40025: "invalid sub button name size",
    40029: "invalid code",
    40030: "invalid refresh_token",
    40037: "invalid template_id",
    40052: "invalid action name",
    40053: "invalid action info",
    40055: "invalid button url domain",
    40066: "invalid url",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40165: "invalid weapp pagepath",
    40169: "invalid length for scene, or the data is not json string",
    40212: "invalid query",
    40226: "code blocked",
    40227: "invalid expire time",
    40249: "template message contains illegal content",
    41001: "access_token missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    42002: "refresh_token expired",
    42007: "session_key expired",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    43107: "subscribe message capability is banned",
    43108: "concurrent sending to the same user",
    43116: "this template is banned because it lacks user consent",
    43117: "template message sent too frequently to the same user",
    44002: "empty post data",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45168: "hit illegal content",
    46003: "menu no exist",
    47001: "data format error",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    50002: "user limited",
    61010: "code is expired",
    76003: "invalid cgi_path",
    76021: "rid not found",
    87009: "invalid signature",
}


class WechatError(Exception):
    """An error as WeChat words it; the text of TEXTS unless another one is given."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or TEXTS[code]


def reply(request: web.Request, body: dict[str, Any]) -> web.Response:
    """JSON in UTF-8 under the content type that the path has at WeChat."""
    kind = "text/plain" if request.path.startswith("/sns/") else "application/json; encoding=utf-8"
    content = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(body=content, headers={"Content-Type": kind})


def ok(request: web.Request, **body: Any) -> web.Response:
    return reply(request, {"errcode": 0, "errmsg": "ok", **body})


def failed(request: web.Request, error: WechatError) -> web.Response:
    text = f"{error.text} rid: {request[REQUEST_ID]}"
    return reply(request, {"errcode": error.code, "errmsg": text})


def injected(request: web.Request, code: int | str) -> web.Response:
    """The answer of a fault that names only the code."""
    return failed(request, WechatError(int(code), TEXTS.get(int(code), "system error")))


@web.middleware
async def rendering_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except WechatError as error:
        return failed(request, error)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        if request.path.startswith(ADMIN):
            raise
        return failed(request, WechatError(40066))


async def read_json(request: web.Request) -> dict[str, Any]:
    """Raises 44002 for an empty body and 47001 for anything but a JSON object (a form, a list)."""
    raw = await request.read()
    if not raw:
        raise WechatError(44002)
    try:
        body = json.loads(raw)
    except ValueError:
        raise WechatError(47001) from None
    if not isinstance(body, dict):
        raise WechatError(47001)
    return body
