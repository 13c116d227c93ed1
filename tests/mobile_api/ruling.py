"""Rules of a city other than those that come with a release."""

import json
from pathlib import Path
from typing import Any

from mobile_api.cases import rules
from mobile_api.cases.rules import CaseRules
from mobile_api.shared.calendar.rules import rules_in

SHIPPED = Path(rules.__file__).with_name("rules.json")
BEGINNING = "2004-07-01"


def row(amount: int, unit: str, since: str = BEGINNING, until: str | None = None) -> dict[str, Any]:
    return {"amount": amount, "unit": unit, "source": "本市规定", "from": since, "until": until}


def from_new_year(before: int, after: int, unit: str) -> list[dict[str, Any]]:
    """One amount up to the last day of 2026, and another from the first of 2027."""
    return [row(before, unit, until="2026-12-31"), row(after, unit, "2027-01-01")]


def written(folder: Path, **changes: list[dict[str, Any]] | None) -> Path:
    """The file of a city that differs in these; None takes one away."""
    found = json.loads(SHIPPED.read_text()) | changes
    file = folder / "cases.json"
    file.write_text(json.dumps({name: rows for name, rows in found.items() if rows is not None}))
    return file


def with_rules(folder: Path, **changes: list[dict[str, Any]]) -> CaseRules:
    return rules_in(CaseRules, written(folder, **changes))
