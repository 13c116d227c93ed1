"""A city that is strict: a case has to be whole, and one that was offered."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.simulators.partner_city.errors import Problem, Refusal

_MEMBERS = (
    "agreement",
    "item",
    "mode",
    "region_code",
    "from_region_code",
    "taken_number",
    "taken_at",
    "identity",
    "materials",
    "sealed",
)


def check_whole(said: Mapping[str, Any]) -> None:
    """Raises Problem."""
    if not all(name in said for name in _MEMBERS):
        raise Problem("body_malformed")


def check_agreed(items: Sequence[Mapping[str, Any]], said: Mapping[str, Any]) -> None:
    """Raises Refusal with the first thing that is not agreed."""
    for code, name in (
        ("no_agreement", "agreement"),
        ("item_not_agreed", "item"),
        ("mode_not_agreed", "mode"),
    ):
        items = [one for one in items if one[name] == said[name]]
        if not items:
            raise Refusal(code)
    if not any(said["region_code"] in one["region_codes"] for one in items):
        raise Refusal("region_not_agreed")
