"""Bodies of what the desk does with a contract."""

from typing import Annotated

from pydantic import StringConstraints

from mobile_api.agency_supermarket.contracts.schemas import ContractReason
from mobile_api.agency_supermarket.credit.states import CreditKind


class ContractEntryRequest(ContractReason):
    """记分 by the desk for what this contract shows; the number of the contract stands before the
    reason in the same column."""

    kind: CreditKind
    reason: Annotated[str, StringConstraints(min_length=2, max_length=270)]
