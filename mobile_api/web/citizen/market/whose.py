"""Where a message of the market leads, and what is said to who opens it for somebody else."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.showing.mine.queries import (
    OwnMatter,
    market_companies,
    own_matters,
)
from mobile_api.shared.callers import Citizen
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.frame.acting import FOR_ONESELF, ONESELF

# By what a message is about and from which side: the page, and what the link to it says.
_PAGES = {
    ("need", Side.owner): ("/me/market/needs/{id}", "看这项采购"),
    ("need", Side.agency): ("/me/agency/needs/{id}", "看我的报价"),
    ("contract", Side.owner): ("/me/market/contracts/{id}", "看这份合同"),
    ("contract", Side.agency): ("/me/agency/contracts/{id}", "看这份合同"),
    ("agency", Side.agency): ("/me/agency", "看我的机构"),
}


@dataclass(frozen=True, slots=True)
class MarketWay:
    """To a page of the market, and for whom it is: what the link says names the enterprise."""

    path: str
    door: str
    matter: OwnMatter


async def market_ways(person_id: UUID, subjects: Collection[str]) -> dict[str, MarketWay]:
    """By the subject of a message, where it leads; not what the person may not open any more."""
    found = await own_matters(person_id, subjects)
    return {subject: _way(subject, matter) for subject, matter in found.items()}


def _way(subject: str, matter: OwnMatter) -> MarketWay:
    kind, _, key = subject.partition(":")
    path, door = _PAGES[kind, matter.side]
    name = matter.enterprise_name
    return MarketWay(path.format(id=key), f"{door}(为“{name}”)" if name else door, matter)


async def for_another(request: Request, caller: Citizen, subject: str) -> HTTPResponse | None:
    """The page that offers to act for whom this is; None where they do, or it is not theirs."""
    way = (await market_ways(caller.person_id, [subject])).get(subject)
    present = caller.acting_for.enterprise_id if caller.acting_for else None
    if way is None or way.matter.enterprise_id == present:
        return None
    whose = way.matter.enterprise_id
    return tell(
        request,
        "for_another.html",
        request.path,
        name=way.matter.enterprise_name or ONESELF,
        who=str(whose) if whose else FOR_ONESELF,
        return_to=way.path,
    )


async def other_companies(caller: Citizen) -> list[str]:
    """The names of the enterprises whose market matters who acts for themselves does not see."""
    if caller.acting_for is not None:
        return []
    return sorted((await market_companies(caller.person_id)).values())
