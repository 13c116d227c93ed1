"""A need before bids come: written, published with its keys and draws, or cancelled."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import open_codes
from mobile_api.agency_supermarket.agencies.scope import enterprise_of
from mobile_api.agency_supermarket.errors import (
    DeadlineTooEarly,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    TooManyNeeds,
)
from mobile_api.agency_supermarket.needs import draws, telling
from mobile_api.agency_supermarket.needs.history import move
from mobile_api.agency_supermarket.needs.judging import check_experts, check_judging, judging_of
from mobile_api.agency_supermarket.needs.lists import lists_of, lists_under
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import NeedRequest
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs
from mobile_api.agency_supermarket.needs.states import CANCEL, PUBLISH, NeedStatus
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.sealing.offers import new_identity, recipient_of
from mobile_api.agency_supermarket.selection.rules import RULES as METHODS
from mobile_api.agency_supermarket.selection.schemas import Terms
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.enterprises.queries import hold_who_answers
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.serial_numbers import next_number

_UNKNOWN_SERVICE = "没有这项服务,请从服务事项列表中选择。"
_NO_BUDGET = "这种选取方式要写明最高限价。"
_PAST = "报价截止时间已经过去,请改晚。"
_TOO_FAR = "报价截止时间最晚在一年之内。"
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class OwnerKey:
    """What bids are sealed for; `kept`: the secret half under the owner's passphrase, or empty."""

    recipient: str
    kept: str = ""


async def draft(caller: Citizen, given: NeedRequest) -> Need:
    """A new draft. Raises NotForMarket, InvalidInput, TooManyNeeds."""
    said = _checked(given)
    enterprise_id = enterprise_of(caller) if caller.acting_for else None
    await one_at_a_time(f"needs {enterprise_id or caller.person_id}")
    under_way = own_needs(caller).filter(status__in=[NeedStatus.draft, NeedStatus.published])
    if await under_way.count() >= RULES.here().open_needs.on(clock.today()).amount:
        raise TooManyNeeds()
    return await Need.create(
        owner_id=caller.person_id, enterprise_id=enterprise_id, created_at=clock.now(), **said
    )


async def redraft(caller: Citizen, need_id: UUID, given: NeedRequest) -> Need:
    """The draft written anew. Raises NeedNotFound, NeedMoveNotAllowed, InvalidInput."""
    said = _checked(given)
    need = await locked_need(own_needs(caller), need_id)
    if need.status is not NeedStatus.draft:
        raise NeedMoveNotAllowed()
    await need.update_from_dict(said).save(update_fields=list(said))
    return need


def _checked(given: NeedRequest) -> dict[str, Any]:
    """The columns. Raises InvalidInput with every fault."""
    faults, now = [], clock.now()
    if given.service_type not in SERVICES.here().service_types:
        faults.append(FieldFault("/service_type", "unknown", _UNKNOWN_SERVICE))
    if given.bids_close_at <= now:
        faults.append(FieldFault("/bids_close_at", "past", _PAST))
    elif (given.bids_close_at - now).days > LONGEST_DAYS:
        faults.append(FieldFault("/bids_close_at", "too_far", _TOO_FAR))
    terms, wrong = _terms(given, clock.beijing_date(now))
    if faults := [*faults, *wrong]:
        raise InvalidInput(faults)
    plain = given.model_dump(include={"service_type", "title", "description", "bids_close_at"})
    return {**plain, "terms": terms, "avoided": tuple(dict.fromkeys(given.avoided))}


def _terms(given: NeedRequest, today: date) -> tuple[Terms | None, list[FieldFault]]:
    rules = METHODS.here().methods.on(today).of(given.method)
    sizes, faults = lists_of(rules, given.big_list, given.small_list)
    percent, judging, wrong = judging_of(rules, given.price_percent, given.judging, today)
    if faults or wrong:
        return None, [*faults, *wrong]
    said = given.model_dump(include={"fund_source", "budget_fen"})
    return Terms(rules=rules, sizes=sizes, price_percent=percent, judging=judging, **said), []


async def earliest_close(start: date, published_on: date | None = None) -> date:
    """The first day on which bidding may end, counted from `start` (公告期).

    `published_on`: the day whose rule it is, where that is an earlier one.
    """
    return await last_day_of(RULES.here().notice.on(published_on or start).limit, start)


async def check_before_publishing(caller: Citizen, need_id: UUID) -> None:
    """What `publish` looks at again with the row locked: a key under a passphrase is dear.

    Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed, DeadlineTooEarly, NobodyEligible,
    TooFewForPanel.
    """
    need = await own_needs(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    await _check_ready(need, clock.today())


async def _check_ready(need: Need, today: date) -> None:
    if need.status is not NeedStatus.draft:
        raise NeedMoveNotAllowed()
    if clock.beijing_date(need.bids_close_at) < await earliest_close(today):
        raise DeadlineTooEarly()
    if await avoidance_leaves_nobody(need):
        raise NobodyEligible()
    await check_experts(need.terms)


async def publish(caller: Citizen, need_id: UUID, key: OwnerKey) -> Need:
    """Publish it with its number, its keys and the draws that it may come to, all committed.

    The rules of its method are those of today and stay. Raises NeedNotFound, NeedMoveNotAllowed,
    DeadlineTooEarly, NobodyEligible, TooFewForPanel, NoIssuesAnnounced.
    """
    need = await locked_need(own_needs(caller), need_id)
    await hold_who_answers(caller)
    now = clock.now()
    today = clock.beijing_date(now)
    await _check_ready(need, today)
    platform = new_identity()
    need.terms = _terms_of(need, today)
    open_by = need.bids_close_at + RULES.here().opening.on(today).span
    number = "N" + await next_number("market_need_sequence", SETTINGS.here().region_code, today)
    await move(
        need,
        PUBLISH,
        actor_of(caller),
        "发布采购需求。",
        number=number,
        terms=need.terms,
        published_at=now,
        open_by=open_by,
        owner_recipient=key.recipient,
        owner_kept=key.kept,
        platform_recipient=recipient_of(platform),
        platform_identity=platform,
        due_at=open_by,
    )
    await draws.commit_ahead(need)
    return need


async def avoidance_leaves_nobody(need: Need) -> bool:
    """Whether there are agencies today that may render the service, and all of them are avoided.

    A service that nobody offers yet may be published: an agency may come within the notice.
    """
    codes = await open_codes(need.service_type)
    return bool(codes) and codes <= set(need.avoided)


def _terms_of(need: Need, today: date) -> Terms:
    """The draft may be older than the rules in force."""
    rules = METHODS.here().methods.on(today).of(need.terms.rules.method)
    check_judging(need.terms, rules, today)
    return need.terms.revised(rules=lists_under(rules, need.terms.sizes))


async def cancel(
    caller: Citizen,
    need_id: UUID,
    reason: str,
    bidders_of: Callable[[UUID], Awaitable[Sequence[UUID]]],
) -> Need:
    """取消 before the deadline; the agencies that bid are told why, and asked for with the row
    locked, when no other bid can come in.

    Raises NeedNotFound, NeedMoveNotAllowed.
    """
    need = await locked_need(own_needs(caller), need_id)
    if need.status is NeedStatus.published and need.is_closed:
        raise NeedMoveNotAllowed()
    await draws.call_off_all(need, "采购需求已取消")
    await move(need, CANCEL, actor_of(caller), f"取消采购需求。原因:{reason}", due_at=None)
    await telling.tell_bidders(
        need, "need_cancelled", {"reason": reason}, await bidders_of(need.id)
    )
    return need
