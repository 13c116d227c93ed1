"""What the end of a contract, or a result returned too often, says of its agency: credit entries.

By the history of the contract, so that neither side waits for the row of the agency.
"""

from uuid import UUID

from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked
from mobile_api.agency_supermarket.contracts.acts.schemas import ContractEntryRequest
from mobile_api.agency_supermarket.contracts.acts.signing import may_serve
from mobile_api.agency_supermarket.contracts.history import (
    AGREE_EXTENSION,
    CONTRACT_LOG,
    OVERDUE,
    last_word_before,
)
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.scope import contract_by_itself, desk_contract
from mobile_api.agency_supermarket.contracts.states import (
    ACCEPT,
    LAPSE,
    RETURN_RESULT,
    ContractStatus,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import idle_side
from mobile_api.agency_supermarket.credit.service import (
    CreditFinding,
    enter,
    enter_into,
    take_back,
)
from mobile_api.agency_supermarket.credit.states import CreditKind, LiftedBy
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.history.moves import actor_of

_NOT_SHOWN = "这份合同的记录没有显示这种情况,不能记入。请核对合同,或选择其他种类。"


async def _follow(event: ContractEvent) -> None:
    contract = await contract_by_itself(event.contract_id)
    if event.kind == LAPSE.name:
        # Where nobody had proposed anything, the first word was the owner's.
        # One that was barred from signing did not refuse to.
        is_idle = idle_side(contract, event.status_before) is Side.agency
        if is_idle and await _had_days(event, contract) and await may_serve(contract):
            text = f"没有在{contract.sign_by}前签订合同。"
            await _enter(contract, CreditKind.contract_lapsed, text)
    elif event.kind == RETURN_RESULT.name:
        if contract.rounds >= RULES.here().returns.on(clock.beijing_date(event.at)).amount:
            await _enter(contract, CreditKind.result_returned, "成果多次被采购人退回修改。")
    else:
        await _lateness(event, contract)


async def _lateness(event: ContractEvent, contract: Contract) -> None:
    """One for a contract, whether it is delivered too late or not at all."""
    kind = CreditKind.result_late
    if event.kind == OVERDUE:
        # The owner may have agreed to a later day since.
        if contract.overdue_at is not None or contract.status is not ContractStatus.in_force:
            await _enter(contract, kind, event.public_text.removeprefix("机构"))
    elif event.kind == AGREE_EXTENSION:
        if contract.overdue_at is None:
            why = f"采购人已同意合同{contract.number}延期至{contract.last_day}。"
            await take_back(contract.agency_id, kind, key_of(contract), LiftedBy.extended, why)
    elif contract.days_late:
        await _enter(contract, kind, f"成果逾期{contract.days_late}个工作日交付。")


def key_of(contract: Contract) -> str:
    """By which a contract stands once among the entries of a kind, whoever enters it."""
    return f"contract:{contract.id}"


async def _had_days(lapse: ContractEvent, contract: Contract) -> bool:
    """Whether its turn came early enough: a proposal in the last hour makes nobody late."""
    last_word = await last_word_before(lapse)
    if last_word is None:
        return False
    since = clock.beijing_date(last_word.at)
    least = RULES.here().signing_answer.on(contract.sign_by).limit
    return await last_day_of(least, since) <= contract.sign_by


async def _enter(contract: Contract, kind: CreditKind, text: str) -> None:
    reason = f"合同{contract.number}:{text}"
    await enter(contract.agency_id, kind, reason, key_of(contract))


async def enter_at_the_desk(
    caller: Staff, contract_id: UUID, given: ContractEntryRequest
) -> Contract:
    """记分 for what the history of a contract shows; what was entered already stays as it is.

    Raises NotAtTheDesk, ContractNotFound, AgencyNotFound, InvalidInput (not shown there).
    """
    contract = await desk_contract(caller, contract_id, locked=False)
    if not _is_shown(contract, given.kind):
        raise InvalidInput([FieldFault("/kind", "not_in_contract", _NOT_SHOWN)])
    agency = await locked(at_the_desk(caller), contract.agency_id)
    reason = f"合同{contract.number}:{given.reason}"
    await enter_into(agency, actor_of(caller), CreditFinding(given.kind, reason, key_of(contract)))
    return contract


def _is_shown(contract: Contract, kind: CreditKind) -> bool:
    if kind is CreditKind.contract_lapsed:
        is_over = contract.status in (ContractStatus.lapsed, ContractStatus.ended)
        return is_over and contract.signed_at is None
    if kind is CreditKind.result_returned:
        return contract.rounds > 0
    if kind is not CreditKind.result_late or contract.signed_at is None:
        return False
    at = contract.delivered_at or clock.now()
    last = contract.last_day
    return bool(contract.days_late) or (last is not None and clock.beijing_date(at) > last)


def following() -> list[Follower[ContractEvent]]:
    """A contract is one entry of a kind, however often its events are seen."""
    kinds = frozenset({LAPSE.name, RETURN_RESULT.name, ACCEPT.name, OVERDUE, AGREE_EXTENSION})
    return [Follower(CONTRACT_LOG, "contracts_credit", kinds, _follow)]
