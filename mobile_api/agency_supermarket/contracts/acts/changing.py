"""变更和终止: another last day, or an end before the result; one side asks, the other answers."""

from uuid import UUID

from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.errors import ContractMoveNotAllowed
from mobile_api.agency_supermarket.contracts.history import AGREE_EXTENSION, move, note
from mobile_api.agency_supermarket.contracts.models import AskedEnding, AskedExtension, Contract
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.schemas import AnswerAsked, ExtensionRequest
from mobile_api.agency_supermarket.contracts.scope import (
    Party,
    check_read,
    desk_contract,
    locked_contract,
)
from mobile_api.agency_supermarket.contracts.states import (
    END,
    END_BY_DESK,
    NOTHING_OPEN,
    OPEN_CONTRACTS,
    SIDE_NAMES,
    TAKE_BACK_ENDING,
    TAKE_BACK_EXTENSION,
    ContractStatus,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import arm, is_overdue
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of

_LATER = "新的交付日须晚于{day},请改晚。"
_TOO_FAR = "新的交付日太晚,最晚可以约定到{day}。"


def may_ask_extension(contract: Contract) -> bool:
    """Whether another last day may be asked for today; the faults are those that are mended now."""
    if contract.status is not ContractStatus.in_force or contract.extension is not None:
        return False
    last = contract.last_day
    return last is not None and (clock.today() <= last or contract.faults is not None)


async def ask_extension(caller: Citizen, contract_id: UUID, given: ExtensionRequest) -> Party:
    """申请延期, before the agreed day has passed, or while a returned result is mended.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, InvalidInput, TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    party.only(Side.agency)
    contract, today = party.contract, clock.today()
    last = contract.last_day
    if not may_ask_extension(contract) or last is None:
        raise ContractMoveNotAllowed()
    longest = today + RULES.here().longest.on(today).span
    later_than = max(last, today)
    if given.last_day <= later_than:
        raise InvalidInput([FieldFault("/last_day", "not_later", _LATER.format(day=later_than))])
    if given.last_day > longest:
        raise InvalidInput([FieldFault("/last_day", "too_far", _TOO_FAR.format(day=longest))])
    number = contract.event_count + 1
    asked = AskedExtension(last_day=given.last_day, reason=given.reason, number=number)
    text = f"机构申请延期至{given.last_day}。原因:{given.reason}"
    await note(contract, party.actor, "ask_extension", text, extension=asked)
    await telling.to_do(contract, Side.owner, text, "答复是否同意")
    return party


async def answer_extension(caller: Citizen, contract_id: UUID, given: AnswerAsked) -> Party:
    """Agreed, the new day holds and the worker's reminders with it; refused, the old one.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, ReadAnother, TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    party.only(Side.owner)
    contract, asked = party.contract, party.contract.extension
    if contract.status is not ContractStatus.in_force or asked is None:
        raise ContractMoveNotAllowed()
    check_read(given.number, asked.number)
    if given.agreed:
        text = f"采购人同意延期至{asked.last_day}。"
        contract.last_day = asked.last_day
        changes = {"extension": None, "last_day": asked.last_day}
        if not is_overdue(contract):
            changes["overdue_at"] = None
        await note(contract, party.actor, AGREE_EXTENSION, text, **changes)
        await arm(contract)
    else:
        text = f"采购人不同意延期。原因:{given.reason}"
        await note(contract, party.actor, "refuse_extension", text, extension=None)
    await telling.news(contract, Side.agency, text)
    return party


async def take_back_extension(caller: Citizen, contract_id: UUID) -> Party:
    """撤回延期申请, as long as the owner has not answered; the agreed day holds as before.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide.
    """
    party = await locked_contract(caller, contract_id)
    party.only(Side.agency)
    contract = party.contract
    if contract.extension is None:
        raise ContractMoveNotAllowed()
    text = f"机构撤回延期申请,约定的交付日仍是{contract.last_day}。"
    await move(contract, TAKE_BACK_EXTENSION, party.actor, text, extension=None)
    await telling.news(contract, Side.owner, text)
    return party


async def ask_ending(caller: Citizen, contract_id: UUID, reason: str) -> Party:
    """申请终止, by either side.

    Raises ContractNotFound, ContractMoveNotAllowed, TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    contract = party.contract
    if contract.status not in OPEN_CONTRACTS or contract.ending is not None:
        raise ContractMoveNotAllowed()
    text = f"{SIDE_NAMES[party.side]}申请终止合同。原因:{reason}"
    asked = AskedEnding(by=party.side, reason=reason, number=contract.event_count + 1)
    await note(contract, party.actor, "ask_ending", text, ending=asked)
    await telling.to_do(contract, party.side.other, text, "答复是否同意")
    return party


async def take_back_ending(caller: Citizen, contract_id: UUID) -> Party:
    """撤回终止申请, by the side that asked, as long as the other one has not answered.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide.
    """
    party = await locked_contract(caller, contract_id)
    contract, asked = party.contract, party.contract.ending
    if contract.status not in OPEN_CONTRACTS or asked is None:
        raise ContractMoveNotAllowed()
    party.only(asked.by)
    text = f"{SIDE_NAMES[asked.by]}撤回终止申请,合同继续。"
    await move(contract, TAKE_BACK_ENDING[contract.status], party.actor, text, ending=None)
    await telling.news(contract, asked.by.other, text)
    return party


async def answer_ending(caller: Citizen, contract_id: UUID, given: AnswerAsked) -> Party:
    """The other side agrees, and it is over, or does not, and it goes on.

    Raises ContractNotFound, ContractMoveNotAllowed, ForTheOtherSide, ReadAnother, TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    contract, asked = party.contract, party.contract.ending
    if contract.status not in OPEN_CONTRACTS or asked is None:
        raise ContractMoveNotAllowed()
    party.only(asked.by.other)
    check_read(given.number, asked.number)
    name = SIDE_NAMES[party.side]
    if not given.agreed:
        text = f"{name}不同意终止合同。原因:{given.reason}"
        await note(contract, party.actor, "refuse_ending", text, ending=None)
        await telling.news(contract, asked.by, text)
        return party
    text = f"{name}同意终止,合同终止。原因:{asked.reason}"
    await move(contract, END, party.actor, text, **NOTHING_OPEN)
    await telling.both(contract, text)
    return party


async def end_by_desk(caller: Staff, contract_id: UUID, reason: str) -> Contract:
    """终止 by the keepers of the market, with a reason that both sides are told.

    Raises NotAtTheDesk, ContractNotFound, ContractMoveNotAllowed.
    """
    contract = await desk_contract(caller, contract_id, locked=True)
    text = f"中介超市管理部门终止合同。原因:{reason}"
    await move(contract, END_BY_DESK, actor_of(caller), text, **NOTHING_OPEN)
    await telling.both(contract, text)
    return contract
