"""The ticket of the JS-SDK, and the check that the WeChat client makes of a page's signature.

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html
"""

import hashlib
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok
from tests.simulators.wechat.ground.gate import Gate

LIFETIME = 7_200


class SdkConfig(AdminBody):
    """What a page hands to wx.config, and `page`: the address that the WeChat client shows."""

    app_id: str
    page: str
    timestamp: int
    nonce_str: str
    signature: str


class Tickets:
    def __init__(self, config: WechatConfig, clock: Clock, gate: Gate) -> None:
        self._config = config
        self._clock = clock
        self._gate = gate
        self._current: dict[str, tuple[str, float]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/cgi-bin/ticket/getticket", self.ticket),
            web.post("/_simulator/js-sdk/check", self.check),
        ]

    async def ticket(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        if request.query.get("type") != "jsapi":
            raise WechatError(40097)
        text, ends_at = self._alive(account)
        return ok(request, ticket=text, expires_in=int(ends_at - self._clock.now()))

    async def check(self, request: web.Request) -> web.Response:
        """wx.config in the client; the address without its fragment is what must be signed."""
        given = await read_model(request, SdkConfig)
        account = self._config.official_account(given.app_id)
        if account is None:
            return _told("config:invalid appid")
        if urlsplit(given.page).hostname not in account.web_domains:
            return _told("config:invalid url domain")
        ticket, _ = self._alive(account)
        signed = (
            f"jsapi_ticket={ticket}&noncestr={given.nonce_str}"
            f"&timestamp={given.timestamp}&url={given.page.partition('#')[0]}"
        )
        is_signed = hashlib.sha1(signed.encode()).hexdigest() == given.signature
        return _told("config:ok" if is_signed else "config:invalid signature")

    def _alive(self, account: OfficialAccount) -> tuple[str, float]:
        """One ticket of an account at a time, whoever asks."""
        text, ends_at = self._current.get(account.app_id, ("", 0.0))
        if ends_at <= self._clock.now():
            text, ends_at = secrets.token_urlsafe(64), self._clock.now() + LIFETIME
            self._current[account.app_id] = text, ends_at
        return text, ends_at


def _told(message: str) -> web.Response:
    return web.json_response({"errMsg": message})
