"""Subscription notices (订阅通知) of an official account; they reach non-followers too.

https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
"""

from collections.abc import Sequence

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground import chats
from tests.simulators.wechat.ground.callbacks import Callbacks, sent_event
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.consents import spend_consent
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.keyword_types import check, refuse_risky
from tests.simulators.wechat.ground.state import WechatState
from tests.simulators.wechat.official_account.opening import opened_by


class OfficialSubscriptions:
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

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/cgi-bin/message/subscribe/bizsend", self.send)]

    async def send(self, request: web.Request) -> web.Response:
        """The answer names no message id; the event that follows does."""
        account = self._gate.admit_official(request)
        body = await read_json(request)
        person = self._state.by_openid(account.app_id, body.get("touser"))
        if person is None:
            raise WechatError(40003)
        template = account.template(str(body.get("template_id", "")))
        if template is None:
            raise WechatError(40037)
        values = check(template, body.get("data"))
        refuse_risky(values, self._config.risky_words, 45168)
        opens = opened_by(self._config, account, body, link="page")
        spend_consent(person, template)
        at, msgid = self._clock.beijing().isoformat(), self._state.next_msgid()
        message = chats.of_template(template, values, opens, msgid, at)
        message.kind = "subscription"
        person.chat.append(message)
        if self._config.sent_events:
            self._callbacks.push_later(account, sent_event(person.openid, message))
        return ok(request)
