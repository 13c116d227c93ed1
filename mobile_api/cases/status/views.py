"""Shapes cases for those who look at them: the owner, the counter, a stranger with the number."""

from collections.abc import Sequence
from dataclasses import asdict

from mobile_api.cases.applicants import shown_name
from mobile_api.cases.case_guide import (
    guide_of_case,
    principal_name,
    remedy_text,
    shown_form,
    submitted_form,
)
from mobile_api.cases.clocks import Clock, clocks_of, clocks_of_each, running
from mobile_api.cases.history import DECIDING, events_of, is_intact
from mobile_api.cases.models import (
    ApplicantDetails,
    Case,
    CaseEvent,
    CorrectionNotice,
)
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.actions import next_actions
from mobile_api.cases.status.materials import materials_of
from mobile_api.cases.status.postal import parcels_of_case, postal_leg
from mobile_api.cases.status.progress import progress_of
from mobile_api.cases.status.schemas import (
    CaseSummary,
    CaseView,
    ClockView,
    CorrectionView,
    EventView,
    FaultView,
    FullApplicant,
    HistoryView,
    QueueEntry,
    StatusAnswer,
    StatusStep,
)
from mobile_api.cases.status.standing import holder_of, status_name
from mobile_api.cases.status.versions import pages_and_files, version_of
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.shared import clock
from mobile_api.shared.json_columns import UNREADABLE, lacks, shown
from notifications.post.schemas import ParcelView


def summary(case: Case) -> CaseSummary:
    """One line of a list."""
    return CaseSummary(**summary_fields(case))


def summary_fields(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "number": case.number,
        "item_key": case.item_key,
        "item_name": case.item_name,
        "enterprise_id": case.enterprise_id,
        "status": case.status,
        "status_name": status_name(case),
        "holder": holder_of(case),
        "holder_name": WORDS.holders[holder_of(case)],
        "touched_at": case.touched_at,
    }


async def view(case: Case) -> CaseView:
    """The case as its owner sees it."""
    guide = await guide_of_case(case)
    parcels = await parcels_of_case(case)
    details = await details_of_case(case, guide, parcels)
    correction = details["correction"]
    answer_by = correction.answer_by if isinstance(correction, CorrectionView) else None
    return CaseView(
        **summary_fields(case),
        **details,
        progress=progress_of(case),
        next_actions=await next_actions(case, guide, parcels, answer_by),
    )


async def full_applicant(case: Case) -> FullApplicant:
    """Everything personal that was submitted; the caller audits the look."""
    applicant = case.applicant_details or ApplicantDetails()
    said = {"social_credit_code": "", "clerk_name": ""} | applicant.model_dump(exclude_none=True)
    return FullApplicant(**said, form=submitted_form(case, await guide_of_case(case)))


async def details_of_case(
    case: Case, guide: ServiceGuide, parcels: Sequence[ParcelView]
) -> dict[str, object]:
    clocks = await clocks_of(case, clock.today())
    pages, files = await pages_and_files(case)
    return {
        "version": version_of(case, pages),
        "guide_version": case.guide_version,
        "situation": case.situation,
        "for_whom": principal_name(case, guide),
        "form": shown_form(case, guide),
        "delivery_kind": case.delivery.kind if case.delivery else None,
        "materials": materials_of(case, guide, pages, files),
        "correction": await _correction(case, guide, clocks),
        "clocks": [clock_view(item) for item in clocks],
        "parcel": postal_leg(parcels),
        "outcome": case.outcome,
        "reason": await _reason(case),
        "remedy": await _remedy(case),
        "submitted_at": case.submitted_at,
        "accepted_at": case.accepted_at,
    }


async def _reason(case: Case) -> str | None:
    """Why it was declined or refused, which the applicant has a right to read (行政许可法 38)."""
    if case.outcome is None and case.status is not CaseStatus.declined:
        return None
    event = await _decision(case)
    return (event.payload or {}).get("reason") if event else None


async def _remedy(case: Case) -> str | None:
    """Where to turn against it, and till when; another city's own words say it of its decision."""
    if not case.is_refused and case.status is not CaseStatus.declined:
        return None
    if not case.is_for_another_city:
        return remedy_text(await guide_of_case(case))
    event = await _decision(case)
    return event.public_text if event else None


async def _decision(case: Case) -> CaseEvent | None:
    deciding = CaseEvent.filter(case_id=case.id, kind__in=DECIDING)
    return await deciding.order_by("-sequence").first()


def clock_view(item: Clock) -> ClockView:
    return ClockView(**asdict(item), name=WORDS.clocks[item.kind])


async def _correction(
    case: Case, guide: ServiceGuide, clocks: Sequence[Clock]
) -> CorrectionView | None:
    if case.status is not CaseStatus.correction_requested:
        return None
    notice = await CorrectionNotice.get(case_id=case.id, round=case.correction_round)
    names = {(FaultTarget.material, material.key): material.name for material in guide.materials}
    names |= {(FaultTarget.form_field, field.key): field.label for field in guide.form_fields}
    limit = running([item for item in clocks if item.kind is ClockKind.correction])
    return CorrectionView(
        round=notice.round,
        issued_at=notice.issued_at,
        answer_by=limit.due_on if limit else None,
        faults=[
            # Another city may name what this one's guide does not have.
            FaultView(
                **dict(fault),
                name=names.get((fault.target, fault.key), WORDS.transfer.fault_elsewhere),
            )
            for fault in notice.faults
        ],
    )


async def history(case: Case) -> HistoryView:
    """The whole history with its hashes, checked."""
    events = await events_of(case.id)
    return HistoryView(
        number=case.number,
        is_intact=is_intact(case, events),
        events=[
            EventView(
                sequence=event.sequence,
                kind=event.kind,
                actor_kind=event.actor_kind,
                status_after=event.status_after,
                at=event.at,
                text=event.public_text,
                hash=bytes(event.hash).hex(),
            )
            for event in events
        ],
    )


async def status_answer(case: Case) -> StatusAnswer:
    """What anyone with the number and the second factor may know."""
    clocks = await clocks_of(case, clock.today())
    limit = running(clocks)
    return StatusAnswer(
        number=case.number or "",
        item_name=case.item_name,
        status=case.status,
        status_name=status_name(case),
        holder=holder_of(case),
        due_on=limit.due_on if limit else None,
        due_name=WORDS.clocks[limit.kind] if limit else None,
        remedy=await _remedy(case),
        is_provisional=limit.is_provisional if limit else False,
        parcel=postal_leg(await parcels_of_case(case)),
        steps=[
            StatusStep(at=event.at, text=event.public_text) for event in await events_of(case.id)
        ],
    )


async def queue_entries(cases: Sequence[Case]) -> tuple[list[QueueEntry], int]:
    """Lines of the counter's queue, and how many cases cannot be shown."""
    clocks = await clocks_of_each(cases, clock.today())
    return shown(cases, lambda case: _queue_entry(case, running(clocks[case.id])))


def _queue_entry(case: Case, limit: Clock | None) -> QueueEntry:
    return QueueEntry(
        id=case.id,
        number=case.number or "",
        item_name=case.item_name,
        applicant_masked=UNREADABLE if lacks(case, "applicant_details") else shown_name(case),
        status=case.status,
        holder=holder_of(case),
        correction_round=case.correction_round,
        waiting_since=case.touched_at,
        light=limit.light if limit else None,
    )
