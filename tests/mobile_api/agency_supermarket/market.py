"""What an agency's people and the desk of the market do over HTTP."""

from datetime import date, timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from tests.actors import Colleague, photo
from tests.mobile_api.enterprises.people import Member, Office
from tests.stack import Stack

OWN = "/api/v1/market/agency"
APPRAISAL = "asset-appraisal"


def service(key: str = APPRAISAL, **more: Any) -> dict[str, Any]:
    """A service at 3,000 to 8,000 yuan."""
    usual = {"price_from_fen": 300_000, "price_to_fen": 800_000, "price_unit": "份"}
    return {"service_type": key, "promised_days": 5} | usual | more


class Applicant:
    """An enterprise that goes to the market, by whoever acts for it."""

    def __init__(self, member: Member, office: Office) -> None:
        self.member = member
        member.acting_for = office.id

    async def certificate(self, kind: str = APPRAISAL, **more: Any) -> dict[str, Any]:
        """One that began last year and holds for another year; its scan is uploaded."""
        today = clock.today()
        term = {
            "valid_from": str(today - timedelta(days=365)),
            "valid_until": str(today + timedelta(days=365)),
        }
        scan = await self.member.upload(photo(sum(kind.encode())))
        return {"kind": kind, "number": "ZC-2024-0017", "file_id": scan} | term | more

    async def application(self, *services: dict[str, Any], **more: Any) -> dict[str, Any]:
        """For the appraisal of assets, with its certificate, unless other services are named."""
        usual = {
            "introduction": "成立于2010年,从事资产评估。",
            "process": "委托、勘查、评估、出具报告。",
            "phone": "0999-8010100",
            "practitioners": 12,
            "services": list(services) or [service()],
        }
        certificates = more.pop("qualifications", None)
        if certificates is None:
            certificates = [await self.certificate()]
        return usual | {"qualifications": certificates} | more

    async def fill(self, **more: Any) -> dict[str, Any]:
        return dict(await self.member.ok("PUT", OWN, await self.application(**more)))

    async def apply(self, **more: Any) -> str:
        """Filled and sent off; answers the agency's id."""
        filled = await self.fill(**more)
        await self.member.ok("POST", f"{OWN}/apply")
        return str(filled["id"])

    async def see(self) -> dict[str, Any]:
        return dict(await self.member.ok("GET", OWN))

    async def told(self) -> list[str]:
        """Titles of the messages in the inbox."""
        entries = (await self.member.ok("GET", "/api/v1/me/messages"))["entries"]
        return [one["title"] for one in entries]

    async def call(self, method: str, what: str = "", body: Any = None) -> httpx.Response:
        return await self.member.call(method, f"{OWN}{what}", body)


class Desk(Colleague):
    """Who keeps the market."""

    @classmethod
    async def open(cls, stack: Stack, client: httpx.AsyncClient, **more: Any) -> "Desk":
        desk = cls(stack, client, "market-desk", department=SERVICES.of(stack.app).operator, **more)
        await desk.sign_in()
        return desk

    async def act(self, agency_id: str, what: str, body: Any = None) -> httpx.Response:
        return await self.call("POST", f"/staff/v1/market/agencies/{agency_id}/{what}", body)

    async def done(self, agency_id: str, what: str, body: Any = None) -> dict[str, Any]:
        answer = await self.act(agency_id, what, body)
        assert answer.is_success, (answer.status_code, answer.text)
        return dict(answer.json())

    async def order(self, agency_id: str, kind: str, last_day: date | None = None) -> str:
        """A sanction; answers its id."""
        body = {"kind": kind, "reason": "出具的报告与现场不符"}
        if last_day is not None:
            body["last_day"] = str(last_day)
        return str((await self.done(agency_id, "sanctions", body))["sanctions"][0]["id"])


async def listed(client: httpx.AsyncClient, service_type: str = APPRAISAL) -> list[str]:
    """Names of the agencies that anybody finds for a service."""
    path = f"/api/v1/market/agencies?service_type={service_type}"
    return [one["name"] for one in (await client.get(path)).json()["agencies"]]


def fault_codes(answer: httpx.Response) -> dict[str, str]:
    return {fault["path"]: fault["code"] for fault in answer.json()["errors"]}
