"""What follows from opened bids: the engine says whose turn it is, and that is written down."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.queries import bidders_of, bids_of
from mobile_api.agency_supermarket.bids.service import keep
from mobile_api.agency_supermarket.experts.errors import TooFewExperts
from mobile_api.agency_supermarket.needs import telling
from mobile_api.agency_supermarket.needs.draws import call_off_all, draws_of
from mobile_api.agency_supermarket.needs.history import move
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import (
    AWAIT_CHOICE,
    AWAIT_DRAW,
    AWAIT_SCORES,
    AWARD,
    FAIL_NEED,
    NeedFailure,
)
from mobile_api.agency_supermarket.openings.credit import kept_credit
from mobile_api.agency_supermarket.openings.models import Award, JudgedBid
from mobile_api.agency_supermarket.openings.panel import draw_panel, end_panel, judge_by
from mobile_api.agency_supermarket.openings.scores import judgements, number_proposals
from mobile_api.agency_supermarket.openings.standing import barring
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.schemas import (
    DrawNeeded,
    DrawPurpose,
    Offer,
    Outcome,
    OutcomeKind,
)
from mobile_api.draws.errors import DrawMoveNotAllowed, NoIssuesAnnounced, SourcesClosed
from mobile_api.draws.service import ListEntry, freeze
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.history.moves import SYSTEM
from notifications.words.service import date_text

_FAILURES = {
    NeedFailure.never_opened: "采购人没有在规定时间内开启报价,按规则流标。所有报价都没有被读取。",
    NeedFailure.never_chosen: "采购人没有在规定时间内选定中介机构,按规则流标。",
    NeedFailure.no_draw: "摇号没有结果,按规则流标。",
    NeedFailure.no_panel: "没有抽取到足够的评审专家,按规则流标。",
    NeedFailure.never_scored: "评审专家没有在规定时间内评完,按规则流标。",
}
_FAILED = "有效报价不符合规则的要求,按规则流标。理由见选取过程。"


async def settle(need: Need, chosen: UUID | None = None) -> None:
    """Ask the engine about a locked need, and do what its answer asks for.

    Raises UnsoundSelection where `chosen` was not to be chosen.
    """
    bids = await bids_of(need.id)
    offers = await _offers(need, bids)
    drawn: Mapping[DrawPurpose, Sequence[str]] = need.drawn or {}
    outcome = decide(need.terms, offers, drawn, chosen)
    if outcome.kind is OutcomeKind.draw_needed and outcome.draw is not None:
        await _await_draw(need, outcome, outcome.draw)
    elif outcome.kind is OutcomeKind.scores_needed:
        await _await_scores(need, outcome, bids)
    elif outcome.kind is OutcomeKind.owner_chooses:
        await _await_choice(need, outcome)
    elif outcome.kind is OutcomeKind.award:
        await _award(need, outcome, bids)
    else:
        await fail(need, _FAILED, outcome=outcome)


async def _offers(need: Need, bids: Sequence[Bid]) -> list[Offer]:
    """As they were opened, in the names that their agencies bear."""
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    credit = await kept_credit(need, bids)
    judged = await judgements(need.id)
    return [
        Offer(
            bid_id=bid.id,
            agency_id=bid.agency_id,
            agency_name=standings[bid.agency_id].name,
            price_fen=bid.offers.price_fen if bid.offers else None,
            days=bid.offers.days if bid.offers else None,
            credit=credit[bid.id],
            excluded=bid.excluded,
            excluded_since=bid.excluded_since,
            **_scores(judged.get(bid.id)),
        )
        for bid in bids
    ]


def _scores(judged: JudgedBid | None) -> dict[str, Any]:
    if judged is None or judged.judgement is None:
        return {}
    by_criterion = tuple(one.scores for one in judged.judgement.criteria)
    return {"scores": judged.judgement.scores, "criteria_scores": by_criterion}


async def note_barred_since(need: Need) -> None:
    """Whoever was barred after the opening may no longer win, whatever becomes true later."""
    bids = [bid for bid in await bids_of(need.id) if not bid.excluded and not bid.excluded_since]
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    barred = [bid for bid in bids if barring(standings[bid.agency_id]) is not None]
    for bid in barred:
        bid.excluded_since_by = barring(standings[bid.agency_id]) or ""
    await keep(barred, "excluded_since_by")


async def _await_draw(need: Need, outcome: Outcome, wanted: DrawNeeded) -> None:
    entries = [ListEntry(one.id, one.tickets) for one in wanted.candidates]
    ahead = {one.purpose: one for one in await draws_of(need)}
    try:
        await freeze(ahead[wanted.purpose].draw_id, entries)
    except (SourcesClosed, DrawMoveNotAllowed):
        await fail(need, _FAILURES[NeedFailure.no_draw], outcome=outcome)
        return
    number = ahead[wanted.purpose].number
    text = f"需要摇号,编号 {number},名单已冻结,等待公开号码。"
    await move(need, AWAIT_DRAW, SYSTEM, text, outcome=outcome)


async def _await_scores(need: Need, outcome: Outcome, bids: Sequence[Bid]) -> None:
    """The panel is drawn first; its members have their days from when they are."""
    judging = need.terms.judging
    assert judging is not None  # of the terms of the one method that asks for scores
    try:
        panel = await draw_panel(need, judging, bids)
    except (TooFewExperts, NoIssuesAnnounced):
        await fail(need, _FAILURES[NeedFailure.no_panel], outcome=outcome)
        return
    await number_proposals(need.id, outcome.bids)
    count, last = len(outcome.bids), clock.beijing_date(judge_by(need))
    text = (
        f"{count}份方案等待评审:按规则抽取{judging.members}名专家,抽取编号{panel.number};"
        f"最迟{last}评完,过期没有评完的,按规则流标。"
    )
    await move(need, AWAIT_SCORES, SYSTEM, text, outcome=outcome, due_at=judge_by(need))
    told = {"judge_by": date_text(last)}
    await telling.tell_owner(need, "need_scoring", told)
    valid = [bid.agency_id for bid in bids if bid.id in outcome.bids]
    await telling.tell_bidders(need, "bid_scoring", told, valid)


async def _await_choice(need: Need, outcome: Outcome) -> None:
    await call_off_all(need, "采购人自行选定,不需要摇号")
    last = await last_day_of(RULES.here().choosing.on(clock.today()).limit)
    text = f"等待采购人在{last}前选定,过期不选定的,按规则流标。"
    await move(need, AWAIT_CHOICE, SYSTEM, text, outcome=outcome, due_at=clock.end_of(last))
    await telling.tell_owner(need, "need_choose", {"choose_by": date_text(last)})


async def _award(need: Need, outcome: Outcome, bids: Sequence[Bid]) -> None:
    winner = next(bid for bid in bids if bid.id == outcome.winner)
    shown_until = await last_day_of(RULES.here().result_notice.on(clock.today()).limit)
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    name = standings[winner.agency_id].name
    said = {
        "bid_id": winner.id,
        "agency_id": winner.agency_id,
        "price_fen": winner.offers.price_fen if winner.offers else None,
        "awarded_at": clock.now(),
        "shown_until": shown_until,
    }
    # One is there already where an earlier award was undone.
    await Award.update_or_create(defaults=said, need_id=need.id)
    await call_off_all(need, "结果已经产生,不需要摇号")
    text = f"选定“{name}”,结果公示至{shown_until}。"
    await move(need, AWARD, SYSTEM, text, outcome=outcome, due_at=None)
    await end_panel(need)
    await telling.tell_owner(need, "need_awarded", {"agency_name": name})
    others = [bid.agency_id for bid in bids if bid.id != winner.id and not bid.is_withdrawn]
    await telling.tell_bidders(need, "bid_won", {}, [winner.agency_id])
    await telling.tell_bidders(need, "bid_lost", {"winner": name}, others)


async def fail(need: Need, text: str, *, outcome: Outcome | None = None) -> None:
    """流标: everybody who bid is told, and why."""
    changes = {"due_at": None} | ({} if outcome is None else {"outcome": outcome})
    with suppress(DrawMoveNotAllowed):
        await call_off_all(need, "采购流标,不需要摇号")
    await move(need, FAIL_NEED, SYSTEM, text, **changes)
    await end_panel(need)
    await telling.tell_owner(need, "need_failed", {"reason": text})
    await telling.tell_bidders(
        need, "bid_of_failed_need", {"reason": text}, await bidders_of(need.id)
    )


async def never_opened(need: Need) -> None:
    await fail(need, _FAILURES[NeedFailure.never_opened])


async def never_chosen(need: Need) -> None:
    await fail(need, _FAILURES[NeedFailure.never_chosen])


async def without_panel(need: Need) -> None:
    await fail(need, _FAILURES[NeedFailure.no_panel])


async def never_scored(need: Need) -> None:
    await fail(need, _FAILURES[NeedFailure.never_scored])


async def without_draw(need: Need) -> None:
    await fail(need, _FAILURES[NeedFailure.no_draw])
