"""What an agency's people read on their pages: their agency, a need and their part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import own_controls as own_controls
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.practitioners.schemas import PractitionerView
from mobile_api.agency_supermarket.agencies.practitioners.service import own_practitioners
from mobile_api.agency_supermarket.agencies.practitioners.views import views as practitioner_views
from mobile_api.agency_supermarket.agencies.queries import own_certificate as own_certificate
from mobile_api.agency_supermarket.agencies.schemas import ApplicationView
from mobile_api.agency_supermarket.agencies.scope import own, own_agency
from mobile_api.agency_supermarket.agencies.views import application
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.queries import own_bids
from mobile_api.agency_supermarket.bids.schemas import BidState
from mobile_api.agency_supermarket.bids.service import own_bid
from mobile_api.agency_supermarket.bids.views import state_of
from mobile_api.agency_supermarket.contracts.acts.files import file_of
from mobile_api.agency_supermarket.contracts.queries import own_contracts
from mobile_api.agency_supermarket.contracts.schemas import (
    ContractPage,
    ContractView,
    OwnContractsQuery,
)
from mobile_api.agency_supermarket.contracts.scope import own_contract
from mobile_api.agency_supermarket.contracts.views import summary as contract_line
from mobile_api.agency_supermarket.contracts.views import view as contract_view
from mobile_api.agency_supermarket.credit.schemas import CreditQuery, OwnCreditView
from mobile_api.agency_supermarket.credit.views import own_view as credit_view
from mobile_api.agency_supermarket.disputes.queries import made_at, own_disputes
from mobile_api.agency_supermarket.disputes.schemas import DisputePage, DisputesQuery
from mobile_api.agency_supermarket.disputes.views import complainants
from mobile_api.agency_supermarket.errors import BidNotFound
from mobile_api.agency_supermarket.finding.queries import office_of
from mobile_api.agency_supermarket.needs.schemas import NeedSummary
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import summary as need_line
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.ratings.schemas import ContractRatings
from mobile_api.agency_supermarket.ratings.views import of_contract
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import read_each, shown
from uploads.models import StoredFile

_MOST_NEEDS = 50


async def own_application(caller: Citizen) -> ApplicationView | None:
    """The agency of the enterprise for which the caller acts; None where nothing was begun.

    Raises NotForMarket.
    """
    found = await own(caller).first()
    return await application(found) if found else None


async def own_office(agency_id: UUID) -> OfficeView | None:
    return await office_of(agency_id)


async def own_people(caller: Citizen) -> Sequence[PractitionerView]:
    """Raises NotForMarket, AgencyNotFound."""
    return practitioner_views(await own_practitioners(caller)).practitioners


async def own_state(caller: Citizen, need_id: UUID) -> BidState | None:
    """One's own bid for a need; None where there is none. Raises NotForMarket,
    AgencyNotFound."""
    try:
        found = await own_bid(caller, need_id)
    except BidNotFound:
        return None
    return await state_of(found, await public_needs().get(id=need_id))


async def needs_bid_for(caller: Citizen) -> list[tuple[NeedSummary, str]]:
    """The needs for which one's agency has bid, the newest bid first, and how it stands there in
    words. Raises NotForMarket, AgencyNotFound."""
    bids = await own_bids(caller, _MOST_NEEDS)
    ids = [one.need_id for one in bids]
    found = public_needs().filter(id__in=ids).prefetch_related("enterprise")
    lines, _ = shown(await read_each(found), need_line)
    by_id = {one.id: one for one in lines}
    awards = Award.filter(need_id__in=ids, need__status=NeedStatus.awarded)
    winners = {one.need_id: one.bid_id for one in await awards}
    return [
        (need, _standing(one, need, winners.get(need.id)))
        for one in bids
        if (need := by_id.get(one.need_id))
    ]


def _standing(bid: Bid, need: NeedSummary, winner: UUID | None) -> str:
    if bid.is_withdrawn:
        return "已撤回"
    if winner is None:
        return need.status_name
    return "中选" if winner == bid.id else "没有中选"


async def own_contract_list(caller: Citizen, asked: OwnContractsQuery) -> ContractPage:
    """Raises NotForMarket, InvalidInput (cursor)."""
    found = await own_contracts(caller, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, contract_line)
    return ContractPage(contracts=lines, unreadable=unreadable, next_cursor=cursor)


@dataclass(frozen=True, slots=True)
class ContractShown:
    """A contract as one of its sides sees it, with what both say of each other."""

    contract: ContractView
    ratings: ContractRatings


async def contract_shown(caller: Citizen, contract_id: UUID) -> ContractShown:
    """Raises NotForMarket, ContractNotFound."""
    party = await own_contract(caller, contract_id)
    ratings = await of_contract(party)
    return ContractShown(await contract_view(party.contract, party.side), ratings)


async def contract_file(caller: Citizen, contract_id: UUID, file_id: UUID) -> StoredFile:
    """Raises NotForMarket, ContractNotFound, ContractFileNotFound."""
    party = await own_contract(caller, contract_id)
    return await file_of(party.contract, file_id)


async def own_credit(caller: Citizen, asked: CreditQuery) -> OwnCreditView:
    """Raises NotForMarket, AgencyNotFound, InvalidInput (cursor)."""
    return await credit_view(await own_agency(caller), asked)


async def own_dispute_list(caller: Citizen, asked: DisputesQuery) -> DisputePage:
    """Raises NotForMarket, AgencyNotFound, InvalidInput (cursor)."""
    found = await own_disputes(caller, asked)
    page, cursor = page_of(found, asked.limit, at=made_at)
    lines, unreadable = shown(page, complainants)
    return DisputePage(disputes=lines, unreadable=unreadable, next_cursor=cursor)
