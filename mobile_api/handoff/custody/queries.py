"""The custody log as staff and the person see it, scoped by the cases that they may see."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.cases.models import Case
from mobile_api.cases.transfer.service import visible_case
from mobile_api.handoff.custody import rules, words
from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.custody.schemas import (
    CustodyEntryView,
    CustodyStepView,
    CustodyView,
    OwnCustody,
    PaperView,
)
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing.scope import handoff_of, in_scope
from mobile_api.handoff.outgoing.words import problem_text
from mobile_api.handoff.states import OVER, CustodyPlace, CustodyStep
from mobile_api.shared.callers import Citizen, Staff


async def entries_of(handoff: Handoff) -> list[CustodyEntry]:
    """Those that have their place, in its order."""
    found = CustodyEntry.filter(handoff_row_id=handoff.id, position__isnull=False)
    return list(await found.order_by("position"))


async def custody_of(caller: Staff, handoff_row_id: UUID) -> CustodyView:
    """Of a handoff whose case the caller may see. Raises HandoffNotFound."""
    found = in_scope(caller).prefetch_related("partner", "agreed_item")
    handoff = await found.get_or_none(id=handoff_row_id)
    if handoff is None:
        raise HandoffNotFound()
    log = await entries_of(handoff)
    standing = rules.standing_of(log)
    problem = handoff.custody_problem
    return CustodyView(
        handoff_row_id=handoff.id,
        place=standing.place,
        place_name=words.place_name(standing.place, handoff.side, handoff.partner.name),
        papers=_papers(standing.papers),
        problem=problem,
        problem_text=problem_text(problem),
        next_steps=_next_steps(handoff, log),
        last=log[-1].id if log else None,
        entries=await _entries(handoff, log),
    )


def _next_steps(handoff: Handoff, log: Sequence[CustodyEntry]) -> list[CustodyStep]:
    if not rules.is_open(handoff.status, handoff.agreed_item.mode):
        return []
    closed = set() if rules.may_be_posted(handoff.status) else {CustodyStep.posted}
    if handoff.status in OVER:
        closed.add(CustodyStep.collected)
    return [one for one in rules.next_steps(log, handoff.side) if one not in closed]


async def own_custody(caller: Citizen, case_id: UUID) -> OwnCustody:
    """Of a case of the caller's: of the handoff whose papers are away, else of the one that counts.
    Raises CaseNotFound, HandoffNotFound."""
    case = await visible_case(caller, case_id)
    handoff = await _with_papers(case) or await handoff_of(case)
    if handoff is None:
        raise HandoffNotFound()
    log = await entries_of(handoff)
    standing = rules.standing_of(log)
    # What does not fit is for the two cities to settle.
    steps = [one for one in log if not one.is_out_of_turn]
    return OwnCustody(
        place=standing.place,
        place_name=words.place_name(standing.place, handoff.side, handoff.partner.name),
        papers=_papers(standing.papers),
        steps=[CustodyStepView(**_step(handoff, log, one)) for one in steps],
    )


async def _with_papers(case: Case) -> Handoff | None:
    """The city that gave the case back may hold papers of it still."""
    away = Handoff.filter(~Q(custody_place=CustodyPlace.with_person), case_id=case.id)
    found = away.filter(custody_place__isnull=False).order_by("-created_at", "-id")
    return await found.prefetch_related("partner").first()


async def _entries(handoff: Handoff, log: Sequence[CustodyEntry]) -> list[CustodyEntryView]:
    sent = OutgoingMessage.filter(id__in=[one.message_id for one in log])
    told = {row["id"]: row for row in await sent.values("id", "state", "code")}
    ids = {(one.city, one.sequence): one.id for one in log}
    views = []
    for one in log:
        message = told.get(one.message_id, {"state": "", "code": ""})
        views.append(
            CustodyEntryView(
                **_step(handoff, log, one),
                id=one.id,
                sequence=one.sequence,
                by=one.by,
                carrier=one.carrier,
                seal_number=one.seal_number,
                note=one.note,
                corrects=ids.get((one.city, one.corrects or 0)),
                is_out_of_turn=one.is_out_of_turn,
                message_id=one.message_id,
                message_state=message["state"],
                message_code=message["code"],
            )
        )
    return views


def _step(handoff: Handoff, log: Sequence[CustodyEntry], entry: CustodyEntry) -> dict[str, object]:
    struck = [one for one in log if one.step == CustodyStep.corrected and not one.is_out_of_turn]
    named = {(one.city, one.corrects) for one in struck}
    corrected = next(
        (o.step for o in log if (o.city, o.sequence) == (entry.city, entry.corrects)), ""
    )
    return {
        "step": entry.step,
        "step_name": words.step_name(entry.step),
        "city": entry.city,
        "at": entry.at,
        "text": words.text_of(entry, handoff.side, handoff.partner.name, corrected),
        "papers": _papers(entry.papers),
        "waybill_number": entry.waybill_number,
        "is_struck": (entry.city, entry.sequence) in named,
    }


def _papers(papers: Sequence[Paper]) -> list[PaperView]:
    return [PaperView(**one.model_dump()) for one in papers]
