"""Of each table the place where its rows are asked for, and who asks elsewhere, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Home:
    """The one place of a table's questions: a file, or a room, which ends in a slash.

    `elsewhere`: who may ask as well, and why that question is the caller's own, or nobody's.
    """

    table: str
    place: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def allows(self, path: str) -> bool:
        return any(_is_in(path, one) for one in (self.place, *self.elsewhere))

    def unused(self, askers: set[str]) -> list[str]:
        """Places that nobody asks from any more."""
        places = (self.place, *self.elsewhere)
        return [one for one in places if not any(_is_in(path, one) for path in askers)]


def _is_in(path: str, place: str) -> bool:
    return path.startswith(place) if place.endswith("/") else path == place


_OWN = "a person's copy, erasure or merging: by that person's id"
_BELOW_THE_ORM = "SQL over several tables with the caller's department in it"
_ANYBODYS = "what is open to everybody: agencies that may serve today"
_COUNTS = "counts of a year for everybody; of rows, only names of enterprises come out"
_SENDS = "sends, whoever is told: nobody is answered"

HOMES = {
    "Case": Home(
        "case_file",
        "mobile_api/cases/scope.py",
        {
            "mobile_api/cases/post/window.py": _BELOW_THE_ORM,
            "mobile_api/cases/counter/queue/queries.py": _BELOW_THE_ORM,
            "mobile_api/cases/counter/queue/claiming.py": _BELOW_THE_ORM,
            "mobile_api/cases/clocks.py": "one column of the case that its caller holds",
            "mobile_api/personal_data/holdings/cases.py": _OWN,
        },
    ),
    # What hangs on a case is found by a case that its caller may see.
    "SubmittedMaterial": Home("submitted_material", "mobile_api/cases/"),
    "CaseEvent": Home("case_event", "mobile_api/cases/"),
    "CorrectionNotice": Home("correction_notice", "mobile_api/cases/"),
    "ClockSegment": Home("clock_segment", "mobile_api/cases/"),
    "PostalTask": Home("postal_task", "mobile_api/cases/post/"),
    "StoredFile": Home(
        "stored_file",
        "uploads/service.py",
        {
            "uploads/keeping.py": "what somebody's row refers to, who asked is checked there",
            "uploads/taking_in.py": "by the key of another system, or of whose form it was",
            "mobile_api/cases/content_checks.py": "a link for WeChat's check, asked by no caller",
            "mobile_api/personal_data/archive.py": _OWN,
            "mobile_api/personal_data/holdings/uploads.py": _OWN,
        },
    ),
    "Parcel": Home(
        "parcel",
        "notifications/post/",
        {
            "mobile_api/cases/post/owner.py": "the parcels of a case that the caller may see",
            "mobile_api/cases/post/window.py": _BELOW_THE_ORM,
        },
    ),
    "ParcelEvent": Home("parcel_event", "notifications/post/parcels/"),
    "ParcelOutcome": Home("parcel_outcome", "notifications/post/parcels/"),
    "ParcelAlert": Home(
        "parcel_alert",
        "notifications/post/parcels/alerts.py",
        {"mobile_api/cases/post/window.py": "and its parcel in the caller's scope"},
    ),
    "Delivery": Home(
        "delivery",
        "notifications/inbox/queries.py",
        {
            "notifications/service.py": "writes what is told",
            "notifications/merging.py": "of one person, told in one transaction",
            "notifications/sending/": _SENDS,
            "notifications/operating/": "the operator's command line, and sending again by subject",
            "mobile_api/personal_data/holdings/notifications.py": _OWN,
        },
    ),
    "NotificationPreference": Home("notification_preference", "notifications/preferences.py"),
    "Enterprise": Home(
        "enterprise",
        "mobile_api/enterprises/powers.py",
        {
            "mobile_api/enterprises/clerks.py": "of its legal representative",
            "mobile_api/enterprises/service.py": "by the code that an authority has just proven",
            "mobile_api/agency_supermarket/figures/counting.py": _COUNTS,
        },
    ),
    "Clerk": Home(
        "enterprise_clerk",
        "mobile_api/enterprises/clerks.py",
        {"mobile_api/enterprises/powers.py": "what a person may do today"},
    ),
    "Agency": Home(
        "agency",
        "mobile_api/agency_supermarket/agencies/scope.py",
        {
            "mobile_api/agency_supermarket/finding/": _ANYBODYS,
            "mobile_api/agency_supermarket/figures/counting.py": _COUNTS,
        },
    ),
    # What hangs on an agency is found by an agency that its caller may see.
    "AgencyService": Home(
        "agency_service",
        "mobile_api/agency_supermarket/agencies/",
        {"mobile_api/agency_supermarket/finding/": _ANYBODYS},
    ),
    "AgencyRecord": Home(
        "agency_record",
        "mobile_api/agency_supermarket/agencies/records/",
        {"mobile_api/agency_supermarket/finding/": _ANYBODYS},
    ),
    "Qualification": Home("agency_qualification", "mobile_api/agency_supermarket/agencies/"),
    "Sanction": Home("agency_sanction", "mobile_api/agency_supermarket/agencies/"),
    "AgencyEvent": Home("agency_event", "mobile_api/agency_supermarket/agencies/"),
    "CreditEntry": Home("credit_entry", "mobile_api/agency_supermarket/credit/"),
    "CreditRepair": Home("credit_repair", "mobile_api/agency_supermarket/credit/"),
    "CreditEffect": Home("credit_effect", "mobile_api/agency_supermarket/credit/"),
    "Need": Home(
        "market_need",
        "mobile_api/agency_supermarket/needs/scope.py",
        {
            "mobile_api/personal_data/holdings/market.py": _OWN,
            "mobile_api/personal_data/market_matters.py": _OWN,
            "mobile_api/agency_supermarket/figures/counting.py": _COUNTS,
        },
    ),
    "Bid": Home(
        "market_bid",
        "mobile_api/agency_supermarket/bids/",
        {
            "mobile_api/personal_data/market_matters.py": _OWN,
            "mobile_api/agency_supermarket/figures/counting.py": _COUNTS,
        },
    ),
    "BidLogEntry": Home("market_bid_log", "mobile_api/agency_supermarket/bids/"),
    "JudgedBid": Home("market_judged_bid", "mobile_api/agency_supermarket/openings/scores.py"),
    "ScoreSheet": Home("market_score_sheet", "mobile_api/agency_supermarket/openings/scores.py"),
    "Dispute": Home(
        "market_dispute",
        "mobile_api/agency_supermarket/disputes/",
        {"mobile_api/agency_supermarket/figures/counting.py": _COUNTS},
    ),
    "Contract": Home(
        "market_contract",
        "mobile_api/agency_supermarket/contracts/scope.py",
        {
            "mobile_api/personal_data/market_matters.py": _OWN,
            "mobile_api/agency_supermarket/figures/counting.py": _COUNTS,
        },
    ),
    # What hangs on a contract is found by a contract that its caller may see.
    "ContractEvent": Home(
        "market_contract_event", "mobile_api/agency_supermarket/contracts/history.py"
    ),
    "ContractFile": Home("market_contract_file", "mobile_api/agency_supermarket/contracts/"),
    "Rating": Home(
        "market_rating",
        "mobile_api/agency_supermarket/ratings/scope.py",
        {"mobile_api/agency_supermarket/figures/counting.py": _COUNTS},
    ),
    "NeedQuestion": Home("market_need_question", "mobile_api/agency_supermarket/needs/"),
    "Office": Home(
        "agency_office",
        "mobile_api/agency_supermarket/agencies/offices/",
        {"mobile_api/agency_supermarket/finding/": _ANYBODYS},
    ),
    "Practitioner": Home(
        "agency_practitioner", "mobile_api/agency_supermarket/agencies/practitioners/"
    ),
    "Control": Home("agency_control", "mobile_api/agency_supermarket/affiliations/service.py"),
    "EndedControl": Home(
        "agency_control_ended", "mobile_api/agency_supermarket/affiliations/service.py"
    ),
    "Relative": Home(
        "market_need_relative",
        "mobile_api/agency_supermarket/affiliations/service.py",
        {"mobile_api/personal_data/holdings/market.py": _OWN},
    ),
    "NeedFile": Home(
        "market_need_file",
        "mobile_api/agency_supermarket/needs/files/service.py",
        {"mobile_api/personal_data/holdings/": _OWN},
    ),
    "NeedChange": Home("market_need_change", "mobile_api/agency_supermarket/changes/service.py"),
    "Expert": Home(
        "expert",
        "mobile_api/agency_supermarket/experts/scope.py",
        {"mobile_api/agency_supermarket/experts/register.py": "is the number there already?"},
    ),
    "ExpertSpecialty": Home("expert_specialty", "mobile_api/agency_supermarket/experts/"),
    "ExpertPanel": Home("expert_panel", "mobile_api/agency_supermarket/experts/panels/scope.py"),
    "PanelCandidate": Home(
        "expert_panel_candidate",
        "mobile_api/agency_supermarket/experts/panels/",
        {"mobile_api/personal_data/market_matters.py": _OWN},
    ),
    "TradingProject": Home(
        "trading_project",
        "mobile_api/agency_supermarket/trading/scope.py",
        {"mobile_api/agency_supermarket/trading/queries.py": "what published results came to"},
    ),
    "BiddingComplaint": Home(
        "bidding_complaint",
        "mobile_api/agency_supermarket/trading/complaints/scope.py",
        {
            "mobile_api/agency_supermarket/trading/complaints/filing.py": "how many there were",
            "mobile_api/personal_data/market_matters.py": _OWN,
        },
    ),
    "ComplaintFile": Home(
        "bidding_complaint_file", "mobile_api/agency_supermarket/trading/complaints/"
    ),
    "TradingNotice": Home("trading_notice", "mobile_api/agency_supermarket/trading/"),
    "SavedAddress": Home(
        "saved_address",
        "mobile_api/addresses/service.py",
        {"mobile_api/addresses/queries.py": "one's own book"},
    ),
    "DataExport": Home(
        "data_export",
        "mobile_api/personal_data/exporting.py",
        {"mobile_api/personal_data/holdings/own.py": _OWN},
    ),
}
