"""Bodies of what the desk does with a contract."""

from mobile_api.agency_supermarket.contracts.schemas import ContractReason
from mobile_api.agency_supermarket.credit.states import CreditKind


class ContractEntryRequest(ContractReason):
    """记分 by the desk for what this contract shows."""

    kind: CreditKind
