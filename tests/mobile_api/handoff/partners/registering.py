"""A file of partners as tests write it: the example of the documentation, changed."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mobile_api.handoff.partners.loading import PartnersLoaded, load_partners
from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from mobile_api.signatures.service import KeyKind, SigningKey
from tests.stack import Stack

EXAMPLE = Path(__file__).parents[4] / "docs/partner/partners-example.json"
NOW = datetime(2026, 12, 2, 2, tzinfo=UTC)
File = dict[str, Any]


def example() -> File:
    found: File = json.loads(EXAMPLE.read_text())
    return found


def partner_of(data: File) -> File:
    found: File = data["partners"][0]
    return found


def agreement_of(data: File) -> File:
    found: File = partner_of(data)["agreements"][0]
    return found


def another(data: File, key: str = "yuanshi") -> File:
    """A second partner in the file, with nothing of the first one's."""
    more = deepcopy(partner_of(data))
    more |= {"key": key, "regions": ["999700"], "keys": [], "agreements": []}
    data["partners"].append(more)
    return more


def key_entry(begins: str, ends: str | None = None) -> File:
    public = str(SigningKey.new(KeyKind.ed25519).public)
    day = "{}T00:00:00+08:00".format
    return {
        "public_key": public,
        "valid_from": day(begins),
        "valid_until": day(ends) if ends else None,
    }


async def load(stack: Stack, data: object, settings: Settings | None = None) -> PartnersLoaded:
    with clock.standing_at(NOW):
        return await load_partners(data, settings or stack.settings)


async def faults(stack: Stack, data: object) -> list[tuple[str, str]]:
    """Path and code of each fault."""
    done = await load(stack, data)
    return [(one.path, one.code) for one in done.faults]
