"""What the end of a contract, or a result returned too often, says of its agency: credit entries.

By the history of the contract, so that neither side waits for the row of the agency.
"""

from mobile_api.agency_supermarket.contracts.acts.signing import may_serve
from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG, last_word_before
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.scope import contract_by_itself
from mobile_api.agency_supermarket.contracts.states import ACCEPT, LAPSE, RETURN_RESULT, Side
from mobile_api.agency_supermarket.contracts.waiting import idle_side
from mobile_api.agency_supermarket.credit.service import enter
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.history.followers import Follower


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
    elif contract.days_late:
        text = f"成果逾期{contract.days_late}个工作日交付。"
        await _enter(contract, CreditKind.result_late, text)


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
    await enter(contract.agency_id, kind, reason, f"contract:{contract.id}")


def following() -> list[Follower[ContractEvent]]:
    """A contract is one entry of a kind, however often its events are seen."""
    kinds = frozenset({LAPSE.name, RETURN_RESULT.name, ACCEPT.name})
    return [Follower(CONTRACT_LOG, "contracts_credit", kinds, _follow)]
