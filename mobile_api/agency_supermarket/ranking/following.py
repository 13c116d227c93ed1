"""When a record is counted anew: a contract is finished, a rating is given or judged."""

from mobile_api.agency_supermarket.agencies.records.service import arm
from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG
from mobile_api.agency_supermarket.contracts.models import ContractEvent
from mobile_api.agency_supermarket.contracts.scope import contract_by_itself
from mobile_api.agency_supermarket.contracts.states import ACCEPT
from mobile_api.shared.history.followers import Follower


async def _follow(event: ContractEvent) -> None:
    contract = await contract_by_itself(event.contract_id)
    await arm(contract.agency_id)


def following() -> list[Follower[ContractEvent]]:
    """Whatever it is now is counted, however often its events are seen."""
    kinds = frozenset({ACCEPT.name, "rate", "look_at_rating"})
    return [Follower(CONTRACT_LOG, "agency_records", kinds, _follow)]
