"""In the city that took a case: it goes to the home city, and what that one does is told here.

Every function is called with the case locked, in the transaction that stores the message which it
follows from, and raises MoveNotAllowed where the case stands elsewhere. `city`: the other city's
name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mobile_api.cases import telling
from mobile_api.cases.clocks import close_clocks, note_due, open_clock
from mobile_api.cases.history import CASE_LOG, DECIDED_AT_HOME, SYSTEM, Actor
from mobile_api.cases.models import Case, ClockSegment, CorrectionNotice, Fault
from mobile_api.cases.moves import make_move
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.cases.states import (
    ASK_FOR_HOME,
    COME_BACK,
    DECLINED_AT_HOME,
    DEEM_ACCEPTED,
    END_AT_HOME,
    FORWARD,
    HAND_OFF,
    UNDO_END_AT_HOME,
    WITHDRAWN_AT_HOME,
    DecisionOutcome,
)
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import DayKind, DueDate, TimeLimit
from mobile_api.shared.history.moves import ActorKind
from mobile_api.shared.history.writing import append
from mobile_api.shared.ids import new_id

# Ends on the day it begins, so that the day that was told is the later one.
_ENDS_AS_TOLD: Mapping[str, Any] = {"limit_value": 0, "limit_unit": DayKind.working_day}
HOME_RECEIVED = "home_received"


async def hand_off(case: Case, actor: Actor, city: str) -> Case:
    """Away it goes: by staff who checked form and person, or by itself where all is online."""
    move = HAND_OFF if actor.kind is ActorKind.staff else FORWARD
    await close_clocks(case, clock.today(), ClockKind.notice)
    text = WORDS.transfer.handed_off.format(city=city)
    return await make_move(case, move, actor, public_text=text, handoff_side="taking")


async def note_from_home(
    case: Case, kind: str, text: str, payload: Mapping[str, Any] | None = None, **changes: Any
) -> None:
    """A fact from the home city that moves nothing here; `text` is public."""
    await append(CASE_LOG, case, kind, SYSTEM, public_text=text, payload=payload, **changes)


async def come_back(case: Case, city: str) -> Case:
    """The home city could make nothing of it: the window has it again. Where that city has nothing
    of the case at all, `keep_here` follows."""
    text = WORDS.transfer.come_back.format(city=city)
    return await make_move(case, COME_BACK, SYSTEM, public_text=text)


async def keep_here(case: Case) -> None:
    """No other city has it any more, and it is meant for none: this one answers within the days of
    行政许可法 32, which begin anew today unless they run already."""
    case.handoff_side = None
    await case.save(update_fields=["handoff_side"])
    is_running = ClockSegment.filter(case_id=case.id, kind=ClockKind.notice, ended_on=None)
    if case.status in DEEM_ACCEPTED.sources and not await is_running.exists():
        today = clock.today()
        limit = RULES.here().notice.on(today).limit
        await open_clock(case, ClockKind.notice, limit, today, arms_worker=True)


async def ask_for_home(case: Case, faults: Sequence[Fault], answer_by: date, city: str) -> Case:
    """补正: the home city's one list of faults, with its last day."""
    now, this_round = clock.now(), case.correction_round + 1
    await CorrectionNotice.create(
        case_id=case.id,
        round=this_round,
        form_seen=case.form or {},
        faults=tuple(faults),
        # Nobody of this city: an id that is no member of staff.
        issued_by=new_id(),
        issued_at=now,
    )
    await _clock_as_told(case, ClockKind.correction, clock.beijing_date(now), answer_by)
    text = WORDS.transfer.asked_for_home.format(city=city, count=len(faults), answer_by=answer_by)
    case = await make_move(
        case, ASK_FOR_HOME, SYSTEM, public_text=text, correction_round=this_round
    )
    await telling.tell_correction(case, len(faults), answer_by)
    return case


async def _clock_as_told(case: Case, kind: ClockKind, start: date, told_on: date) -> None:
    """A limit that the other city counts: its day stands, also where it is none of work here."""
    await ClockSegment.create(
        case_id=case.id,
        kind=kind.value,
        started_on=min(start, told_on),
        told_on=told_on,
        limit_value=0,
        limit_unit=DayKind.working_day,
    )
    await note_due(case)


async def accepted_at_home(
    case: Case,
    on: date,
    limits: Mapping[ClockKind, TimeLimit],
    told: Mapping[ClockKind, date],
    city: str,
) -> dict[ClockKind, DueDate]:
    """受理 there: its clocks are counted here as well. Answers what our calendar makes of them.

    `limits`, `told`: of the statutory and the promised clock, by the facts of the home city.
    """
    counted = {}
    for kind, limit in limits.items():
        counted[kind] = await open_clock(case, kind, limit, on)
        await _end_as_told(case, kind, on, counted[kind], told[kind])
    due_on = told[ClockKind.promised]
    text = WORDS.transfer.accepted_at_home.format(city=city, due_on=due_on)
    await note_from_home(case, "accepted_at_home", text, accepted_at=clock.now())
    await telling.tell_accepted(case, on, due_on)
    return counted


async def _end_as_told(case: Case, kind: ClockKind, on: date, ours: DueDate, told: date) -> None:
    """The other city's day is the one that is shown, be it sooner or later than ours."""
    running = ClockSegment.filter(case_id=case.id, kind=kind.value, ended_on=None)
    changes: dict[str, Any] = {"told_on": told}
    if ours.on != told:
        changes |= {**_ENDS_AS_TOLD, "started_on": min(on, told)}
    await running.update(**changes)
    await note_due(case)


async def decided_at_home(
    case: Case, outcome: DecisionOutcome, on: date, city: str, reason: str = "", remedy: str = ""
) -> None:
    """决定, with the reason and the remedies of a refusal (行政许可法 38)."""
    await close_clocks(case, on, ClockKind.statutory, ClockKind.promised)
    name = WORDS.outcomes[outcome]
    text = WORDS.transfer.decided_at_home.format(city=city, outcome=name, remedy=remedy)
    payload = {"reason": reason} if reason else None
    await note_from_home(
        case,
        DECIDED_AT_HOME,
        text[:500],
        payload,
        outcome=outcome.value,
        decided_at=clock.now(),
    )
    await telling.tell_completed(case, name, "")


async def ended_at_home(case: Case, city: str) -> Case:
    """送达: nothing is left to do."""
    await close_clocks(case, clock.today(), *ClockKind)
    text = WORDS.transfer.ended_at_home.format(city=city)
    case = await make_move(case, END_AT_HOME, SYSTEM, public_text=text, delivered_at=clock.now())
    await telling.tell_delivered(case, once_per=f"home-{case.event_count}")
    return case


async def posted_at_home(case: Case, carrier: str, waybill: str, city: str) -> None:
    """The result is on its way, from there straight to the person."""
    text = WORDS.transfer.posted_at_home.format(city=city, carrier=carrier, waybill=waybill)
    await note_from_home(case, "posted_at_home", text)
    await telling.tell_posted(case, waybill)


async def not_delivered_at_home(case: Case, city: str) -> Case:
    """更正: what was told as delivered is still on its way."""
    text = WORDS.transfer.not_delivered_at_home.format(city=city)
    case = await make_move(case, UNDO_END_AT_HOME, SYSTEM, public_text=text, delivered_at=None)
    await telling.tell_not_delivered(case, once_per=f"home-{case.event_count}")
    return case


async def astray_at_home(case: Case, reason: str) -> None:
    """The parcel came back there, or was lost; `reason`: `returned`, `lost` or a newer word."""
    words = WORDS.transfer.astray_at_home
    news = words.get(reason, words["other"])
    await note_from_home(case, "astray_at_home", news)
    await telling.tell_astray(case, news, once_per=f"home-{case.event_count}")


async def declined_at_home(case: Case, reason: str, remedy: str, city: str) -> Case:
    """不予受理, with the home city's reason and remedies."""
    await close_clocks(case, clock.today(), *ClockKind)
    text = WORDS.transfer.declined_at_home.format(city=city, remedy=remedy)[:500]
    case = await make_move(
        case, DECLINED_AT_HOME, SYSTEM, public_text=text, payload={"reason": reason}
    )
    await telling.tell_declined(case, reason)
    return case


async def withdrawn_at_home(case: Case, city: str, text: str = "") -> Case:
    """The home city confirms that the applicant has it back; `text`: where it never had it."""
    await close_clocks(case, clock.today(), *ClockKind)
    text = text or WORDS.transfer.withdrawn_at_home.format(city=city)
    return await make_move(case, WITHDRAWN_AT_HOME, SYSTEM, public_text=text)
