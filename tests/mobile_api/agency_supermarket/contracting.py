"""A contract from its award to its end, by the two who made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import httpx

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.scope import contract_of_need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close
from tests.stack import Stack

OWN = "/api/v1/market/own-contracts"
PRICE = 3_000_000


@contextmanager
def on_the_day(day: date, hour: int = 10) -> Iterator[None]:
    """The clock stands on that day in China; whoever signed in before has to do it again."""
    with clock.standing_at(datetime.combine(day, time(hour), BEIJING)):
        yield


class Deal:
    """An awarded need, whose contract waits to be signed; the result is no longer shown."""

    def __init__(self, stack: Stack, buyer: Buyer, bidder: Bidder, contract_id: str) -> None:
        self.stack, self.buyer, self.agency, self.id = stack, buyer, bidder, contract_id
        self.owner = buyer.person

    @classmethod
    async def strike(
        cls, stack: Stack, buyer: Buyer, bidder: Bidder, *, is_shown: bool = False, **more: Any
    ) -> "Deal":
        """One bid for social money wins; the result is shown no more unless `is_shown`."""
        price = more.pop("price", PRICE)
        need_id = await buyer.publish(fund_source="social", **more)
        await bidder.bid(need_id, price)
        await let_it_close(need_id)
        assert (await buyer.open(need_id))["award"]["price_fen"] == price
        if not is_shown:
            yesterday = clock.today() - timedelta(days=1)
            await Award.filter(need_id=need_id).update(shown_until=yesterday)
        await stack.settle()
        return cls(stack, buyer, bidder, str((await Contract.get(need_id=need_id)).id))

    @classmethod
    async def of_award(cls, stack: Stack, buyer: Buyer, bidder: Bidder, need_id: str) -> "Deal":
        """The contract of what a need has come to; the result is shown no more."""
        yesterday = clock.today() - timedelta(days=1)
        await Award.filter(need_id=need_id).update(shown_until=yesterday)
        await stack.settle()
        found = await contract_of_need(UUID(need_id))
        assert found is not None and found.agency_id == bidder.agency_id
        return cls(stack, buyer, bidder, str(found.id))

    async def proposed(self, by: Citizen, **more: Any) -> dict[str, int]:
        """Proposed at the price of the award; what the other side confirms."""
        price = {"price_fen": (await self.row()).price_fen}
        made = await self.done(by, "propose", await self.proposal(by, **price | more))
        return {"proposal": made["proposal"]}

    async def row(self) -> Contract:
        return await Contract.get(id=self.id)

    async def proposal(self, by: Citizen, **more: Any) -> dict[str, Any]:
        """For delivery in twenty days, with a scan and one milestone in ten."""
        today = clock.today()
        usual = {
            "price_fen": PRICE,
            "last_day": str(today + timedelta(days=20)),
            "milestones": [{"words": "完成现场勘查", "on": str(today + timedelta(days=10))}],
        }
        if "files" not in more:
            usual["files"] = [await by.upload(photo(41))]
        return usual | more

    async def act(self, by: Citizen, what: str, body: Any = None) -> httpx.Response:
        return await by.call("POST", f"{OWN}/{self.id}/{what}", body)

    async def done(self, by: Citizen, what: str, body: Any = None) -> dict[str, Any]:
        answer = await self.act(by, what, body)
        assert answer.is_success, (answer.status_code, answer.text)
        return dict(answer.json())

    async def refused(self, by: Citizen, what: str, body: Any = None) -> str:
        """The code for which it was refused."""
        answer = await self.act(by, what, body)
        assert answer.is_client_error, (answer.status_code, answer.text)
        return str(answer.json()["code"])

    async def see(self, by: Citizen) -> dict[str, Any]:
        return dict(await by.ok("GET", f"{OWN}/{self.id}"))

    async def sign(self, **more: Any) -> dict[str, Any]:
        """Proposed by the agency, confirmed by the owner; `case_id` is what the owner says."""
        case_id = more.pop("case_id", None)
        made = await self.done(self.agency, "propose", await self.proposal(self.agency, **more))
        confirmed = {"proposal": made["proposal"]}
        if case_id:
            confirmed["case_id"] = case_id
        return await self.done(self.owner, "confirm", confirmed)

    async def deliver(self) -> dict[str, Any]:
        files = [await self.agency.upload(photo(77))]
        return await self.done(self.agency, "deliver", {"files": files})

    async def finish(self) -> dict[str, Any]:
        """Signed, delivered and accepted."""
        await self.sign()
        await self.deliver()
        return await self.done(self.owner, "accept")

    async def told(self, who: Citizen) -> list[str]:
        """Texts of the messages in the inbox, the newest first."""
        entries = (await who.ok("GET", "/api/v1/me/messages"))["entries"]
        return [one["text"] for one in entries]
