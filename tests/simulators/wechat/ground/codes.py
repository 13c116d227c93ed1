"""Codes that a phone gets from WeChat and the server trades in: once, for one purpose, in time."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import Account, MiniProgram, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json, reply
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.quotas import Quotas
from tests.simulators.wechat.ground.state import Person, WechatState, union_id

Purpose = Literal["login", "phone", "web"]
LIFETIME = 300
DAY = 86_400
# What wx.login gives in WeChat DevTools without an app id of one's own, always the same, and who
# that is here.
DEVTOOLS_CODE = "the code is a mock one"
DEVTOOLS_USER = "wechat-devtools"


@dataclass
class Code:
    """`scope` and `is_snapshot` are of web sign-in."""

    purpose: Purpose
    person: Person
    expires_at: float
    used: bool = False
    scope: str = ""
    is_snapshot: bool = False


class Codes:
    def __init__(
        self, config: WechatConfig, clock: Clock, state: WechatState, gate: Gate, quotas: Quotas
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate
        self._quotas = quotas
        self._issued: dict[str, Code] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/sns/jscode2session", self.login),
            web.post("/wxa/business/getuserphonenumber", self.phone_number),
        ]

    def issue(
        self, purpose: Purpose, person: Person, *, scope: str = "", is_snapshot: bool = False
    ) -> str:
        text = "0" + secrets.token_urlsafe(24)[:31]
        ends_at = self._clock.now() + LIFETIME
        self._issued[text] = Code(purpose, person, ends_at, scope=scope, is_snapshot=is_snapshot)
        return text

    def redeem(self, account: Account, purpose: Purpose, text: str) -> Code:
        """Raises 41008, 40029 for a code of another app, purpose or time, 40163 for a used one."""
        if not text:
            raise WechatError(41008)
        if (purpose, text) == ("login", DEVTOOLS_CODE):
            person = self._state.person(account.app_id, DEVTOOLS_USER)
            return Code(purpose, person, self._clock.now() + LIFETIME)
        code = self._issued.get(text)
        is_theirs = code and (code.purpose, code.person.app_id) == (purpose, account.app_id)
        if code is None or not is_theirs or code.expires_at < self._clock.now():
            raise WechatError(40029)
        if code.used:
            raise WechatError(40163)
        code.used = True
        return code

    async def login(self, request: web.Request) -> web.Response:
        """A success carries no errcode; the unionid is there only for a bound mini-program."""
        program = self._authenticate(request)
        person = self.redeem(program, "login", request.query.get("js_code", "")).person
        if person.blocked:
            raise WechatError(40226)
        person.visited_at = self._clock.now()
        session = {"session_key": self._session_key(person), "openid": person.openid}
        if program.bound_to_open_platform:
            session["unionid"] = union_id(person.user)
        return reply(request, session)

    async def phone_number(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        person = self.redeem(program, "phone", str(body.get("code", ""))).person
        if body.get("openid", person.openid) != person.openid:
            raise WechatError(40003)
        return ok(request, phone_info=self._phone_info(person))

    def _authenticate(self, request: web.Request) -> MiniProgram:
        query = request.query
        program = self._config.program(query.get("appid", ""))
        if program is None:
            raise WechatError(40013)
        if query.get("secret") != program.secret:
            raise WechatError(40125)
        if query.get("grant_type") != "authorization_code":
            raise WechatError(40002)
        self._quotas.spend(program.app_id, request.path)
        return program

    def _session_key(self, person: Person) -> str:
        # Login alone does not rotate it; WeChat does so after a few days it never tells.
        oldest = self._clock.now() - self._config.session_key_days * DAY
        if not person.session_key or person.session_key_at < oldest:
            person.session_key = base64.b64encode(secrets.token_bytes(16)).decode()
            person.session_key_at = self._clock.now()
        return person.session_key

    def _phone_info(self, person: Person) -> dict[str, Any]:
        watermark = {"timestamp": int(self._clock.now()), "appid": person.app_id}
        return {
            "phoneNumber": person.phone,
            "purePhoneNumber": person.phone,
            "countryCode": 86 if self._config.country_code_as_number else "86",
            "watermark": watermark,
        }
