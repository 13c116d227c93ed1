"""What an entry may be, by what it ended, and what comes of too few points."""

from enum import StrEnum

from mobile_api.agency_supermarket.agencies.states import SanctionKind


class CreditKind(StrEnum):
    """For what an agency loses or wins points; how many is data (`rules.json`)."""

    sanction_warning = "sanction_warning"
    sanction_suspension = "sanction_suspension"
    sanction_blacklisting = "sanction_blacklisting"
    contract_lapsed = "contract_lapsed"
    result_late = "result_late"
    result_returned = "result_returned"
    false_material = "false_material"
    price_fraud = "price_fraud"
    good_rating = "good_rating"


OF_SANCTIONS = {
    SanctionKind.warning: CreditKind.sanction_warning,
    SanctionKind.suspension: CreditKind.sanction_suspension,
    SanctionKind.blacklisting: CreditKind.sanction_blacklisting,
}


# What the history of a contract says; the desk enters it with the contract, so that each is one.
OF_CONTRACTS = frozenset(
    {CreditKind.contract_lapsed, CreditKind.result_late, CreditKind.result_returned}
)


class LiftedBy(StrEnum):
    """Why an entry counts no longer than it was told."""

    objection = "objection"  # it was wrong, and never counted
    sanction_lifted = "sanction_lifted"  # so was the sanction that it stands for
    uncounted = "uncounted"  # so is the rating that it stands for
    extended = "extended"  # the owner agreed to a later day
    repair = "repair"  # 信用修复: it counted until then


# It may be found again: then it counts as it was told.
COUNTS_AGAIN = frozenset({LiftedBy.uncounted, LiftedBy.extended})


class EffectOutcome(StrEnum):
    """What became of too few points."""

    ordered = "ordered"
    dismissed = "dismissed"  # the desk saw no need
    recovered = "recovered"  # entries were lifted, and the points are there again
