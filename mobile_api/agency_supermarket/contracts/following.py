"""What begins and ends by itself: a contract with its award, its terms, the time on a case."""

from datetime import timedelta

from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.acts.serving import may_deliver
from mobile_api.agency_supermarket.contracts.acts.signing import (
    begin_anew,
    give_days_back,
    last_day_to_sign,
)
from mobile_api.agency_supermarket.contracts.history import (
    CONTRACT_LOG,
    OVERDUE,
    SYSTEM,
    move,
    note,
)
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.contracts.scope import (
    contract_by_itself,
    contract_of_bid,
    open_of_need,
)
from mobile_api.agency_supermarket.contracts.states import (
    ACCEPT,
    CONFIRM,
    END,
    END_BY_DESK,
    END_VOID,
    LAPSE,
    NOTHING_OPEN,
    SIDE_NAMES,
    UNSIGNED,
    ContractStatus,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import arm, idle_side, is_overdue, next_look
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.agency_supermarket.needs.history import NEED_LOG
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.agency_supermarket.needs.states import AWARD, VOID_AWARD
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.openings.voiding import times_voided, voided
from mobile_api.cases.status.service import note_of_service
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import calendar_between
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.process.parts import SETTINGS

CONTRACTS = DueTable(
    model=Contract, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


async def _follow(event: NeedEvent) -> None:
    """As the need stands now, in whatever order and however often its events are followed."""
    need = await need_by_itself(event.need_id)
    await _end_void(need)
    award = await Award.get(need_id=need.id)
    is_void = await voided(award.bid_id) is not None
    if not is_void and await contract_of_bid(award.bid_id) is None:
        await _begin(need, award)


async def _end_void(need: Need) -> None:
    """An award counts no longer; neither does what was agreed on, or signed, because of it."""
    for contract in await open_of_need(need.id):
        void = await voided(contract.bid_id)
        if void is None:
            continue
        contract.need = need
        text = f"选取结果已撤销,合同终止。原因:{void.reason}"
        await move(contract, END_VOID, SYSTEM, text, **NOTHING_OPEN)
        await telling.both(contract, text)


async def _begin(need: Need, award: Award) -> None:
    """待签订; that of a result made anew has the number of the first one and its own place."""
    sign_by = await last_day_to_sign(award.shown_until)
    times = await times_voided(need)
    contract = await Contract.create(
        number=f"C{(need.number or '')[1:]}{f'-{times + 1}' if times else ''}",
        need=need,
        award=award,
        bid_id=award.bid_id,
        owner_id=need.owner_id,
        enterprise_id=need.enterprise_id,
        agency_id=award.agency_id,
        price_fen=award.price_fen,
        shown_until=award.shown_until,
        sign_by=sign_by,
        milestones=(),
        created_at=clock.now(),
    )
    text = f"等待签订合同,公示至{contract.shown_until},最迟{contract.sign_by}签订。"
    await note(contract, SYSTEM, "await", text)
    await arm(contract)
    until = f"在{telling.day(contract.shown_until)}公示期满后、{telling.day(contract.sign_by)}前"
    for side in Side:
        await telling.to_do(contract, side, "选取结果已经产生", f"{until}签订合同")


async def _follow_dispute(event: NeedEvent) -> None:
    """As its disputes stand now: the days of signing that they took are given back."""
    need = await need_by_itself(event.need_id)
    for contract in await open_of_need(need.id):
        contract.need = need
        await give_days_back(contract)


async def look(held: Held[Contract]) -> str:
    """A day of a contract has come: a reminder, or the end of the time for signing."""
    async with in_transaction():
        # The need first, as everybody does who signs or disputes.
        await need_by_itself(held.row.need_id)
        contract = await held.locked()
        if contract.due_at is None or contract.due_at > clock.now():
            await held.record(due_at=contract.due_at)
            return "changed_before"
        if await voided(contract.bid_id) is not None:
            # The event of that ends it.
            await held.record(due_at=None)
            return "void"
        await contract.fetch_related("need", "agency")
        if contract.status in UNSIGNED and clock.today() > contract.sign_by:
            return await _unsigned(held, contract)
        if contract.overdue_at is None and is_overdue(contract) and may_deliver(contract):
            text = f"机构没有在{contract.last_day}前交付成果,到{clock.today()}仍未交付。"
            await note(contract, SYSTEM, OVERDUE, text, overdue_at=clock.now())
        contract.reminders += 1
        await held.record(due_at=next_look(contract), reminders=contract.reminders)
        return await _remind(contract)


async def _unsigned(held: Held[Contract], contract: Contract) -> str:
    """Nobody may sign while a dispute stands, so nobody is late who has no days after it."""
    if await has_open(contract.need_id):
        await begin_anew(contract)
        contract.reminders = 0
        await held.record(due_at=next_look(contract), reminders=0)
        return "disputed"
    if await give_days_back(contract):
        await held.record(due_at=contract.due_at, reminders=0)
        return "disputed_before"
    await held.record(due_at=None)
    await _lapse(contract)
    return "lapsed"


async def _lapse(contract: Contract) -> None:
    side = idle_side(contract, contract.status)
    idle = SIDE_NAMES[side] if side else "双方"
    missed = "确认" if contract.status is ContractStatus.proposed else "提出合同"
    text = f"签订期限已过,{idle}没有在{contract.sign_by}前{missed},合同未签订。"
    await move(contract, LAPSE, SYSTEM, text, due_at=None, ending=None)
    await telling.both(contract, text)


async def _remind(contract: Contract) -> str:
    if contract.status in UNSIGNED:
        what = f"在{telling.day(contract.sign_by)}前签订,过期不能再签"
        for side in Side:
            await telling.remind(contract, side, "合同还没有签订", what)
        return "signing"
    last = telling.day(contract.last_day)
    if contract.status is ContractStatus.in_force:
        if contract.last_day is not None and clock.today() > contract.last_day:
            await telling.remind(contract, Side.agency, f"已过约定的交付日{last}", "尽快交付成果")
            await telling.say_again(contract, Side.owner, f"机构没有在约定的{last}前交付成果")
            return "overdue"
        await telling.remind(contract, Side.agency, "约定的交付日将到", f"在{last}前交付成果")
        return "delivery"
    review = telling.day(contract.review_by)
    step = f"成果已过验收期限{review},沉默不视为验收"
    await telling.remind(contract, Side.owner, step, "尽快验收,或一次列明全部问题退回")
    if contract.reminders == 1:
        await telling.say_again(contract, Side.agency, f"采购人没有在{review}前验收,已提醒采购人")
    return "review"


async def _tell_case(event: ContractEvent) -> None:
    """中介服务 begins or ends in the history of the case that it serves; its clocks go on."""
    contract = await contract_by_itself(event.contract_id)
    if contract.case_id is None or contract.signed_at is None:
        return
    if event.kind == CONFIRM.name:
        text = "中介服务开始,所用时间不计入审批时限。"
        await note_of_service(contract.case_id, "agency_service_begun", text)
        return
    begun, over = clock.beijing_date(contract.signed_at), clock.beijing_date(event.at)
    calendar = await calendar_between(SETTINGS.here().region_code, begun, over)
    days = calendar.working_days_between(begun, over)
    how = "完成" if event.kind == ACCEPT.name else "终止"
    text = f"中介服务{how},用时{days}个工作日,不计入审批时限。"
    await note_of_service(contract.case_id, "agency_service_over", text)


def following() -> list[Follower[NeedEvent] | Follower[ContractEvent]]:
    """An award begins a contract, and ends it when it is void; the end of a dispute gives back its
    days; a contract tells its case.
    """
    kinds = frozenset({CONFIRM.name, ACCEPT.name, END.name, END_BY_DESK.name, END_VOID.name})
    ended = frozenset({"withdraw_dispute", "decide_dispute", "dispute_lapsed"})
    return [
        Follower(NEED_LOG, "market_signing", ended, _follow_dispute),
        Follower(NEED_LOG, "market_contracts", frozenset({AWARD.name, VOID_AWARD.name}), _follow),
        Follower(CONTRACT_LOG, "served_cases", kinds, _tell_case),
    ]
