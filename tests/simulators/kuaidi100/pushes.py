"""Pushes of the whole list to the address that the subscription named, until they are taken."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.simulators.deliveries import Deliveries, Delivery, NotTaken
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.kuaidi100.state import Entry, Number, Subscription
from tests.simulators.kuaidi100.tracks import result_of

_MESSAGES = {"polling": "", "shutdown": "已签收", "updateall": "", "abort": "3天查询无记录"}


@dataclass(frozen=True)
class Mischief:
    """What is wrong with a push on purpose. `salt`: one that nobody agreed on."""

    salt: str | None = None
    no_sign: bool = False
    tampered: bool = False


class Pushes:
    def __init__(self, config: Kuaidi100Config, deliveries: Deliveries) -> None:
        self._config = config
        self._deliveries = deliveries

    def begin(self, number: Number) -> None:
        """After a subscription: a first push, or an abort when nothing was heard for days."""
        waits = {"polling": self._config.first_push_seconds, "abort": self._config.give_up_seconds}
        for status, seconds in waits.items():
            self._deliveries.deliver_later(self._when_still_so(number, status), seconds)

    async def push(
        self, number: Number, status: str, entries: Sequence[Entry], mischief: Mischief
    ) -> Delivery | None:
        """Tried once before returning; None when nobody is to be told."""
        if number.subscription is None or not self._config.callback_url:
            return None
        number.status = status if status in {"abort", "shutdown"} else "polling"
        delivery = self._delivery(number, number.subscription, status, list(entries), mischief)
        await self._deliveries.deliver(delivery)
        return delivery

    def _when_still_so(self, number: Number, status: str) -> Delivery:
        begun = number.subscription

        async def attempt() -> str:
            is_heard = bool(number.entries)
            if number.subscription is not begun or begun is None or number.status != "polling":
                return "over"
            if is_heard != (status == "polling") or not self._config.callback_url:
                return "not so"
            number.status = status
            made = self._delivery(number, begun, status, list(number.entries), Mischief())
            return await made.attempt()

        return Delivery(about={"number": number.number, "status": status}, attempt=attempt)

    def _delivery(
        self,
        number: Number,
        subscription: Subscription,
        status: str,
        entries: Sequence[Entry],
        mischief: Mischief,
    ) -> Delivery:
        param = json.dumps(_body(number, subscription, status, entries), ensure_ascii=False)
        path = urlsplit(subscription.callback_url)
        url = self._config.callback_url.rstrip("/") + path.path
        url += f"?{path.query}" if path.query else ""

        async def attempt() -> str:
            reply = await self._deliveries.post(
                url,
                data=urlencode(_form(param, subscription, mischief)).encode(),
                cut_off=self._config.push_cut_off_seconds,
                content_type="application/x-www-form-urlencoded; charset=UTF-8",
            )
            _check_taken(reply)
            return reply

        return Delivery(about={"number": number.number, "status": status}, attempt=attempt)


def _body(
    number: Number, subscription: Subscription, status: str, entries: Sequence[Entry]
) -> dict[str, Any]:
    is_corrected = subscription.company != number.carrier_code
    return {
        "status": status,
        "billstatus": "got",
        "message": _MESSAGES[status],
        "autoCheck": "1" if is_corrected else "0",
        "comOld": subscription.company if is_corrected else "",
        "comNew": number.carrier_code if is_corrected else "",
        "lastResult": result_of(number, entries, is_finer=subscription.is_finer),
    }


def _form(param: str, subscription: Subscription, mischief: Mischief) -> dict[str, str]:
    salt = subscription.salt if mischief.salt is None else mischief.salt
    form = {"param": param + (" " if mischief.tampered else "")}
    if salt is not None and not mischief.no_sign:
        form["sign"] = hashlib.md5((param + salt).encode()).hexdigest().upper()
    return form


def _check_taken(reply: str) -> None:
    try:
        answer = json.loads(reply)
        taken = answer["result"] is True and str(answer["returnCode"]) == "200"
    except (ValueError, KeyError, TypeError):
        raise NotTaken("no result in the answer") from None
    if not taken:
        raise NotTaken(f"returnCode {answer['returnCode']}")
