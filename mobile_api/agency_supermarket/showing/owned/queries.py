"""Each page of an owner with one question: a need of their own, a contract of their own, all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.models import Relative
from mobile_api.agency_supermarket.affiliations.service import own_relatives
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.changes.service import public_changes
from mobile_api.agency_supermarket.contracts import queries as contracts
from mobile_api.agency_supermarket.contracts import views as contract_views
from mobile_api.agency_supermarket.contracts.acts.files import file_of
from mobile_api.agency_supermarket.contracts.errors import ContractNotFound
from mobile_api.agency_supermarket.contracts.schemas import (
    ContractPage,
    ContractView,
    OwnContractsQuery,
)
from mobile_api.agency_supermarket.contracts.scope import contract_of_need, own_contract
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.disputes import queries as disputes
from mobile_api.agency_supermarket.disputes import views as dispute_views
from mobile_api.agency_supermarket.disputes.schemas import DisputesQuery, DisputeView
from mobile_api.agency_supermarket.errors import NeedNotFound
from mobile_api.agency_supermarket.experts.rules import RULES as EXPERTS
from mobile_api.agency_supermarket.needs import queries as needs
from mobile_api.agency_supermarket.needs import views as need_views
from mobile_api.agency_supermarket.needs.drafting import earliest_close
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.files.service import own_files, public_file
from mobile_api.agency_supermarket.needs.previewing import preview as preview
from mobile_api.agency_supermarket.needs.schemas import NeedPage, NeedView, OwnNeedsQuery
from mobile_api.agency_supermarket.needs.scope import own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings import views as openings
from mobile_api.agency_supermarket.openings.schemas import OpeningView
from mobile_api.agency_supermarket.ratings import views as rating_views
from mobile_api.agency_supermarket.ratings.schemas import ContractRatings
from mobile_api.agency_supermarket.selection.rules import RULES as METHODS
from mobile_api.agency_supermarket.selection.rules import MethodTable
from mobile_api.agency_supermarket.selection.words import METHOD_WORDS as METHOD_WORDS
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.models import StoredFile

_SHOWN = 10


async def own_page(caller: Citizen, asked: OwnNeedsQuery) -> NeedPage:
    """The needs of whom the caller acts for. Raises NotForMarket, InvalidInput (cursor)."""
    found = await needs.needs_of(caller, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, need_views.summary)
    return NeedPage(needs=lines, unreadable=unreadable, next_cursor=cursor)


async def contract_page(caller: Citizen, asked: OwnContractsQuery) -> ContractPage:
    """Their contracts. Raises NotForMarket, InvalidInput (cursor)."""
    found = await contracts.own_contracts(caller, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, contract_views.summary)
    return ContractPage(contracts=lines, unreadable=unreadable, next_cursor=cursor)


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A need of one's own. `has_passphrase`: what opens its bids; `contract_id` of the award."""

    need: NeedView
    files: Sequence[NeedFile]
    relatives: Sequence[Relative]
    changes: Sequence[NeedChange]
    opening: OpeningView | None
    disputes: Sequence[DisputeView]
    has_passphrase: bool
    contract_id: UUID | None


async def own_need(caller: Citizen, need_id: UUID) -> OwnNeed:
    """Raises NotForMarket, NeedNotFound."""
    need = await own_needs(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    is_public = need.number is not None
    told = await disputes.disputes_of(need_id, DisputesQuery(limit=_SHOWN))
    is_awarded = need.status is NeedStatus.awarded
    contract = await contract_of_need(need_id) if is_awarded else None
    return OwnNeed(
        need=await need_views.view(need, is_own=True),
        files=await own_files(caller, need_id),
        relatives=await own_relatives(caller, need_id),
        changes=await public_changes(need_id) if is_public else [],
        opening=await openings.opening(need) if need.opened_at else None,
        disputes=[dispute_views.owners(one) for one in told[:_SHOWN]],
        has_passphrase=bool(need.owner_kept),
        contract_id=contract.id if contract else None,
    )


@dataclass(frozen=True, slots=True)
class OwnContract:
    """A contract of one's own with what both sides said of it."""

    contract: ContractView
    ratings: ContractRatings


async def contract_shown(caller: Citizen, contract_id: UUID) -> OwnContract:
    """As its owner. Raises NotForMarket, ContractNotFound (also for the agency of the contract)."""
    party = await own_contract(caller, contract_id)
    if party.side is not Side.owner:
        raise ContractNotFound()
    return OwnContract(
        contract=await contract_views.view(party.contract, party.side),
        ratings=await rating_views.of_contract(party),
    )


async def contract_file(caller: Citizen, contract_id: UUID, file_id: UUID) -> StoredFile:
    """Raises NotForMarket, ContractNotFound, ContractFileNotFound."""
    party = await own_contract(caller, contract_id)
    return await file_of(party.contract, file_id)


async def need_file(need_id: UUID, need_file_id: UUID) -> StoredFile:
    """A file of a published need, for anybody. Raises NeedNotFound, NeedFileNotFound."""
    return (await public_file(need_id, need_file_id)).file


async def soonest_close() -> date:
    """The first day on which a need that is published today may close."""
    return await earliest_close(clock.today())


def method_rules() -> MethodTable:
    """The methods as they are today."""
    return METHODS.here().methods.on(clock.today())


def specialties() -> dict[str, str]:
    """专业类别 of experts by key, in words."""
    return dict(EXPERTS.here().specialties.on(clock.today()).names)
