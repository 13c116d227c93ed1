"""What a code of web sign-in is traded for; these tokens have nothing to do with API tokens."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.codes import Codes
from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, reply
from tests.simulators.wechat.ground.quotas import Quotas
from tests.simulators.wechat.ground.state import Person, union_id

LIFETIME = 7_200


@dataclass
class WebToken:
    person: Person
    scope: str
    is_snapshot: bool
    ends_at: float

    @property
    def openid(self) -> str:
        """A snapshot page belongs to a virtual person who is nobody."""
        return "o_snap" + self.person.openid[6:] if self.is_snapshot else self.person.openid


class WebTokens:
    def __init__(self, config: WechatConfig, clock: Clock, quotas: Quotas, codes: Codes) -> None:
        self._config = config
        self._clock = clock
        self._quotas = quotas
        self._codes = codes
        self._access: dict[str, WebToken] = {}
        self._refresh: dict[str, WebToken] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/sns/oauth2/access_token", self.exchange),
            web.get("/sns/oauth2/refresh_token", self.refresh),
            web.get("/sns/userinfo", self.user),
            web.get("/sns/auth", self.check),
        ]

    async def exchange(self, request: web.Request) -> web.Response:
        """A success carries no errcode; the unionid comes with snsapi_userinfo only."""
        account = self._authenticate(request)
        code = self._codes.redeem(account, "web", request.query.get("code", ""))
        if code.person.blocked:
            raise WechatError(40226)
        found = WebToken(code.person, code.scope, code.is_snapshot, 0)
        return reply(request, self._issued(account, found, "r" + secrets.token_urlsafe(48)))

    async def refresh(self, request: web.Request) -> web.Response:
        query = request.query
        account = self._config.official_account(query.get("appid", ""))
        if account is None:
            raise WechatError(40013)
        text = query.get("refresh_token", "")
        found = self._refresh.get(text)
        if found is None or query.get("grant_type") != "refresh_token":
            raise WechatError(40030)
        return reply(request, self._issued(account, found, text))

    async def user(self, request: web.Request) -> web.Response:
        """Since 2021 the name and the picture are the same for everybody."""
        token = self._token(request)
        if token.scope != "snsapi_userinfo":
            raise WechatError(48001)
        told: dict[str, Any] = {
            "openid": token.openid,
            "nickname": "微信用户",
            "sex": 0,
            "province": "",
            "city": "",
            "country": "",
            "headimgurl": "https://thirdwx.qlogo.cn/mmopen/vi_32/0/132",
            "privilege": [],
        }
        account = self._config.official_account(token.person.app_id)
        if account and account.bound_to_open_platform and not token.is_snapshot:
            told["unionid"] = union_id(token.person.user)
        return reply(request, told)

    async def check(self, request: web.Request) -> web.Response:
        self._token(request)
        return ok(request)

    def _issued(
        self, account: OfficialAccount, found: WebToken, refresh_token: str
    ) -> dict[str, Any]:
        now = self._clock.now()
        text = "w" + secrets.token_urlsafe(64)
        fresh = WebToken(found.person, found.scope, found.is_snapshot, now + LIFETIME)
        self._access[text] = fresh
        self._refresh[refresh_token] = fresh
        told: dict[str, Any] = {
            "access_token": text,
            "expires_in": LIFETIME,
            "refresh_token": refresh_token,
            "openid": fresh.openid,
            "scope": fresh.scope,
        }
        if fresh.is_snapshot:
            told["is_snapshotuser"] = 1
        elif account.bound_to_open_platform and fresh.scope == "snsapi_userinfo":
            told["unionid"] = union_id(fresh.person.user)
        return told

    def _token(self, request: web.Request) -> WebToken:
        token = self._access.get(request.query.get("access_token", ""))
        if token is None:
            raise WechatError(40001)
        if token.ends_at <= self._clock.now():
            raise WechatError(42001)
        if request.query.get("openid") != token.openid:
            raise WechatError(40003)
        return token

    def _authenticate(self, request: web.Request) -> OfficialAccount:
        query = request.query
        account = self._config.official_account(query.get("appid", ""))
        if account is None:
            raise WechatError(40013)
        if query.get("secret") != account.secret:
            raise WechatError(40125)
        if query.get("grant_type") != "authorization_code":
            raise WechatError(40002)
        self._quotas.spend(account.app_id, request.path)
        return account
