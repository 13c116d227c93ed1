"""Where the rows of one person or department may be asked for, and who asks elsewhere."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

# Of a model class, what finds no row: it makes one, or tells of the table itself.
_FINDS_NOTHING = frozenset({"create", "bulk_create", "construct", "_meta"})
_WORD = re.compile(r"\w+")


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
_SENDS = "sends, whoever is told: nobody is answered"

HOMES = {
    "Case": Home(
        "case_file",
        "mobile_api/cases/scope.py",
        {
            "mobile_api/cases/post/window.py": _BELOW_THE_ORM,
            "mobile_api/personal_data/holdings/cases.py": _OWN,
        },
    ),
    # What hangs on a case is found by a case that its caller may see.
    "SubmittedMaterial": Home(
        "submitted_material",
        "mobile_api/cases/",
        {"mobile_api/personal_data/holdings/uploads.py": _OWN},
    ),
    "CaseEvent": Home("case_event", "mobile_api/cases/"),
    "CorrectionNotice": Home("correction_notice", "mobile_api/cases/"),
    "ClockSegment": Home("clock_segment", "mobile_api/cases/"),
    "PostalTask": Home("postal_task", "mobile_api/cases/post/"),
    "StoredFile": Home(
        "stored_file",
        "uploads/service.py",
        {
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
        },
    ),
    "Clerk": Home(
        "enterprise_clerk",
        "mobile_api/enterprises/clerks.py",
        {"mobile_api/enterprises/powers.py": "what a person may do today"},
    ),
    "Agency": Home("agency", "mobile_api/agency_supermarket/agencies/scope.py"),
    # What hangs on an agency is found by an agency that its caller may see.
    "AgencyService": Home("agency_service", "mobile_api/agency_supermarket/agencies/"),
    "Qualification": Home(
        "agency_qualification",
        "mobile_api/agency_supermarket/agencies/",
        {"mobile_api/personal_data/holdings/uploads.py": _OWN},
    ),
    "Sanction": Home("agency_sanction", "mobile_api/agency_supermarket/agencies/"),
    "AgencyEvent": Home("agency_event", "mobile_api/agency_supermarket/agencies/"),
    "CreditEntry": Home("credit_entry", "mobile_api/agency_supermarket/credit/"),
    "CreditRepair": Home(
        "credit_repair",
        "mobile_api/agency_supermarket/credit/",
        {"mobile_api/personal_data/holdings/uploads.py": _OWN},
    ),
    "CreditEffect": Home("credit_effect", "mobile_api/agency_supermarket/credit/"),
    "Need": Home(
        "market_need",
        "mobile_api/agency_supermarket/needs/scope.py",
        {"mobile_api/personal_data/holdings/market.py": _OWN},
    ),
    "Bid": Home("market_bid", "mobile_api/agency_supermarket/bids/service.py"),
    "BidLogEntry": Home("market_bid_log", "mobile_api/agency_supermarket/bids/service.py"),
    "Dispute": Home("market_dispute", "mobile_api/agency_supermarket/disputes/"),
    "NeedQuestion": Home("market_need_question", "mobile_api/agency_supermarket/needs/"),
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

# Of the scope of cases, what asks for a case whoever's it is -> who may, and why.
UNSCOPED = {
    "locked_for_nobody": {
        "mobile_api/cases/deadlines.py": "the law's own clock runs out",
        "mobile_api/cases/content_checks.py": "a submission is shown to WeChat's check",
        "mobile_api/cases/post/tasks.py": "nobody gave an address in time",
        "mobile_api/cases/post/following.py": "a parcel of the case arrived, or did not",
    },
    "numbered": {
        "mobile_api/cases/status/queries.py": "a stranger, who proves the second factor",
        "mobile_api/cases/post/following.py": "the post names a case by its number",
    },
}


def askers(tree: ast.Module, model: str, table: str) -> Iterator[int]:
    """Lines where rows are asked for: by the model, whatever it is called here, or in SQL."""
    if not _said_in(tree) & {model, table}:
        return
    names = {model} | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == model and alias.asname
    }
    sql = re.compile(rf'\b(FROM|JOIN|INTO|UPDATE|USING|ONLY)\s+"?{table}\b')
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if sql.search(node.value):
                yield node.lineno
        elif _finds(node, names):
            yield node.lineno  # type: ignore[attr-defined]


@cache
def _said_in(tree: ast.Module) -> frozenset[str]:
    """Every word of a file, so that most files are looked at once and not for each table."""
    said: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update(_WORD.findall(node.value))
        elif isinstance(node, ast.alias):
            said.add(node.name)
        elif (name := _named(node)) is not None:
            said.add(name)
    return frozenset(said)


def _finds(node: ast.AST, names: set[str]) -> bool:
    """`Case.filter`, `models.Case.all` and `QuerySet(Case)`."""
    if isinstance(node, ast.Attribute):
        return node.attr not in _FINDS_NOTHING and _named(node.value) in names
    if isinstance(node, ast.Call) and _named(node.func) == "QuerySet":
        return any(_named(one) in names for one in node.args)
    return False


def _named(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def uses(tree: ast.Module, name: str) -> bool:
    """Whether a function of another file is taken here, by import or as an attribute."""
    return any(
        (isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names))
        or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in ast.walk(tree)
    )
