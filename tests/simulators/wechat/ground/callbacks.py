"""WeChat's calls to the account owner's server: the URL check, events, people's messages."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries, Delivery, NotTaken
from tests.simulators.wechat.ground import chats
from tests.simulators.wechat.ground.config import Account, OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.envelopes import signed_query, wrap
from tests.simulators.wechat.ground.passive_replies import BadReply, read
from tests.simulators.wechat.ground.state import ChatMessage, Person, SentMessage


class Callbacks:
    def __init__(self, config: WechatConfig, clock: Clock, deliveries: Deliveries) -> None:
        self._config = config
        self._clock = clock
        self._deliveries = deliveries

    async def verify(self, account: Account) -> bool:
        """The console's check when an owner saves the URL: the echo must come back as it went."""
        echo = str(secrets.randbelow(10**18))
        query = {**signed_query(account, self._clock.now()), "echostr": echo}
        return await self._deliveries.get(self._url(account), params=query) == echo

    async def push(
        self, account: Account, message: dict[str, Any], person: Person | None = None
    ) -> Delivery | None:
        """Tried once before returning; None when no callback URL is set.

        The answer stands in the chat of `person`, who waits for it.
        """
        if not self._config.callback_url:
            return None
        delivery = self._delivery(account, message, person)
        await self._deliveries.deliver(delivery)
        return delivery

    def push_later(self, account: Account, message: dict[str, Any], seconds: float = 0) -> None:
        if self._config.callback_url:
            self._deliveries.deliver_later(self._delivery(account, message, None), seconds)

    def _url(self, account: Account) -> str:
        return self._config.callback_url.rstrip("/") + account.callback_path

    def _delivery(
        self, account: Account, message: dict[str, Any], person: Person | None
    ) -> Delivery:
        # Fixed here, since every repetition carries the same CreateTime and MsgId.
        created = int(self._clock.now())
        full = {
            "ToUserName": account.original_id,
            **message,
            "CreateTime": str(created) if self._config.create_time_as_text else created,
        }

        async def attempt() -> str:
            query, body, content_type = wrap(account, full, self._clock.now())
            text = await self._deliveries.post(
                self._url(account),
                params=query,
                data=body,
                content_type=content_type,
                cut_off=self._config.cut_off_seconds,
            )
            self._show(account, text, str(full["FromUserName"]), person)
            return text

        return Delivery(about=full, attempt=self._watched(attempt, account, person))

    def _show(self, account: Account, text: str, openid: str, person: Person | None) -> None:
        try:
            reply = read(account, text, openid)
        except BadReply as bad:
            raise NotTaken(str(bad)) from None
        if reply and person:
            chats.add_reply(person, reply, self._clock.beijing().isoformat())

    def _watched(
        self, attempt: Callable[[], Awaitable[str]], account: Account, person: Person | None
    ) -> Callable[[], Awaitable[str]]:
        """After the last failure the person is told that the account is out of service."""
        left = 1 + len(self._config.retry_waits)

        async def counted() -> str:
            nonlocal left
            left -= 1
            try:
                return await attempt()
            except NotTaken:
                if left == 0 and person and isinstance(account, OfficialAccount):
                    chats.add_fault(person, self._clock.beijing().isoformat())
                raise

        return counted


def popup_event(openid: str, answers: Mapping[str, str], scene: str = "0") -> dict[str, Any]:
    """`answers`: template id -> accept or reject; `scene` 0 page of a mini-program, 1 web page."""
    items = [
        {"TemplateId": template_id, "SubscribeStatusString": answer, "PopupScene": scene}
        for template_id, answer in answers.items()
    ]
    return _event(openid, "subscribe_msg_popup_event", items)


def change_event(openid: str, template_ids: Sequence[str]) -> dict[str, Any]:
    """Only refusals are pushed."""
    items = [
        {"TemplateId": template_id, "SubscribeStatusString": "reject"}
        for template_id in template_ids
    ]
    return _event(openid, "subscribe_msg_change_event", items)


def sent_event(openid: str, message: SentMessage | ChatMessage) -> dict[str, Any]:
    item = {
        "TemplateId": message.template_id,
        "MsgID": str(message.msgid),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    return _event(openid, "subscribe_msg_sent_event", [item])


def _event(openid: str, name: str, items: list[dict[str, str]]) -> dict[str, Any]:
    # One item is an object and several are an array: WeChat's JSON is made from its XML.
    return {
        "FromUserName": openid,
        "MsgType": "event",
        "Event": name,
        "List": items[0] if len(items) == 1 else items,
    }


def template_job_event(openid: str, msgid: int, status: str) -> dict[str, Any]:
    """What became of a template message; this event alone spells it MsgID."""
    return {
        "FromUserName": openid,
        "MsgType": "event",
        "Event": "TEMPLATESENDJOBFINISH",
        "MsgID": msgid,
        "Status": status,
    }
