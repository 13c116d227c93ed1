"""履行: milestones, the delivery of the result, and its acceptance or ONE list of faults.

Nothing is ever accepted by silence: an owner who does not answer is reminded, and both see it.
"""

from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.acts.files import keep_files
from mobile_api.agency_supermarket.contracts.errors import (
    AgencyMayNotServe,
    AwardVoid,
    ContractMoveNotAllowed,
)
from mobile_api.agency_supermarket.contracts.history import move, note
from mobile_api.agency_supermarket.contracts.models import Contract, Milestone
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.schemas import AnswerAsked, FaultsRequest, FilesRequest
from mobile_api.agency_supermarket.contracts.scope import Party, check_read, locked_contract
from mobile_api.agency_supermarket.contracts.states import (
    ACCEPT,
    DELIVER,
    RETURN_RESULT,
    ContractStatus,
    FileKind,
    MilestoneState,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import arm
from mobile_api.agency_supermarket.openings.voiding import voided
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import (
    DayKind,
    TimeLimit,
    calendar_between,
    last_day_of,
    last_touched,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.process.parts import SETTINGS

_SANCTIONED = frozenset({AgencyStatus.suspended, AgencyStatus.blacklisted})


def is_sanctioned(contract: Contract) -> bool:
    """Whether its agency was suspended or blacklisted since; `agency` is fetched."""
    return contract.agency.status in _SANCTIONED


def may_deliver(contract: Contract) -> bool:
    """Whether its agency may go on with it today; `agency` is fetched."""
    goes_on: bool = RULES.here().sanctioned.on(clock.today()).goes_on
    return goes_on or not is_sanctioned(contract)


async def _to_serve(caller: Citizen, contract_id: UUID, side: Side) -> Party:
    """Raises ContractNotFound, ForTheOtherSide, AwardVoid, AgencyMayNotServe."""
    party = await locked_contract(caller, contract_id)
    party.only(side)
    if await voided(party.contract.bid_id) is not None:
        raise AwardVoid()
    if side is Side.agency and not may_deliver(party.contract):
        raise AgencyMayNotServe()
    return party


def _milestone(contract: Contract, place: int, wanted: MilestoneState) -> Milestone:
    """Raises ContractMoveNotAllowed."""
    if contract.status is not ContractStatus.in_force or not 0 <= place < len(contract.milestones):
        raise ContractMoveNotAllowed()
    found = contract.milestones[place]
    if found.state is not wanted:
        raise ContractMoveNotAllowed()
    return found


def _with(contract: Contract, place: int, changed: Milestone) -> tuple[Milestone, ...]:
    before, after = contract.milestones[:place], contract.milestones[place + 1 :]
    return (*before, changed, *after)


async def report_milestone(
    caller: Citizen, contract_id: UUID, place: int, given: FilesRequest
) -> Party:
    """报告节点完成, with what shows it; `place` counts from 0.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, AwardVoid, AgencyMayNotServe,
    FilesNotUsable, TooManyRequests.
    """
    party = await _to_serve(caller, contract_id, Side.agency)
    contract = party.contract
    found = _milestone(contract, place, MilestoneState.planned)
    changed = found.model_copy(
        update={"state": MilestoneState.reported, "number": contract.event_count + 1}
    )
    text = f"机构报告完成节点{place + 1}“{found.words}”。"
    milestones = _with(contract, place, changed)
    await note(contract, party.actor, "report_milestone", text, milestones=milestones)
    await keep_files(caller, contract, FileKind.milestone, place, given.files)
    await telling.to_do(contract, Side.owner, text, "查看后确认,或写明理由退回")
    return party


async def answer_milestone(
    caller: Citizen, contract_id: UUID, place: int, given: AnswerAsked
) -> Party:
    """The owner accepts a milestone, or returns it for a reason.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, AwardVoid, ReadAnother,
    TooManyRequests.
    """
    party = await _to_serve(caller, contract_id, Side.owner)
    contract = party.contract
    found = _milestone(contract, place, MilestoneState.reported)
    check_read(given.number, found.number)
    name = f"节点{place + 1}“{found.words}”"
    if given.agreed:
        to, kind, text = MilestoneState.accepted, "accept_milestone", f"采购人确认{name}已完成。"
    else:
        to, kind = MilestoneState.planned, "return_milestone"
        text = f"采购人退回{name}。原因:{given.reason}"
    changed = found.model_copy(update={"state": to, "reason": "" if given.agreed else given.reason})
    await note(contract, party.actor, kind, text, milestones=_with(contract, place, changed))
    await telling.news(contract, Side.agency, text)
    return party


async def deliver(caller: Citizen, contract_id: UUID, given: FilesRequest) -> Party:
    """交付成果; the owner's days of review begin.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, AwardVoid, AgencyMayNotServe,
    FilesNotUsable.
    """
    party = await _to_serve(caller, contract_id, Side.agency)
    contract, today = party.contract, clock.today()
    review_by = await last_day_of(RULES.here().result_review.on(today).limit)
    delivered_at = clock.now()
    await move(
        contract,
        DELIVER,
        party.actor,
        f"机构交付成果,采购人在{review_by}前验收。",
        delivered_at=delivered_at,
        review_by=review_by,
        extension=None,
        overdue_at=None,
    )
    await keep_files(caller, contract, FileKind.result, contract.rounds, given.files)
    await arm(contract)
    what = f"在{telling.day(review_by)}前验收,或一次列明全部问题退回"
    await telling.to_do(contract, Side.owner, "机构已交付成果", what)
    return party


async def return_result(
    caller: Citizen, contract_id: UUID, given: FaultsRequest, rounds: int | None = None
) -> Party:
    """退回成果 with one list of every fault; each return counts as a round. `rounds`: see `accept`.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, AwardVoid, ReadAnother,
    TooManyRequests.
    """
    party = await _to_serve(caller, contract_id, Side.owner)
    contract = party.contract
    check_read(rounds, contract.rounds)
    last_day = await _last_day_to_mend(contract)
    count, times = len(given.faults), contract.rounds + 1
    text = f"采购人退回成果,共{count}个问题(第{times}次退回),交付日顺延至{last_day}。"
    await move(
        contract,
        RETURN_RESULT,
        party.actor,
        text,
        faults=tuple(given.faults),
        rounds=times,
        last_day=last_day,
        delivered_at=None,
        review_by=None,
    )
    await arm(contract)
    is_over = last_day is None or last_day < clock.today()
    what = "逐条改好后尽快重新交付" if is_over else f"逐条改好后在{telling.day(last_day)}前重新交付"
    await telling.to_do(contract, Side.agency, text, what)
    return party


async def _last_day_to_mend(contract: Contract) -> date | None:
    """The working days that the owner held the result are the agency's, and some to mend it.

    What was delivered late stays as late as it was.
    """
    last, today = contract.last_day, clock.today()
    if contract.delivered_at is None or last is None:
        return last
    delivered_on = clock.beijing_date(contract.delivered_at)
    mending = RULES.here().mending.on(today)
    longest = TimeLimit(mending.amount + (today - delivered_on).days, DayKind.working_day)
    calendar = await calendar_between(
        SETTINGS.here().region_code,
        min(last, delivered_on),
        last_touched(max(last, today), longest),
    )
    held = calendar.working_days_between(delivered_on, today)
    if delivered_on > last:
        return calendar.due(last, TimeLimit(held + mending.amount, DayKind.working_day)).on
    given_back = calendar.due(last, TimeLimit(held, DayKind.working_day)).on
    return max(given_back, calendar.due(today, mending.limit).on)


async def accept(caller: Citizen, contract_id: UUID, rounds: int | None = None) -> Party:
    """验收: the contract is finished, on time or so many working days late.

    `rounds`: how often the result had been returned when it was read; None: not said.
    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, AwardVoid, ReadAnother.
    """
    party = await _to_serve(caller, contract_id, Side.owner)
    contract = party.contract
    if contract.status is not ContractStatus.delivered or contract.delivered_at is None:
        raise ContractMoveNotAllowed()
    check_read(rounds, contract.rounds)
    late = await days_late(contract.last_day, clock.beijing_date(contract.delivered_at))
    kept = f"逾期{late}个工作日" if late else "按期交付"
    await move(
        contract,
        ACCEPT,
        party.actor,
        f"采购人验收通过,{kept},合同完成。",
        finished_at=clock.now(),
        days_late=late,
        ending=None,
        faults=None,
        due_at=None,
    )
    await telling.both(contract, f"合同已经完成,{kept},现在可以评价对方")
    return party


async def days_late(last_day: date | None, delivered_on: date) -> int:
    """Working days; a last day on which nobody works runs to the next working day (民法典 203)."""
    if last_day is None or delivered_on <= last_day:
        return 0
    calendar = await calendar_between(SETTINGS.here().region_code, last_day, delivered_on)
    days = calendar.working_days_between(last_day, delivered_on)
    return days if calendar.is_working(last_day) else max(days - 1, 0)
