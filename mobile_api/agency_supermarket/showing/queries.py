"""Each page with one question: everything public about an agency, or about a need."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.models import Control
from mobile_api.agency_supermarket.affiliations.service import public_controls
from mobile_api.agency_supermarket.agencies import views as agencies
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.practitioners import views as practitioners
from mobile_api.agency_supermarket.agencies.practitioners.schemas import PractitionerView
from mobile_api.agency_supermarket.agencies.practitioners.service import practitioners_of
from mobile_api.agency_supermarket.agencies.queries import agencies as listed_agencies
from mobile_api.agency_supermarket.agencies.queries import listed_at
from mobile_api.agency_supermarket.agencies.records.schemas import RecordView
from mobile_api.agency_supermarket.agencies.records.service import record_view, records_of
from mobile_api.agency_supermarket.agencies.requests import AgencyListQuery as AgencyListQuery
from mobile_api.agency_supermarket.agencies.schemas import AgencyPage, AgencyProfile
from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.changes.service import public_changes
from mobile_api.agency_supermarket.contracts.schemas import ContractNotice
from mobile_api.agency_supermarket.contracts.scope import contract_of_need
from mobile_api.agency_supermarket.contracts.views import notice as contract_notice
from mobile_api.agency_supermarket.credit import views as credit
from mobile_api.agency_supermarket.credit.schemas import CreditQuery, CreditView
from mobile_api.agency_supermarket.disputes import queries as disputes
from mobile_api.agency_supermarket.disputes.schemas import DisputesQuery, PublicDispute
from mobile_api.agency_supermarket.disputes.views import public as public_dispute
from mobile_api.agency_supermarket.errors import AgencyNotFound, NeedNotFound
from mobile_api.agency_supermarket.experts.panels.schemas import PanelView
from mobile_api.agency_supermarket.experts.panels.scope import panels_of
from mobile_api.agency_supermarket.experts.panels.views import view as panel_view
from mobile_api.agency_supermarket.finding.queries import office_of
from mobile_api.agency_supermarket.needs import views as needs
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.files.service import public_files
from mobile_api.agency_supermarket.needs.queries import needs as published_needs
from mobile_api.agency_supermarket.needs.queries import published_at
from mobile_api.agency_supermarket.needs.schemas import NeedListQuery, NeedPage, NeedView
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.openings import views as openings
from mobile_api.agency_supermarket.openings.schemas import OpeningView
from mobile_api.agency_supermarket.ratings import queries as ratings
from mobile_api.agency_supermarket.ratings import views as rating_views
from mobile_api.agency_supermarket.ratings.schemas import RatingPage, RatingsQuery
from mobile_api.agency_supermarket.ratings.scope import averages_of
from mobile_api.agency_supermarket.selection.words import WORDS
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

# Why a bid took no part, in words.
REASONS = WORDS.reasons
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AgencyShown:
    """An agency as anybody may know it."""

    profile: AgencyProfile
    office: OfficeView | None
    practitioners: Sequence[PractitionerView]
    record: RecordView
    ratings: RatingPage
    credit: CreditView
    controls: Sequence[Control]


async def agency_shown(agency_id: UUID, ratings_from: str | None = None) -> AgencyShown:
    """`ratings_from`: the cursor of a further page of ratings.

    Raises AgencyNotFound, InvalidInput (cursor).
    """
    agency = await public().get_or_none(id=agency_id)
    if agency is None:
        raise AgencyNotFound()
    asked = RatingsQuery(cursor=ratings_from, limit=_SHOWN)
    rated = await ratings.ratings_about(agency_id, asked)
    page, cursor = page_of(rated, asked.limit, at=lambda one: one.rated_at)
    registered, _ = shown(await practitioners_of(agency_id), practitioners.view)
    return AgencyShown(
        profile=await agencies.profile(agency),
        office=await office_of(agency_id),
        practitioners=registered,
        record=record_view((await records_of([agency_id])).get(agency_id)),
        ratings=rating_views.page(await averages_of(agency_id), page, cursor),
        credit=await credit.public_view(agency, CreditQuery(limit=_SHOWN)),
        controls=await public_controls(agency_id),
    )


async def agency_list(asked: AgencyListQuery) -> AgencyPage:
    """Listed agencies, the newest first. Raises InvalidInput (cursor)."""
    found = await listed_agencies(asked)
    page, cursor = page_of(found, asked.limit, at=listed_at)
    lines, unreadable = shown(page, agencies.summary)
    return AgencyPage(agencies=lines, unreadable=unreadable, next_cursor=cursor)


async def need_list(asked: NeedListQuery) -> NeedPage:
    """Published needs, the newest first. Raises InvalidInput (cursor)."""
    found = await published_needs(asked)
    page, cursor = page_of(found, asked.limit, at=published_at)
    lines, unreadable = shown(page, needs.summary)
    return NeedPage(needs=lines, unreadable=unreadable, next_cursor=cursor)


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need and what became of it; `opening` None before its bids are opened."""

    need: NeedView
    files: Sequence[NeedFile]
    changes: Sequence[NeedChange]
    opening: OpeningView | None
    disputes: Sequence[PublicDispute]
    panels: Sequence[PanelView]
    contract: ContractNotice | None


async def need_shown(need_id: UUID) -> NeedShown:
    """Raises NeedNotFound."""
    need = await public_needs().get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    told = await disputes.disputes_of(need_id, DisputesQuery(limit=_SHOWN))
    contract = await contract_of_need(need_id)
    return NeedShown(
        need=await needs.view(need, is_own=False),
        files=await public_files(need_id),
        changes=await public_changes(need_id),
        opening=await openings.opening(need) if need.opened_at else None,
        disputes=[public_dispute(one) for one in told[:_SHOWN]],
        panels=[await panel_view(one) for one in await panels_of(need.number or "")],
        contract=await contract_notice(contract) if contract else None,
    )
