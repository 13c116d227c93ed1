"""Enterprises of the demo: a representative registers at the counter, and a clerk acts for them."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import aiohttp

from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.people import Screen, invented_id_number
from mobile_api.shared import clock

DESK = "crj-front-desk"
_SEAL, _SEAL_FORM = "seal", {"seal-kinds": "basic-set"}
_CODE, _NAME = "91370000MA3DEMA40W", "示范文化有限公司"
_REASON = "核对营业执照和身份证原件"


async def sign_in_by_phone(
    screen: Screen, http: aiohttp.ClientSession, sms: str, phone: str
) -> None:
    """With the code that stands at the simulator of text messages."""
    asking = {"phone": phone, "purpose": "sign_in"}
    asked = await screen.post("/api/v1/phone-codes", asking)

    async def code() -> str:
        query = {"phone": phone}
        async with http.get(f"{sms}/_simulator/inbox", params=query) as answer:
            messages = (await answer.json())["messages"]
        return str(messages[-1]["params"]["code"]) if messages else ""

    body = {
        "phone": phone,
        "code": await until(code, "短信验证码"),
        "code_ticket": asked["code_ticket"],
    }
    screen.sign_in(await screen.post("/api/v1/sessions/phone", body))


class Representative:
    """Somebody with a phone and an identity card, who comes to the counter."""

    def __init__(self, screen: Screen, name: str, phone: str, id_number: str) -> None:
        self.screen, self.name, self.phone, self.id_number = screen, name, phone, id_number

    async def _code(self) -> str:
        return str((await self.screen.post("/api/v1/me/counter-code"))["code"])

    async def prove(self, desk: Screen) -> None:
        """The counter looks at the identity card."""
        seen = {"name": self.name, "id_number": self.id_number, "reason": _REASON}
        body = seen | {"code": await self._code()}
        await desk.post("/staff/v1/people/counter-verification", body)

    async def register(self, desk: Screen, code: str, name: str) -> str:
        """The counter enters them as the legal representative; answers the enterprise's id."""
        body = {"social_credit_code": code, "name": name, "reason": _REASON}
        body |= {"counter_code": await self._code()}
        return str((await desk.post("/staff/v1/enterprises", body))["id"])

    async def appoint(
        self,
        enterprise_id: str,
        clerk: "Representative",
        days: int,
        items: Sequence[str] | None = None,
    ) -> str:
        """The clerk is invited and accepts; answers the appointment's id."""
        ends_on = str(clock.today() + timedelta(days=days))
        body: dict[str, Any] = {"name": clerk.name, "phone": clerk.phone, "ends_on": ends_on}
        body["item_keys"] = list(items) if items else None
        path = f"/api/v1/enterprises/{enterprise_id}/clerks"
        invited = str((await self.screen.post(path, body))["id"])
        await clerk.screen.post(f"/api/v1/me/clerk-appointments/{invited}/accept")
        return invited


class CompanyWalk:
    """A clerk who acts for an enterprise, until the legal representative takes the power back."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.boss, self.clerk = (self._person(name) for name in ("李示范", "王示范"))
        self.enterprise_id = self.appointment = ""
        self.case: dict[str, Any] = {}

    def steps(self) -> list[tuple[str, Callable[[], Awaitable[str]]]]:
        return [
            ("法定代表人带执照和身份证到窗口登记企业", self.register),
            ("授权经办人只办一个事项,经办人接受", self.appoint),
            ("经办人为企业申请,执照信息自动带入,提交", self.apply),
            ("法定代表人和经办人都看到谁做了什么", self.look),
            ("撤销授权,经办人当场不能再办", self.revoke),
        ]

    def _person(self, name: str) -> Representative:
        phone = f"139{random.randint(0, 99_999_999):08}"
        screen = Screen(self.journey.http, self.journey.stack["api"])
        return Representative(screen, name, phone, invented_id_number())

    async def register(self) -> str:
        sms = self.journey.stack["simulators"]["sms"]
        desk = await self.journey.staff(DESK)
        for one in (self.boss, self.clerk):
            await sign_in_by_phone(one.screen, self.journey.http, sms, one.phone)
            await one.prove(desk)
        self.enterprise_id = await self.boss.register(desk, _CODE, _NAME)
        return f"{_NAME},法定代表人 {self.boss.name}"

    async def appoint(self) -> str:
        self.appointment = await self.boss.appoint(self.enterprise_id, self.clerk, 30, [_SEAL])
        (power,) = (await self.clerk.screen.get("/api/v1/me/enterprises"))["enterprises"]
        expect(power["item_keys"], [_SEAL], "授权的事项")
        return f"{power['role_name']},可办{'、'.join(power['item_names'])},到{power['ends_on']}"

    async def apply(self) -> str:
        screen = self.clerk.screen
        screen.headers["X-Acting-For"] = self.enterprise_id
        details = {"name": self.clerk.name, "phone": self.clerk.phone}
        case = await screen.post("/api/v1/cases", {"item_key": _SEAL})
        path = f"/api/v1/cases/{case['id']}"
        known = (await screen.get(f"{path}/tasks"))["prefilled"]
        values = [one["value"] for one in known]
        expect({_NAME, _CODE} <= set(values), True, "执照信息带入")
        expect(any(value in values for value in details.values()), False, "姓名号码不全显示")
        await screen.send("PATCH", path, {"form": _SEAL_FORM})
        self.case = await screen.post(f"{path}/submit")
        return f"办件编号 {self.case['number']},带入{len(known)}项"

    async def look(self) -> str:
        path = f"/api/v1/enterprises/{self.enterprise_id}/activity"
        told = {}
        for reader in (self.boss, self.clerk):
            told = (await reader.screen.get(path))["entries"][0]
            expect(told["case_id"], self.case["id"], "最近做的事")
        return f"{told['role_name']}{told['who']}{told['text']}:{told['item_name']}"

    async def revoke(self) -> str:
        clerks = f"/api/v1/enterprises/{self.enterprise_id}/clerks"
        ended = await self.boss.screen.post(f"{clerks}/{self.appointment}/revoke")
        path = f"/api/v1/cases/{self.case['id']}"
        expect(await self.clerk.screen.status_of("GET", path), 403, "经办人再看办件")
        return f"授权{ended['state_name']},经办人得到403"
