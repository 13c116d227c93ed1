"""Delivery reports (SmsReport) pushed to the product, late, twice or failed as asked.

https://help.aliyun.com/zh/sms/developer-reference/smsreport-2
"""

import json
from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import BEIJING, Clock
from tests.simulators.deliveries import Deliveries, Delivery, NotTaken
from tests.simulators.sms.config import SmsConfig
from tests.simulators.sms.state import Sms, SmsState

DELIVERED = "DELIVERED"


class ReportOrder(AdminBody):
    """Report the newest message to a phone; `err_code` DELIVERED means success.

    `late_seconds` of the clock, `copies` times; `as_batch` puts the copies into one push.
    """

    phone: str
    err_code: str = DELIVERED
    copies: int = 1
    as_batch: bool = False
    late_seconds: float = 0


class Reports:
    def __init__(
        self, config: SmsConfig, clock: Clock, state: SmsState, deliveries: Deliveries
    ) -> None:
        self._config, self._clock, self._state = config, clock, state
        self._deliveries = deliveries

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/inbox", self.inbox),
            web.post("/_simulator/reports", self.report),
        ]

    async def inbox(self, request: web.Request) -> web.Response:
        """`?phone=`: what stands on that phone, oldest first; without it, on all phones."""
        phone = request.query.get("phone", "")
        found = [one.describe() for one in self._state.messages if phone in {"", one.phone}]
        return web.json_response({"messages": found})

    async def report(self, request: web.Request) -> web.Response:
        """Each push is tried once before the answer, unless it is to be late."""
        order = await read_model(request, ReportOrder)
        newest = [one for one in self._state.messages if one.phone == order.phone][-1:]
        if not newest:
            raise web.HTTPNotFound(text="no message to that phone")
        if order.as_batch:
            pushes = [self._push(newest * order.copies, order.err_code)]
        else:
            pushes = [self._push(newest, order.err_code) for _ in range(order.copies)]
        for push in pushes:
            if order.late_seconds:
                self._deliveries.deliver_later(push, order.late_seconds)
            else:
                await self._deliveries.deliver(push)
        return web.json_response({"pushes": [push.describe() for push in pushes]})

    def report_by_itself(self, sms: Sms) -> None:
        wait = self._config.report_after_seconds
        if wait is not None and self._config.callback_url:
            self._deliveries.deliver_later(self._push([sms], DELIVERED), wait)

    def _push(self, messages: Sequence[Sms], err_code: str) -> Delivery:
        body = [self._report(one, err_code) for one in messages]
        url = self._config.callback_url.rstrip("/") + self._config.callback_path

        async def attempt() -> str:
            reply = await self._deliveries.post(
                url,
                data=json.dumps(body, ensure_ascii=False).encode(),
                content_type="application/json; charset=UTF-8",
                cut_off=self._config.report_cut_off_seconds,
            )
            _check_taken(reply)
            return reply

        return Delivery(about={"biz_id": messages[0].biz_id, "err_code": err_code}, attempt=attempt)

    def _report(self, sms: Sms, err_code: str) -> dict[str, object]:
        is_delivered = err_code == DELIVERED
        return {
            "phone_number": sms.phone,
            "send_time": f"{datetime.fromtimestamp(sms.at, BEIJING):%Y-%m-%d %H:%M:%S}",
            "report_time": f"{self._clock.beijing():%Y-%m-%d %H:%M:%S}",
            "success": is_delivered,
            "err_code": err_code,
            "err_msg": "用户接收成功" if is_delivered else "发送失败",
            "sms_size": str(sms.parts),
            "biz_id": sms.biz_id,
            "out_id": sms.out_id,
        }


def _check_taken(reply: str) -> None:
    try:
        code = json.loads(reply)["code"]
    except (ValueError, KeyError, TypeError):
        raise NotTaken("no code in the answer") from None
    if code != 0:
        raise NotTaken(f"code {code}")
