"""For whom a person may open what a message of the market is about, and from which side."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.agencies.scope import of_enterprises
from mobile_api.agency_supermarket.bids.queries import bidders_among
from mobile_api.agency_supermarket.contracts.scope import sides_of
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.needs.scope import owners_of
from mobile_api.enterprises.queries import powers_of


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """A need, contract or agency of somebody for whom a person may act: `enterprise_id` None and
    no name for the person themselves."""

    side: Side
    enterprise_id: UUID | None = None
    enterprise_name: str = ""


async def market_companies(person_id: UUID) -> Mapping[UUID, str]:
    """The names of the enterprises for which the person may act at the market now, by id."""
    powers = await powers_of(person_id)
    whole = [one.enterprise for one in powers if one.acting.item_keys is None]
    return {one.id: one.name for one in whole}


async def own_matters(person_id: UUID, subjects: Collection[str]) -> dict[str, OwnMatter]:
    """By the subject of a message (`need:<id>`, `contract:<id>`, `agency:<id>`), where the person
    may open it; what is nobody's of theirs any more is not there."""
    wanted = {kind: _ids(subjects, kind) for kind in ("need", "contract", "agency")}
    if not any(wanted.values()):
        return {}
    names = await market_companies(person_id)
    found: dict[str, tuple[Side, UUID | None]] = {}
    bids = await bidders_among(names, wanted["need"])
    found |= {f"need:{one}": (Side.agency, whose) for one, whose in bids.items()}
    needs = await owners_of(person_id, names, wanted["need"])
    found |= {f"need:{one}": (Side.owner, whose) for one, whose in needs.items()}
    agencies = await of_enterprises(names, wanted["agency"])
    found |= {f"agency:{one}": (Side.agency, whose) for one, whose in agencies.items()}
    contracts = await sides_of(person_id, names, wanted["contract"])
    found |= {f"contract:{one}": side for one, side in contracts.items()}
    return {
        subject: OwnMatter(side, whose, names[whose] if whose else "")
        for subject, (side, whose) in found.items()
    }


def _ids(subjects: Collection[str], kind: str) -> list[UUID]:
    found = []
    for one in subjects:
        before, _, text = one.partition(":")
        if before == kind:
            found.append(UUID(text))
    return found
