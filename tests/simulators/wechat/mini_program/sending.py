"""Subscription messages: one send for each consent that the person gave.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.callbacks import Callbacks, sent_event
from tests.simulators.wechat.ground.config import MiniProgram, Template, WechatConfig
from tests.simulators.wechat.ground.consents import spend_consent
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.keyword_types import check, refuse_risky
from tests.simulators.wechat.ground.pages import is_released
from tests.simulators.wechat.ground.state import Person, SentMessage, WechatState


class Sending:
    def __init__(
        self,
        config: WechatConfig,
        clock: Clock,
        state: WechatState,
        gate: Gate,
        callbacks: Callbacks,
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate
        self._callbacks = callbacks
        self._in_flight: set[str] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/cgi-bin/message/subscribe/send", self.send)]

    async def send(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        body = await read_json(request)
        person = self._state.by_openid(program.app_id, body.get("touser"))
        if person is None:
            raise WechatError(40003)
        if person.openid in self._in_flight:
            raise WechatError(43108)
        self._in_flight.add(person.openid)
        try:
            message = await self._accept(program, person, body)
        finally:
            self._in_flight.discard(person.openid)
        if self._config.sent_events:
            self._callbacks.push_later(program, sent_event(person.openid, message))
        return ok(request, **({"msgid": message.msgid} if self._config.reply_with_msgid else {}))

    async def _accept(
        self, program: MiniProgram, person: Person, body: dict[str, Any]
    ) -> SentMessage:
        template = program.template(str(body.get("template_id", "")))
        if template is None:
            raise WechatError(40037)
        values = check(template, body.get("data"))
        refuse_risky(values, self._config.risky_words, 45168)
        page = str(body.get("page") or "")
        is_formal = body.get("miniprogram_state", "formal") == "formal"
        if page and is_formal and not is_released(program, page):
            raise WechatError(41030)
        if self._config.sending_seconds:
            await asyncio.sleep(self._config.sending_seconds)
        spend_consent(person, template)
        return self._deliver(person, template, page, values)

    def _deliver(
        self, person: Person, template: Template, page: str, values: dict[str, str]
    ) -> SentMessage:
        message = SentMessage(
            template_id=template.template_id,
            event=template.event,
            title=template.title,
            page=page,
            data=values,
            msgid=self._state.next_msgid(),
            labelled=[(template.keywords[key], value) for key, value in values.items()],
            at=self._clock.beijing().isoformat(),
        )
        person.inbox.append(message)
        return message
