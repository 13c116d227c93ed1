"""Template messages of an official account.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground import chats
from tests.simulators.wechat.ground.callbacks import Callbacks, template_job_event
from tests.simulators.wechat.ground.config import OfficialAccount, Template, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.keyword_types import check, refuse_risky
from tests.simulators.wechat.ground.state import Person, WechatState
from tests.simulators.wechat.official_account.opening import opened_by

# So long WeChat remembers a client_msg_id of one person.
REMEMBERED_SECONDS = 600


class TemplateMessages:
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
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}
        self._sent: Counter[tuple[str, int]] = Counter()

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/cgi-bin/message/template/send", self.send)]

    async def send(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        body = await read_json(request)
        person = self._state.by_openid(account.app_id, body.get("touser"))
        if person is None:
            raise WechatError(40003)
        repeated = self._repeated(person, body.get("client_msg_id"))
        msgid = repeated or self._accept(account, person, body)
        return ok(request, msgid=msgid)

    def _accept(self, account: OfficialAccount, person: Person, body: Mapping[str, Any]) -> int:
        template = account.message_template(str(body.get("template_id", "")))
        if template is None:
            raise WechatError(40037)
        self._check_person(person, template)
        values = check(template, body.get("data"))
        refuse_risky(values, self._config.risky_words, 40249)
        opens = opened_by(self._config, account, body)
        self._count(person)
        msgid = self._state.next_msgid()
        self._remember(person, body.get("client_msg_id"), msgid)
        if person.template_status == "success":
            at = self._clock.beijing().isoformat()
            person.chat.append(chats.of_template(template, values, opens, msgid, at))
        event = template_job_event(person.openid, msgid, person.template_status)
        self._callbacks.push_later(account, event, self._config.template_message_seconds)
        return msgid

    def _check_person(self, person: Person, template: Template) -> None:
        if not person.follows:
            raise WechatError(43004)
        if template.template_id in self._config.banned_templates:
            raise WechatError(43116)
        if template.template_id in person.refused:
            raise WechatError(43101)

    def _count(self, person: Person) -> None:
        limit = self._config.template_messages_a_minute
        minute = (person.openid, int(self._clock.now() // 60))
        if limit is not None and self._sent[minute] >= limit:
            raise WechatError(43117)
        self._sent[minute] += 1

    def _repeated(self, person: Person, client_id: object) -> int | None:
        """The id of the message that this openid got under this client_msg_id a moment ago."""
        at, msgid = self._seen.get((person.openid, str(client_id)), (0.0, 0))
        return msgid if client_id and self._clock.now() - at < REMEMBERED_SECONDS else None

    def _remember(self, person: Person, client_id: object, msgid: int) -> None:
        if client_id:
            self._seen[person.openid, str(client_id)] = (self._clock.now(), msgid)
