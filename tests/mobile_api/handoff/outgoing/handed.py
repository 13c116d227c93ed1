"""A case that is taken here for another city, and everybody around it."""

from datetime import timedelta
from typing import Any

import httpx

from mobile_api.cases.models import Case
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.partners.models import Partner
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit, calendar_for
from tests.actors import Citizen, Colleague, photo
from tests.partner_city import PartnerCity, PartnerMessage
from tests.stack import Stack

REGION, AGREEMENT = "990100", "示范〔2026〕1号"
FAULTS = {
    "faults": [
        {
            "target": "material",
            "key": "old-passport",
            "reason": "看不清楚。",
            "advice": "请重新拍摄。",
        }
    ]
}


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


class Handed:
    """`case_id` once it was begun. Work that is due is done by `settle` of each step."""

    def __init__(
        self,
        stack: Stack,
        client: httpx.AsyncClient,
        city: PartnerCity,
        partner: Partner,
        citizen: Citizen,
        colleague: Colleague,
    ) -> None:
        self.stack, self.client, self.city = stack, client, city
        self.partner, self.citizen, self.colleague = partner, citizen, colleague
        self.case_id = ""

    @property
    def own(self) -> str:
        return f"/api/v1/cases/{self.case_id}"

    async def draft(self) -> None:
        """A whole draft that is meant for the neighbour."""
        self.case_id = (await self.citizen.passport_draft())["id"]
        await self.citizen.ok("PUT", f"{self.own}/handoff", {"region_code": REGION})

    async def submitted(self) -> "Handed":
        await self.draft()
        await self.citizen.ok("POST", f"{self.own}/submit")
        await self.stack.settle()
        return self

    async def draft_online(self) -> None:
        """Of an item that is all online."""
        case = await self.citizen.ok("POST", "/api/v1/cases", {"item_key": "birth-reg"})
        self.case_id = case["id"]
        await self.fill(case)
        await self.citizen.ok("PUT", f"{self.own}/handoff", {"region_code": REGION})

    async def online(self) -> "Handed":
        """It goes as soon as it is submitted."""
        await self.draft_online()
        await self.citizen.ok("POST", f"{self.own}/submit")
        await self.stack.settle()
        return self

    async def fill(self, case: dict[str, Any]) -> None:
        form = {"expected-birth-on": in_days(30), "spouse-name": "李小四"}
        known = {one["key"] for one in case["materials"] if one["is_uploaded_by_applicant"]}
        await self.citizen.ok("PATCH", self.own, {"form": form})
        for shade, key in enumerate(sorted(known), 60):
            file_id = await self.citizen.upload(photo(shade))
            await self.citizen.ok("PUT", f"{self.own}/materials/{key}", {"file_ids": [file_id]})

    async def sent(self) -> "Handed":
        """The window has handed it off and the neighbour has it."""
        await self.submitted()
        await self.hand_off()
        await self.stack.settle()
        return self

    async def hand_off(self, **body: Any) -> httpx.Response:
        return await self.colleague.move(self.case_id, "hand-off", body)

    async def asked(self) -> "Handed":
        """The neighbour has checked it and asks for a correction."""
        await self.sent()
        await self.tell("checked")
        facts = {"round": 1, "count": 1, "answer_by": await self.working_day(20)}
        await self.tell("correction_requested", facts=facts, plain=FAULTS)
        return self

    async def corrected(self) -> httpx.Response:
        """The person has mended it and the window hands it off again."""
        file_id = await self.citizen.upload(photo(33))
        path = f"{self.own}/materials/old-passport"
        await self.citizen.ok("PUT", path, {"file_ids": [file_id]})
        await self.citizen.ok("POST", f"{self.own}/submit")
        return await self.hand_off()

    async def tell(self, event: str, **more: Any) -> PartnerMessage:
        told = await self.city.tell(await self.name(), event, **more)
        await self.stack.settle()
        return told

    async def working_day(self, days: int) -> str:
        """The last day of a limit that begins today: a limit never ends on a holiday."""
        today, limit = clock.today(), TimeLimit(days, DayKind.working_day)
        calendar = await calendar_for(self.stack.settings.region_code, today, limit)
        return calendar.due(today, limit).on.isoformat()

    async def accepted_facts(self) -> dict[str, Any]:
        """Of `accepted` today, counted as both cities count."""
        today = clock.today()
        facts: dict[str, Any] = {"accepted_on": today.isoformat(), "deemed": False}
        for name, value in (("statutory", 20), ("promised", 7)):
            facts[name] = {"value": value, "unit": "working_day"}
            facts[f"{name}_due_on"] = await self.working_day(value)
        return facts

    async def row(self) -> Handoff:
        found = await Handoff.filter(case_id=self.case_id).order_by("-created_at").first()
        assert found is not None
        return found

    async def name(self) -> str:
        return str((await self.row()).handoff_id)

    async def case(self) -> Case:
        return await Case.get(id=self.case_id)

    async def view(self) -> dict[str, Any]:
        return dict(await self.citizen.ok("GET", f"{self.own}/handoff"))

    async def texts(self) -> list[str]:
        history = await self.citizen.ok("GET", f"{self.own}/history")
        assert history["is_intact"]
        return [one["text"] for one in history["events"]]

    async def messages(self) -> list[OutgoingMessage]:
        return await OutgoingMessage.all().order_by("created_at", "position")

    async def taken(self, kind: str = "") -> list[dict[str, Any]]:
        """What arrived there about this case."""
        return await self.city.taken(kind, await self.name())
