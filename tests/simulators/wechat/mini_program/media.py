"""Picture safety check, version 2: WeChat downloads the picture and tells its opinion later.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html
"""

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.wechat.ground.callbacks import Callbacks
from tests.simulators.wechat.ground.config import MiniProgram, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.state import WechatState
from tests.simulators.wechat.mini_program.content import ILLEGAL, NORMAL, OTHER, SCENES, check_visit

AUDIO, IMAGE = 1, 2
LARGEST = 10 * 1024 * 1024
DOWNLOAD_SECONDS = 5
# -1008 as WeChat prints it in the old form of the push.
NOT_DOWNLOADED = 4_294_966_288
# The sender of the push is the platform, the same for every person.
SENDER = "oPlatformOfAllMediaChecks000"


class MediaChecks:
    def __init__(
        self,
        config: WechatConfig,
        clock: Clock,
        state: WechatState,
        gate: Gate,
        callbacks: Callbacks,
        deliveries: Deliveries,
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate
        self._callbacks = callbacks
        self._deliveries = deliveries

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/wxa/media_check_async", self.check)]

    async def check(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        link = body.get("media_url")
        is_link = isinstance(link, str) and urlsplit(link).scheme in {"http", "https"}
        if body.get("version") != 2 or body.get("media_type") not in {AUDIO, IMAGE} or not is_link:
            raise WechatError(47001)
        if body.get("scene") not in SCENES:
            raise WechatError(40129)
        check_visit(self._state, program, body.get("openid"), self._clock.now())
        trace_id = f"{secrets.token_hex(4)}-{secrets.token_hex(4)}"
        self._deliveries.spawn(self._judge(program, str(link), trace_id))
        return ok(request, trace_id=trace_id)

    async def _judge(self, program: MiniProgram, link: str, trace_id: str) -> None:
        content = await self._downloaded(link)
        shape = self._new_shape if self._config.media_check_version == 2 else self._old_shape
        event = {
            "FromUserName": SENDER,
            "MsgType": "event",
            "Event": "wxa_media_check",
            "appid": program.app_id,
            "trace_id": trace_id,
            **shape(content),
        }
        self._callbacks.push_later(program, event, self._config.media_check_seconds)

    async def _downloaded(self, link: str) -> bytes | None:
        """The picture; None when WeChat cannot get at it, or it is too large."""
        limit = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as http,
                http.get(link, allow_redirects=False) as response,
            ):
                content = await response.read()
                return content if response.status == 200 and len(content) <= LARGEST else None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None

    def _new_shape(self, content: bytes | None) -> dict[str, Any]:
        if content is None:
            return {"version": 2, "errcode": -1008, "errmsg": "media could not be downloaded"}
        suggest, label = self._opinion(content)
        # The label is a text here, though the text check tells a number.
        result = {"suggest": suggest, "label": str(label)}
        found = {"strategy": "content_model", "errcode": 0, "prob": 90, **result}
        return {"version": 2, "errcode": 0, "errmsg": "ok", "result": result, "detail": [found]}

    def _old_shape(self, content: bytes | None) -> dict[str, Any]:
        is_risky = content is not None and self._opinion(content)[0] == "risky"
        status = NOT_DOWNLOADED if content is None else 0
        return {"isrisky": int(is_risky), "extra_info_json": "", "status_code": status}

    def _opinion(self, content: bytes) -> tuple[str, int]:
        if any(mark in content for mark in self._config.risky_pictures):
            return "risky", ILLEGAL
        if any(mark in content for mark in self._config.review_pictures):
            return "review", OTHER
        return "pass", NORMAL
