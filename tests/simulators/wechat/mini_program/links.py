"""Links into the mini-program, and what WeChat thinks of a person.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/safety-control-capability/getUserRiskRank.html
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.admin import read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import MiniProgram
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.pages import is_released
from tests.simulators.wechat.ground.phone import User
from tests.simulators.wechat.ground.state import WechatState
from tests.simulators.wechat.mini_program.content import check_visit

DAY = 86_400
MOST_DAYS = 30
LONGEST_QUERY = 1_024
RISK_SCENES = {0, 1, 2}


@dataclass
class Link:
    page: str
    ends_at: float
    opened_by: str = ""


class OpenedLink(User):
    link: str


class Links:
    def __init__(self, clock: Clock, state: WechatState, gate: Gate) -> None:
        self._clock = clock
        self._state = state
        self._gate = gate
        self._made: dict[str, Link] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/wxa/generate_urllink", self.url_link),
            web.post("/wxa/generatescheme", self.scheme),
            web.post("/wxa/getuserriskrank", self.risk_rank),
            web.post("/_simulator/open-link", self.open),
        ]

    async def url_link(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        return ok(request, url_link=self._make(program, body, body, "https://wxaurl.cn/"))

    async def scheme(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        target = body.get("jump_wxa")
        if not isinstance(target, Mapping):
            raise WechatError(47001)
        return ok(request, openlink=self._make(program, target, body, "weixin://dl/business/?t="))

    async def risk_rank(self, request: web.Request) -> web.Response:
        """0 is no risk, 4 the highest; "unoin_id" is WeChat's own spelling."""
        program = self._gate.admit(request)
        body = await read_json(request)
        if body.get("appid") != program.app_id:
            raise WechatError(40013)
        if body.get("scene") not in RISK_SCENES:
            raise WechatError(40129)
        check_visit(self._state, program, body.get("openid"), self._clock.now())
        person = self._state.by_openid(program.app_id, body["openid"])
        rank = 4 if person and person.blocked else 0
        return ok(request, risk_rank=rank, unoin_id=secrets.randbelow(10**9))

    async def open(self, request: web.Request) -> web.Response:
        """A tap on a link. It serves the first person only; `page` is null for everybody else."""
        tap = await read_model(request, OpenedLink)
        link = self._made.get(tap.link)
        is_open = link is not None and link.ends_at > self._clock.now()
        if link is None or not is_open or link.opened_by not in {"", tap.user}:
            return web.json_response({"page": None})
        link.opened_by = tap.user
        return web.json_response({"page": link.page})

    def _make(
        self, program: MiniProgram, target: Mapping[str, Any], life: Mapping[str, Any], start: str
    ) -> str:
        page, query = str(target.get("path", "")), str(target.get("query", ""))
        is_release = target.get("env_version", "release") == "release"
        if is_release and not is_released(program, page):
            raise WechatError(40165)
        if len(query) > LONGEST_QUERY:
            raise WechatError(40212)
        text = start + secrets.token_urlsafe(9)
        place = f"{page}?{query}" if query else page
        self._made[text] = Link(place, self._ends_at(life))
        return text

    def _ends_at(self, life: Mapping[str, Any]) -> float:
        """`expire_type` 0 names an instant, 1 a number of days; 30 days at most."""
        now = self._clock.now()
        if life.get("expire_type", 0) == 1:
            days = life.get("expire_interval")
            if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
                raise WechatError(40227)
            return now + days * DAY
        instant = life.get("expire_time", now + MOST_DAYS * DAY)
        if not isinstance(instant, int | float) or not now < instant <= now + MOST_DAYS * DAY:
            raise WechatError(40227)
        return float(instant)
