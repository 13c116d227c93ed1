"""Results that go by post: a completed case, what EMS does with its parcel, and what is seen."""

from typing import Any

import httpx

from mobile_api.cases.history import CASE_LOG, SYSTEM
from mobile_api.cases.models import Case
from mobile_api.cases.numbers import next_case_number
from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.writing import append
from notifications.post.parcels.models import Parcel
from tests.actors import ADDRESS, Citizen, Colleague
from tests.stack import Stack

NEW_ADDRESS = ADDRESS | {"address": "新城街道光明路8号3单元501室"}
GATEWAY = "/amp-prod-api/f/amp/api/open"


class PostedCase:
    """A passport case whose result goes by post, and the people and parcels around it."""

    def __init__(
        self, stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
    ) -> None:
        self.stack, self.client = stack, client
        self.citizen, self.colleague = citizen, colleague
        self.id = ""

    async def begin(self, status: CaseStatus, item_key: str = "passport") -> "PostedCase":
        """A case to be posted that has come as far as `status`; how it got there is not the point.

        The people of `test_journey` walk the whole way.
        """
        request = {"item_key": item_key, "situation": {}}
        self.id = (await self.citizen.ok("POST", "/api/v1/cases", request))["id"]
        delivery = {"kind": "post", "address": ADDRESS, "agrees_to_postage": True}
        await self.citizen.ok("PATCH", self.path, {"delivery": delivery})
        case = await self.case()
        async with in_transaction():
            await append(
                CASE_LOG,
                case,
                "set_up",
                SYSTEM,
                public_text="测试从这里开始。",
                status=status,
                number=await next_case_number(case.region_code, clock.today()),
                submitted_at=clock.now(),
                outcome="approved" if status is CaseStatus.decided else None,
            )
        return self

    async def complete(self, *, settled: bool = True) -> "PostedCase":
        """Completed at the counter; the parcel is ordered at EMS."""
        await self.begin(CaseStatus.decided)
        assert (await self.colleague.move(self.id, "complete")).is_success
        if settled:
            await self.stack.settle()
        return self

    @property
    def path(self) -> str:
        return f"/api/v1/cases/{self.id}"

    @property
    def staff_path(self) -> str:
        return f"/staff/v1/cases/{self.id}"

    async def post(self, name: str, body: Any = None) -> httpx.Response:
        return await self.citizen.call("POST", f"{self.path}/{name}", body)

    async def leg(self) -> dict[str, Any]:
        return dict(await self.citizen.ok("GET", f"{self.path}/delivery"))

    async def case(self) -> Case:
        return await Case.get(id=self.id)

    async def parcels(self) -> list[Parcel]:
        number = (await self.case()).number
        return list(await Parcel.filter(reference=number).order_by("created_at"))

    async def play(self, script: str | list[str], **more: Any) -> None:
        """EMS moves the newest parcel along and pushes each step; our follower works it off."""
        await self.play_only(script, **more)
        await self.stack.settle()

    async def play_only(self, script: str | list[str], **more: Any) -> None:
        number = (await self.parcels())[-1].waybill_number
        url = f"{self.stack.ems}/_simulator/parcels/{number}/play"
        answer = await self.client.post(url, json={"script": script, **more})
        assert answer.is_success, answer.text

    async def public_texts(self) -> list[str]:
        """What the history tells whoever may see it."""
        seen = await self.citizen.ok("GET", f"{self.path}/history")
        return [event["text"] for event in seen["events"]]

    async def history(self) -> list[str]:
        seen = await self.citizen.ok("GET", f"{self.path}/history")
        assert seen["is_intact"]
        return [event["kind"] for event in seen["events"]]


async def ems_fails(stack: Stack, client: httpx.AsyncClient, api_code: str, **more: Any) -> None:
    fault = {"path": GATEWAY, "contains": f"apiCode={api_code}", **more}
    assert (await client.post(f"{stack.ems}/_simulator/faults", json=fault)).is_success


async def told(citizen: Citizen) -> list[str]:
    """Events of the person's inbox."""
    page = await citizen.ok("GET", "/api/v1/me/messages")
    return [one["event"] for one in page["entries"]]
