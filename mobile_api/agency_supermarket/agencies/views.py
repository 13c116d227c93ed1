"""Shapes agencies for those who look at them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from mobile_api.agency_supermarket.agencies.applying import lacking
from mobile_api.agency_supermarket.agencies.history import events_of
from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyService,
    Qualification,
    Sanction,
)
from mobile_api.agency_supermarket.agencies.schemas import (
    AgencyFact,
    AgencyProfile,
    AgencySummary,
    ApplicationFault,
    ApplicationView,
    QualificationView,
    SanctionView,
    ServiceView,
)
from mobile_api.agency_supermarket.agencies.states import (
    APPLY,
    EDITABLE,
    LEAVE,
    OPEN,
    SANCTION_NAMES,
    STATUS_NAMES,
    AgencyStatus,
)
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.enterprises.queries import enterprise_by_id, enterprise_view
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.text.words import yuan

_Standing = Literal["valid", "not_begun", "expired", "unverified"]
_STANDINGS: dict[_Standing, str] = {
    "valid": "有效",
    "not_begun": "尚未生效",
    "expired": "已过期",
    "unverified": "待核验",
}


def service_view(agency: Agency, offered: AgencyService) -> ServiceView:
    known = SERVICES.here().service_types.get(offered.service_type)
    low, high = yuan(offered.price_from_fen), yuan(offered.price_to_fen)
    until = offered.covered_until
    return ServiceView(
        service_type=offered.service_type,
        name=known.name if known else offered.service_type,
        time_class=known.time_class if known else None,
        price_from_fen=offered.price_from_fen,
        price_to_fen=offered.price_to_fen,
        price=(low if low == high else f"{low}至{high}") + f"/{offered.price_unit}",
        price_unit=offered.price_unit,
        promised_days=offered.promised_days,
        is_open=agency.status in OPEN and until is not None and until >= clock.today(),
    )


def _services(agency: Agency, found: Iterable[AgencyService]) -> list[ServiceView]:
    ordered = sorted(found, key=lambda one: one.service_type)
    return [service_view(agency, one) for one in ordered]


def _standing(found: Qualification, today: date) -> _Standing:
    if found.valid_until is not None and found.valid_until < today:
        return "expired"
    if found.verified_at is None:
        return "unverified"
    return "valid" if found.valid_from <= today else "not_begun"


def _qualification(found: Qualification) -> QualificationView:
    kind = SERVICES.here().kinds.get(found.kind)
    standing = _standing(found, clock.today())
    return QualificationView(
        id=found.id,
        kind=found.kind,
        name=kind.name if kind else found.kind,
        number=found.number,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        standing=standing,
        standing_name=_STANDINGS[standing],
    )


def _sanction(found: Sanction) -> SanctionView:
    return SanctionView(
        id=found.id,
        kind=found.kind,
        kind_name=SANCTION_NAMES[found.kind],
        reason=found.reason,
        ordered_on=clock.beijing_date(found.ordered_at),
        last_day=found.last_day,
        object_by=found.object_by,
        objected=found.objected_at is not None,
        answer=found.answer,
        is_lifted=found.lifted_at is not None,
    )


def summary(agency: Agency) -> AgencySummary:
    """`enterprise` and `services` are fetched."""
    return AgencySummary(
        id=agency.id,
        name=agency.enterprise.name,
        status=agency.status,
        status_name=STATUS_NAMES[agency.status],
        phone=agency.phone,
        practitioners=agency.practitioners,
        services=_services(agency, agency.services),
    )


async def profile(agency: Agency) -> AgencyProfile:
    """What anybody may know of an agency that is public."""
    return AgencyProfile(**await _known(agency, is_public=True))


async def application(agency: Agency) -> ApplicationView:
    """What its own people and the desk see."""
    can = [
        name
        for name, sources in (
            ("edit", EDITABLE),
            ("apply", APPLY.sources),
            ("offer_anew", OPEN),
            ("leave", LEAVE.sources),
        )
        if agency.status in sources
    ]
    faults = [ApplicationFault(path=one.path, reason=one.reason) for one in agency.faults or ()]
    return ApplicationView(
        **await _known(agency, is_public=False),
        faults=faults,
        lacking=await _lacking(agency),
        can=can,
        answer_by=await _answer_by(agency),
    )


async def _lacking(agency: Agency) -> list[ApplicationFault]:
    found = await lacking(agency) if agency.status in EDITABLE else []
    return [ApplicationFault(path=one.path, reason=one.message) for one in found]


async def _known(agency: Agency, *, is_public: bool) -> dict[str, Any]:
    qualifications = Qualification.filter(agency_id=agency.id).order_by("kind", "id")
    if is_public:
        qualifications = qualifications.filter(verified_at__isnull=False)
    sanctions = Sanction.filter(agency_id=agency.id).order_by("-ordered_at", "-id")
    services = AgencyService.filter(agency_id=agency.id)
    return {
        "id": agency.id,
        "enterprise": enterprise_view(await enterprise_by_id(agency.enterprise_id)),
        "status": agency.status,
        "status_name": STATUS_NAMES[agency.status],
        "introduction": agency.introduction,
        "process": agency.process,
        "phone": agency.phone,
        "practitioners": agency.practitioners,
        "listed_at": agency.listed_at,
        "services": _services(agency, await services),
        "qualifications": [_qualification(one) for one in await qualifications],
        "sanctions": [_sanction(one) for one in await sanctions],
        "history": [
            AgencyFact(at=event.at, text=event.public_text) for event in await events_of(agency.id)
        ],
    }


async def _answer_by(agency: Agency) -> date | None:
    if agency.status is not AgencyStatus.applied or agency.applied_at is None:
        return None
    start = clock.beijing_date(agency.applied_at)
    return await last_day_of(RULES.here().listing_review.on(start).limit, start)
