"""Text safety check, version 2, over configured words.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html
"""

import secrets
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import MiniProgram, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.state import WechatState

LONGEST = 2_500
VISIT_SECONDS = 2 * 3_600
SCENES = {1, 2, 3, 4}
NORMAL, OTHER, ILLEGAL = 100, 21_000, 20_006


class ContentSafety:
    def __init__(self, config: WechatConfig, clock: Clock, state: WechatState, gate: Gate) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/wxa/msg_sec_check", self.check_text)]

    async def check_text(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        content = body.get("content")
        if body.get("version") != 2 or not isinstance(content, str) or len(content) > LONGEST:
            raise WechatError(47001)
        if body.get("scene") not in SCENES:
            raise WechatError(40129)
        check_visit(self._state, program, body.get("openid"), self._clock.now())
        suggest, label, keyword = self._judge(content)
        result: dict[str, Any] = {"suggest": suggest, "label": label}
        found = {"errcode": 0, **result}
        detail = [{"strategy": "content_model", "prob": 90, **found}]
        if keyword:
            detail.append({"strategy": "keyword", "keyword": keyword, **found})
        return ok(request, trace_id=secrets.token_hex(8), detail=detail, result=result)

    def _judge(self, content: str) -> tuple[str, int, str]:
        for words, suggest, label in (
            (self._config.risky_words, "risky", ILLEGAL),
            (self._config.review_words, "review", OTHER),
        ):
            for word in words:
                if word in content:
                    return suggest, label, word
        return "pass", NORMAL, ""


def check_visit(state: WechatState, program: MiniProgram, openid: object, now: float) -> None:
    """Raises 40003 for nobody and 61010 for a person who has not been here within two hours."""
    person = state.by_openid(program.app_id, openid)
    if person is None:
        raise WechatError(40003)
    if now - person.visited_at > VISIT_SECONDS:
        raise WechatError(61010)
