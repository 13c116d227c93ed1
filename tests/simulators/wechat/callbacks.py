"""WeChat's calls to the account owner's server: the URL check, events, people's messages."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries, Delivery, NotTaken
from tests.simulators.wechat.config import MiniProgram, WechatConfig
from tests.simulators.wechat.envelopes import is_valid_reply, signed_query, wrap
from tests.simulators.wechat.state import SentMessage


class Callbacks:
    def __init__(self, config: WechatConfig, clock: Clock, deliveries: Deliveries) -> None:
        self._config = config
        self._clock = clock
        self._deliveries = deliveries

    async def verify(self, program: MiniProgram) -> bool:
        """The console's check when an owner saves the URL: the echo must come back as it went."""
        echo = str(secrets.randbelow(10**18))
        query = {**signed_query(program, self._clock.now()), "echostr": echo}
        return await self._deliveries.get(self._url, params=query) == echo

    async def push(self, program: MiniProgram, message: dict[str, Any]) -> Delivery | None:
        """Tried once before returning; None when no callback URL is set."""
        if not self._config.callback_url:
            return None
        delivery = self._delivery(program, message)
        await self._deliveries.deliver(delivery)
        return delivery

    def push_later(self, program: MiniProgram, message: dict[str, Any]) -> None:
        if self._config.callback_url:
            self._deliveries.deliver_later(self._delivery(program, message))

    @property
    def _url(self) -> str:
        return self._config.callback_url.rstrip("/") + self._config.callback_path

    def _delivery(self, program: MiniProgram, message: dict[str, Any]) -> Delivery:
        # Fixed here, since every repetition carries the same CreateTime and MsgId.
        created = int(self._clock.now())
        full = {
            "ToUserName": program.original_id,
            **message,
            "CreateTime": str(created) if self._config.create_time_as_text else created,
        }

        async def attempt() -> str:
            query, body, content_type = wrap(program, full, self._clock.now())
            reply = await self._deliveries.post(
                self._url,
                params=query,
                data=body,
                content_type=content_type,
                cut_off=self._config.cut_off_seconds,
            )
            if not is_valid_reply(program, reply):
                raise NotTaken("该小程序提供的服务出现故障")
            return reply

        return Delivery(about=full, attempt=attempt)


def popup_event(openid: str, answers: Mapping[str, str]) -> dict[str, Any]:
    """`answers`: template id -> accept or reject, given on a page of the mini-program."""
    items = [
        {"TemplateId": template_id, "SubscribeStatusString": answer, "PopupScene": "0"}
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


def sent_event(openid: str, message: SentMessage) -> dict[str, Any]:
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
