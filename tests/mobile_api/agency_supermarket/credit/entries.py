"""What an agency and the desk do about credit over HTTP."""

from typing import Any
from uuid import UUID

import httpx

from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.credit.service import CreditFinding, enter, enter_into
from mobile_api.agency_supermarket.credit.states import OF_CONTRACTS, CreditKind
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import actor_of
from tests.mobile_api.agency_supermarket.market import OWN, Applicant, Desk

STAFF = "/staff/v1/market"


async def lose(agency_id: UUID | str, kind: CreditKind, reference: str = "paper-1") -> None:
    """Points by another room, or by the system."""
    async with in_transaction():
        await enter(UUID(str(agency_id)), kind, "经核实属实。", reference)


async def score(client: httpx.AsyncClient, agency_id: str) -> int:
    answer = await client.get(f"/api/v1/market/agencies/{agency_id}/credit")
    assert answer.is_success, answer.text
    return int(answer.json()["score"])


async def own_credit(applicant: Applicant) -> dict[str, Any]:
    return dict(await applicant.member.ok("GET", f"{OWN}/credit"))


async def entered(desk: Desk, agency_id: str, kind: str, reference: str = "监〔1〕号") -> str:
    """Entered by the desk, what stands in contracts as if by one; answers the id of the entry."""
    if kind in OF_CONTRACTS:
        caller = caller_of(desk.tokens["access_token"])
        assert isinstance(caller, Staff)
        found = CreditFinding(CreditKind(kind), "经核实属实。", f"paper:{reference}")
        async with in_transaction():
            agency = await locked_by_itself(UUID(agency_id))
            return str((await enter_into(agency, actor_of(caller), found)).id)
    body = {"kind": kind, "reason": "经核实,材料与事实不符。", "reference": reference}
    answer = await desk.done(agency_id, "credit-entries", body)
    return str(answer["entries"][0]["id"])


async def answered(desk: Desk, path: str, body: dict[str, Any]) -> httpx.Response:
    return await desk.call("POST", f"{STAFF}/{path}", body)
