"""A very good rating that counts is one point more for the agency, as long as it counts."""

from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG
from mobile_api.agency_supermarket.contracts.models import ContractEvent
from mobile_api.agency_supermarket.contracts.scope import contract_by_itself
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.credit.service import enter, take_back
from mobile_api.agency_supermarket.credit.states import CreditKind, LiftedBy
from mobile_api.agency_supermarket.ratings.rules import RULES
from mobile_api.agency_supermarket.ratings.scope import rating_by
from mobile_api.shared import clock
from mobile_api.shared.history.followers import Follower


async def _follow(event: ContractEvent) -> None:
    contract = await contract_by_itself(event.contract_id)
    rating = await rating_by(contract, Side.owner)
    if rating is None:
        return
    reference = f"contract:{contract.id}"
    least = RULES.here().good.on(clock.beijing_date(rating.rated_at)).amount
    if not rating.is_counted:
        why = "这项评价经核实不计分。"
        await take_back(
            contract.agency_id, CreditKind.good_rating, reference, LiftedBy.uncounted, why
        )
    elif min(rating.scores.values()) >= least:
        reason = f"合同{contract.number}:采购人的各项评分都不低于{least}分。"
        await enter(contract.agency_id, CreditKind.good_rating, reason, reference)


def following() -> list[Follower[ContractEvent]]:
    """As the rating stands now: when it is given, and whenever the desk has looked."""
    kinds = frozenset({"rate", "look_at_rating"})
    return [Follower(CONTRACT_LOG, "ratings_credit", kinds, _follow)]
