"""What a change makes of a need: which parts differ, in words, and till when bids then come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mobile_api.agency_supermarket.changes.models import ChangedPart
from mobile_api.agency_supermarket.changes.schemas import ChangeRequest
from mobile_api.agency_supermarket.needs.judging import JudgingTerms, judging_in_words, judging_of
from mobile_api.agency_supermarket.needs.lists import lists_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import JudgingRequest
from mobile_api.agency_supermarket.selection.judging import Judging
from mobile_api.agency_supermarket.selection.rules import (
    METHOD_NAMES,
    CreditWeightedRules,
    MethodRules,
    ProposalRules,
)
from mobile_api.agency_supermarket.selection.rules import RULES as METHODS
from mobile_api.agency_supermarket.selection.schemas import ListSizes, Terms
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.errors import InvalidInput
from mobile_api.shared.text.words import at_time, yuan

_NONE = "无"


@dataclass(frozen=True, slots=True)
class Changed:
    """A need as it is after a change; `voids_bids`: what earlier bids rest on is different."""

    description: str
    terms: Terms
    avoided: tuple[str, ...]
    bids_close_at: datetime
    voids_bids: bool
    parts: tuple[ChangedPart, ...]


def changed(need: Need, given: ChangeRequest, published_on: date, earliest: date) -> Changed:
    """`earliest`: the first day on which bidding may end, counted from today.

    The rules of a method are those of the day of publication, also of another method. Raises
    InvalidInput for lists that they do not allow.
    """
    terms = _terms(need.terms, given, published_on)
    description = need.description if given.description is None else given.description
    avoided = need.avoided if given.avoided is None else tuple(dict.fromkeys(given.avoided))
    closes = _on_or_after(given.bids_close_at or need.bids_close_at, earliest)
    is_other_method = terms.rules.method is not need.terms.rules.method
    is_judged_otherwise = _judged(terms) != _judged(need.terms)
    after = Changed(
        description=description,
        terms=terms,
        avoided=avoided,
        bids_close_at=closes,
        voids_bids=is_other_method or is_judged_otherwise or description != need.description,
        parts=(),
    )
    return Changed(
        description, terms, avoided, closes, after.voids_bids, tuple(_parts(need, after))
    )


def _terms(before: Terms, given: ChangeRequest, published_on: date) -> Terms:
    rules = before.rules
    if given.method is not None and given.method is not rules.method:
        rules = METHODS.here().methods.on(published_on).of(given.method)
    big, small = given.big_list, given.small_list
    if before.sizes and isinstance(rules, CreditWeightedRules):
        big, small = big or before.sizes.big, small or before.sizes.small
    sizes, faults = lists_of(rules, big, small)
    percent, judging, wrong = _judging(before, given, rules, published_on)
    if faults := [*faults, *wrong]:
        raise InvalidInput(faults)
    return before.revised(
        rules=rules,
        sizes=sizes,
        budget_fen=given.budget_fen or before.budget_fen,
        price_percent=percent,
        judging=judging,
    )


def _judging(before: Terms, given: ChangeRequest, rules: MethodRules, day: date) -> JudgingTerms:
    """What is left out stays, where the method is judged by proposals already."""
    if before.judging is None or not isinstance(rules, ProposalRules):
        return judging_of(rules, given.price_percent, given.judging, day)
    percent = before.price_percent if given.price_percent is None else given.price_percent
    if given.judging is not None:
        return judging_of(rules, percent, given.judging, day)
    kept = JudgingRequest.model_validate(before.judging.model_dump())
    return judging_of(rules, percent, kept, day)


def _judged(terms: Terms) -> tuple[int | None, Judging | None]:
    """What a proposal is written for."""
    return terms.price_percent, terms.judging


def _on_or_after(closes: datetime, earliest: date) -> datetime:
    """At the same time of day."""
    local = closes.astimezone(BEIJING)
    if clock.beijing_date(closes) >= earliest:
        return closes
    return datetime.combine(earliest, local.timetz())


def _parts(need: Need, after: Changed) -> Iterator[ChangedPart]:
    before = need.terms
    if after.description != need.description:
        yield ChangedPart(part="采购内容", before=need.description, after=after.description)
    if after.terms.rules.method is not before.rules.method:
        yield ChangedPart(
            part="选取方式",
            before=METHOD_NAMES[before.rules.method],
            after=METHOD_NAMES[after.terms.rules.method],
        )
    if after.terms.sizes != before.sizes:
        yield ChangedPart(
            part="名单家数", before=_lists(before.sizes), after=_lists(after.terms.sizes)
        )
    if _judged(after.terms) != _judged(before):
        yield ChangedPart(
            part="评审安排",
            before=judging_in_words(before) or _NONE,
            after=judging_in_words(after.terms) or _NONE,
        )
    if after.terms.budget_fen != before.budget_fen:
        yield ChangedPart(
            part="最高限价", before=_money(before.budget_fen), after=_money(after.terms.budget_fen)
        )
    if set(after.avoided) != set(need.avoided):
        yield ChangedPart(part="回避名单", before=_codes(need.avoided), after=_codes(after.avoided))
    if after.bids_close_at != need.bids_close_at:
        yield ChangedPart(
            part="报价截止时间",
            before=at_time(need.bids_close_at),
            after=at_time(after.bids_close_at),
        )


def _money(fen: int | None) -> str:
    return _NONE if fen is None else yuan(fen)


def _lists(sizes: ListSizes | None) -> str:
    return _NONE if sizes is None else f"大名单{sizes.big}家,小名单{sizes.small}家"


def _codes(codes: tuple[str, ...]) -> str:
    return "、".join(codes) or _NONE
