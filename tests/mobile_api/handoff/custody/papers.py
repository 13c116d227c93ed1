"""The counters that papers pass, and what they write."""

from typing import Any

import httpx

from mobile_api.handoff.models import Handoff
from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.partner_city import PartnerCity, PartnerMessage
from tests.stack import Stack

WAYBILL, WAYBILL_BACK = "1100000000001", "1100000000002"
GIVEN = [{"key": "old-passport", "count": 1}, {"name": "户口簿", "count": 1}]
NAMES = ["原普通护照", "户口簿"]
# As the neighbour tells of them.
TOLD = [{"name": "原普通护照", "count": 1}, {"name": "户口簿", "count": 1}]


def found(**otherwise: str) -> list[dict[str, Any]]:
    """The papers with a finding each, `there` unless told otherwise."""
    return [one | {"found": otherwise.get(str(one["name"]), "there")} for one in TOLD]


class Desk:
    """The counter of one city; `name` of the handoff, `row_id` here."""

    def __init__(
        self, stack: Stack, city: PartnerCity, colleague: Colleague, name: str, row_id: str
    ) -> None:
        self.stack, self.city, self.colleague = stack, city, colleague
        self.name, self.row_id = name, row_id

    @property
    def path(self) -> str:
        return f"/staff/v1/handoffs/{self.row_id}/custody"

    async def log(self) -> dict[str, Any]:
        return dict(await self.colleague.ok("GET", self.path))

    async def try_to(self, step: str, **more: Any) -> httpx.Response:
        """After what is there now, unless `after` is told."""
        after = {} if "after" in more else {"after": (await self.log())["last"]}
        return await self.colleague.call("POST", self.path, {"step": step} | after | more)

    async def write(self, step: str, **more: Any) -> dict[str, Any]:
        answer = await self.try_to(step, **more)
        assert answer.status_code == 201, answer.text
        await self.work()
        return dict(answer.json())

    async def told(self, step: str, **more: Any) -> PartnerMessage:
        """The other city writes an entry of its own."""
        said = await self.city.keep_log(self.name, step, **more)
        await self.work()
        return said

    async def work(self) -> None:
        await self.stack.settle()

    async def steps(self) -> list[str]:
        return [one["step"] for one in (await self.log())["entries"]]

    async def place(self) -> str:
        return str((await self.log())["place"])

    async def row(self) -> Handoff:
        return await Handoff.get(id=self.row_id)

    async def there(self) -> list[dict[str, Any]]:
        """What the other city has got of the log, as bodies, with what was sealed in them."""
        taken = await self.city.taken("custody", self.name)
        return [one["said"] | {"plain": one["plain"]} for one in taken]


class TakingDesk(Desk):
    """The window that collects, seals and posts."""

    def __init__(self, handed: Handed, name: str, row_id: str) -> None:
        super().__init__(handed.stack, handed.city, handed.colleague, name, row_id)
        self.handed, self.citizen = handed, handed.citizen

    @classmethod
    async def of(cls, handed: Handed) -> "TakingDesk":
        row = await handed.row()
        return cls(handed, str(row.handoff_id), str(row.id))

    async def posted(self) -> "TakingDesk":
        await self.write("collected", papers=GIVEN)
        await self.write("sealed", seal_number="F-0081")
        await self.write("posted", waybill_number=WAYBILL, carrier_code="ems")
        return self

    async def own(self) -> dict[str, Any]:
        return dict(await self.citizen.ok("GET", f"{self.handed.own}/custody"))

    async def inbox(self) -> list[dict[str, Any]]:
        found = await self.citizen.ok("GET", "/api/v1/me/messages")
        return list(found["entries"])


class HomeDesk(Desk):
    """The counter that waits for the envelope."""

    def __init__(self, neighbour: Neighbour, clerk: Colleague, name: str, row_id: str) -> None:
        super().__init__(neighbour.stack, neighbour.city, clerk, name, row_id)
        self.neighbour = neighbour

    async def on_their_way(self) -> "HomeDesk":
        for step, facts in (
            ("collected", {"papers": TOLD}),
            ("sealed", {"papers": TOLD, "seal_number": "F-0081"}),
            ("posted", {"papers": TOLD, "carrier": "ems", "waybill_number": WAYBILL}),
        ):
            said = await self.told(step, facts=facts)
            assert said.answered.status == 202, said.answered.body
        return self

    async def work(self) -> None:
        await self.neighbour.work()
