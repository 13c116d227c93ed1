"""QR codes of an official account with parameters.

https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import OfficialAccount
from tests.simulators.wechat.ground.errors import WechatError, read_json, reply
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.mini_program.qr import draw

NUMBERED, NAMED = {"QR_SCENE", "QR_LIMIT_SCENE"}, {"QR_STR_SCENE", "QR_LIMIT_STR_SCENE"}
LONGEST_LIFE, SHORTEST_LIFE = 30 * 86_400, 60
LARGEST_TEMPORARY, LARGEST_PERMANENT, LONGEST_NAME = 2**32 - 1, 100_000, 64
WIDTH = 430


@dataclass(frozen=True)
class Scene:
    app_id: str
    text: str
    expires_at: float | None


class Scenes:
    def __init__(self, clock: Clock, gate: Gate) -> None:
        self._clock = clock
        self._gate = gate
        self._by_ticket: dict[str, Scene] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cgi-bin/qrcode/create", self.create),
            web.get("/cgi-bin/showqrcode", self.show),
        ]

    def of(self, account: OfficialAccount, ticket: str) -> str | None:
        """The scene behind a ticket of this account that still lives."""
        scene = self._by_ticket.get(ticket)
        if scene is None or scene.app_id != account.app_id:
            return None
        is_over = scene.expires_at is not None and scene.expires_at <= self._clock.now()
        return None if is_over else scene.text

    async def create(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        body = await read_json(request)
        action = body.get("action_name")
        info = body.get("action_info")
        scene = info.get("scene") if isinstance(info, Mapping) else None
        if action not in NUMBERED | NAMED or not isinstance(scene, Mapping):
            raise WechatError(40053)
        text = _text(str(action), scene)
        seconds = None if "LIMIT" in str(action) else _seconds(body)
        ticket = "gQ" + secrets.token_urlsafe(69)[:90] + "=="
        expires_at = None if seconds is None else self._clock.now() + seconds
        self._by_ticket[ticket] = Scene(account.app_id, text, expires_at)
        made = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{ticket[:24]}"}
        return reply(request, made if seconds is None else {**made, "expire_seconds": seconds})

    async def show(self, request: web.Request) -> web.Response:
        """The picture; anybody who has the ticket may ask for it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._by_ticket:
            raise web.HTTPNotFound
        picture = draw(f"http://weixin.qq.com/q/{ticket[:24]}", WIDTH, "JPEG")
        return web.Response(body=picture, content_type="image/jpg")


def _text(action: str, scene: Mapping[str, Any]) -> str:
    if action in NAMED:
        name = scene.get("scene_str")
        if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
            raise WechatError(40053)
        return name
    number = scene.get("scene_id")
    largest = LARGEST_PERMANENT if "LIMIT" in action else LARGEST_TEMPORARY
    if not isinstance(number, int) or not 1 <= number <= largest:
        raise WechatError(40053)
    return str(number)


def _seconds(body: Mapping[str, Any]) -> int:
    seconds = body.get("expire_seconds", SHORTEST_LIFE)
    if not isinstance(seconds, int) or not 1 <= seconds <= LONGEST_LIFE:
        raise WechatError(40052)
    return seconds
