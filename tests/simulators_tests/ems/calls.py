"""What a customer's server asks of EMS, in the few words that a test needs."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from mobile_api.shared import clock
from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.ems.envelope import seal

OPEN = "/amp-prod-api/f/amp/api/open"
ADDRESS = {
    "name": "测试收件人",
    "mobile": "19900000000",
    "prov": "示例省",
    "city": "示例市",
    "county": "示例区",
    "address": "示例路1号",
}


def order(number: str = "ORDER-1", **changes: object) -> list[dict[str, Any]]:
    return [
        {
            "ecommerceUserId": "yiwang",
            "logisticsOrderNo": number,
            "createdTime": f"{clock.now().astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}",
            "contentsAttribute": "1",
            "bizProductNo": "1",
            "sender": ADDRESS,
            "receiver": ADDRESS,
            "cargos": [{"cargoName": "证照"}],
            **changes,
        }
    ]


@dataclass
class Ems:
    http: aiohttp.ClientSession
    url: str
    clock: Clock

    async def call(self, api_code: str, body: object, **changes: str) -> dict[str, Any]:
        form = {
            "apiCode": api_code,
            "senderNo": defaults.EMS_SENDER_NUMBER,
            "authorization": defaults.EMS_AUTHORIZATION,
            "msgType": "0",
            "timeStamp": f"{self.clock.beijing():%Y-%m-%d %H:%M:%S}",
            "version": "V1.0.0",
            "logitcsInterface": seal(json.dumps(body), defaults.EMS_SIGN_KEY),
            **changes,
        }
        async with self.http.post(self.url + OPEN, data=form) as response:
            assert response.status == 200
            answer: dict[str, Any] = await response.json()
            return answer

    async def waybill(self, number: str = "ORDER-1") -> str:
        return str(json.loads((await self.call("020003", order(number)))["retBody"])["waybillNo"])

    async def track(self, waybill: str, direction: str = "0") -> list[dict[str, Any]]:
        answer = await self.call("040001", {"waybillNo": waybill, "direction": direction})
        items: list[dict[str, Any]] = json.loads(answer["retBody"])["responseItems"]
        return items

    async def admin(self, path: str, body: object = None) -> dict[str, Any]:
        method = "GET" if body is None else "POST"
        url = f"{self.url}/_simulator/{path}"
        async with self.http.request(method, url, json=body) as response:
            assert response.status == 200, await response.text()
            answer: dict[str, Any] = await response.json()
            return answer

    async def play(self, waybill: str, **body: object) -> dict[str, Any]:
        return await self.admin(f"parcels/{waybill}/play", body)
