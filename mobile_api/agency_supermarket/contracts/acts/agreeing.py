"""签订: either side proposes, the other confirms or sends back; nothing while the result is shown.

A contract says what was awarded (招标投标法 46): the price is that of the award.
"""

from uuid import UUID

from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.acts.files import keep_files
from mobile_api.agency_supermarket.contracts.acts.signing import give_days_back, may_serve
from mobile_api.agency_supermarket.contracts.errors import (
    AgencyMayNotSign,
    AgreedDayPassed,
    AwardVoid,
    ContractMoveNotAllowed,
    DisputeOpen,
    ProposalChanged,
    ResultStillShown,
    SigningOver,
)
from mobile_api.agency_supermarket.contracts.history import move
from mobile_api.agency_supermarket.contracts.models import Contract, Milestone
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.schemas import (
    ConfirmRequest,
    ProposalRequest,
    SendBackRequest,
)
from mobile_api.agency_supermarket.contracts.scope import Party, locked_to_sign
from mobile_api.agency_supermarket.contracts.states import (
    CONFIRM,
    PROPOSE,
    SEND_BACK,
    SIDE_NAMES,
    UNSIGNED,
    ContractStatus,
    FileKind,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import arm
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.agency_supermarket.openings.voiding import voided
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.service import visible_case
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput

_OPEN_CASES = frozenset(
    {
        CaseStatus.submitted,
        CaseStatus.correction_requested,
        CaseStatus.pre_reviewed,
        CaseStatus.accepted,
        CaseStatus.under_review,
    }
)
_OTHER_PRICE = "合同价款须与中选价格一致,请按选取结果填写。"
_OVER_BUDGET = "合同价款不能超过最高限价,请改低。"
_PAST = "交付日须在今天以后,请改晚。"
_TOO_FAR = "交付日太晚,最晚可以约定到{day}。"
_MILESTONE = "节点日期须从今天起、不晚于交付日,请修改。"
_NO_CASE = "没有找到您的这个办件,或者它已经办完。请从“我的办件”中选择正在办理的。"
_OWNERS_CASE = "关联办件由采购人选择,机构不用填写。"


async def propose(caller: Citizen, contract_id: UUID, given: ProposalRequest) -> Party:
    """提出合同; one's own proposal that waits is replaced, and counts as a new one.

    Raises ContractNotFound, ContractMoveNotAllowed, AwardVoid, ResultStillShown, SigningOver,
    AgencyMayNotSign, InvalidInput, FilesNotUsable, TooManyRequests.
    """
    party = await _to_sign(caller, contract_id)
    contract = party.contract
    await _check_turn(party)
    _check(contract, given)
    case_id = await _case(party, caller, given.case_id)
    text = f"{SIDE_NAMES[party.side]}提出合同,约定{given.last_day}前交付。"
    await move(
        contract,
        PROPOSE,
        party.actor,
        text,
        proposal=contract.proposal + 1,
        proposed_by=party.side,
        price_fen=given.price_fen,
        last_day=given.last_day,
        milestones=tuple(Milestone(words=one.words, on=one.on) for one in given.milestones),
        case_id=case_id or contract.case_id,
    )
    await keep_files(caller, contract, FileKind.contract, 0, given.files)
    await telling.to_do(
        contract,
        party.side.other,
        f"{SIDE_NAMES[party.side]}提出了合同",
        f"在{telling.day(contract.sign_by)}前确认,或写明理由退回",
    )
    return party


async def _check_turn(party: Party) -> None:
    """Raises ContractMoveNotAllowed, AgencyMayNotSign."""
    contract = party.contract
    if contract.status is ContractStatus.proposed and contract.proposed_by is not party.side:
        raise ContractMoveNotAllowed()
    if party.side is Side.agency and not await may_serve(contract):
        raise AgencyMayNotSign()


async def _to_sign(caller: Citizen, contract_id: UUID) -> Party:
    party = await locked_to_sign(caller, contract_id)
    today, contract = clock.today(), party.contract
    if contract.status not in UNSIGNED:
        raise ContractMoveNotAllowed()
    if await voided(contract.bid_id) is not None:
        raise AwardVoid()
    if today <= contract.shown_until:
        raise ResultStillShown()
    await give_days_back(contract)
    if today > contract.sign_by:
        raise SigningOver()
    return party


def _check(contract: Contract, given: ProposalRequest) -> None:
    """Raises InvalidInput with every fault."""
    today, faults = clock.today(), []
    awarded, budget = contract.award.price_fen, contract.need.terms.budget_fen
    if awarded is not None and given.price_fen != awarded:
        faults.append(FieldFault("/price_fen", "not_the_award", _OTHER_PRICE))
    elif awarded is None and budget is not None and given.price_fen > budget:
        faults.append(FieldFault("/price_fen", "over_budget", _OVER_BUDGET))
    longest = today + RULES.here().longest.on(today).span
    if given.last_day <= today:
        faults.append(FieldFault("/last_day", "past", _PAST))
    elif given.last_day > longest:
        faults.append(FieldFault("/last_day", "too_far", _TOO_FAR.format(day=longest)))
    faults += [
        FieldFault(f"/milestones/{place}/on", "milestone_day", _MILESTONE)
        for place, one in enumerate(given.milestones)
        if not today <= one.on <= given.last_day
    ]
    if faults:
        raise InvalidInput(faults)


async def _case(party: Party, caller: Citizen, case_id: UUID | None) -> UUID | None:
    """The case that is served: the owner's own, which an agency could only guess.

    Raises InvalidInput.
    """
    if case_id is None:
        return None
    if party.side is not Side.owner:
        raise InvalidInput([FieldFault("/case_id", "owners_case", _OWNERS_CASE)])
    try:
        case = await visible_case(caller, case_id)
    except CaseNotFound:
        case = None
    if case is None or case.number is None or case.status not in _OPEN_CASES:
        raise InvalidInput([FieldFault("/case_id", "no_open_case", _NO_CASE)])
    return case.id


async def confirm(caller: Citizen, contract_id: UUID, given: ConfirmRequest) -> Party:
    """确认: the contract is in force. `given.proposal`: which one was read.

    Raises ContractNotFound, ContractMoveNotAllowed, AwardVoid, ForTheOtherSide, ProposalChanged,
    ResultStillShown, SigningOver, DisputeOpen, AgencyMayNotSign, AgreedDayPassed, InvalidInput.
    """
    party = await _to_answer(caller, contract_id, given.proposal)
    contract = party.contract
    if await has_open(contract.need_id):
        raise DisputeOpen()
    if not await may_serve(contract):
        raise AgencyMayNotSign()
    if contract.last_day is None or contract.last_day < clock.today():
        raise AgreedDayPassed()
    case_id = await _case(party, caller, given.case_id)
    await move(
        contract,
        CONFIRM,
        party.actor,
        f"{SIDE_NAMES[party.side]}确认,合同生效。",
        case_id=case_id or contract.case_id,
        signed_at=clock.now(),
    )
    await arm(contract)
    until = f"约定的交付日是{telling.day(contract.last_day)}"
    await telling.both(contract, f"合同已经生效,{until}")
    return party


async def send_back(caller: Citizen, contract_id: UUID, given: SendBackRequest) -> Party:
    """退回, with the reason; either side may propose anew.

    Raises ContractNotFound, ContractMoveNotAllowed, AwardVoid, ForTheOtherSide, ProposalChanged,
    ResultStillShown, SigningOver, TooManyRequests.
    """
    party = await _to_answer(caller, contract_id, given.proposal)
    contract = party.contract
    text = f"{SIDE_NAMES[party.side]}退回合同。原因:{given.reason}"
    await move(contract, SEND_BACK, party.actor, text)
    await telling.to_do(
        contract,
        party.side.other,
        f"{SIDE_NAMES[party.side]}退回了合同,原因:“{given.reason}”",
        f"修改后在{telling.day(contract.sign_by)}前重新提出",
    )
    return party


async def _to_answer(caller: Citizen, contract_id: UUID, proposal: int) -> Party:
    party = await _to_sign(caller, contract_id)
    if party.contract.status is not ContractStatus.proposed:
        raise ContractMoveNotAllowed()
    party.only(party.contract.proposed_by.other)
    if party.contract.proposal != proposal:
        raise ProposalChanged()
    return party
