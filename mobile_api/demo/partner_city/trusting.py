"""The sandbox agreement: two local cities take each other's cases of a few items."""

from datetime import timedelta
from typing import Any

from mobile_api.demo.partner_city.making import DEPARTMENTS
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.publishing.queries import published_catalogue
from mobile_api.handoff.kit.introducing import Introduction
from mobile_api.handoff.partners.loading import load_partners
from mobile_api.handoff.partners.states import HandoffDirection
from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings

AGREEMENT = "沙箱协议-{}"
# Of the keys that a first file names: it may be loaded again at any time.
_BEGUN = timedelta(days=1)
_EVERYTHING_A_MINUTE = 60_000


class NotLocalCity(RuntimeError):
    """Only a local instance trusts a city because a file says so."""


async def trust_locally(settings: Settings, neighbour: Introduction) -> None:
    """Register it with both directions of every item of the sandbox; again, it changes nothing.

    Raises NotLocalCity, and what the loading of partners raises.
    """
    if settings.environment != "local":
        raise NotLocalCity()
    found = await published_catalogue()
    assert found is not None
    codes = sorted((settings.region_code, neighbour.region_code))
    agreement = {
        "number": AGREEMENT.format("-".join(codes)),
        "valid_from": "2026-01-01",
        "items": _items(found.catalogue),
    }
    await load_partners({"partners": [_partner(neighbour, agreement)]}, settings)


def _partner(neighbour: Introduction, agreement: dict[str, Any]) -> dict[str, Any]:
    begun = (clock.now() - _BEGUN).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "key": neighbour.key,
        "name": neighbour.name,
        "regions": [neighbour.region_code],
        "base_url": neighbour.base_url,
        "encryption_key": neighbour.encryption_key,
        "contact": "沙箱",
        "messages_a_minute": _EVERYTHING_A_MINUTE,
        "keys": [{"public_key": neighbour.signing_key, "valid_from": begun.isoformat()}],
        "agreements": [agreement],
    }


def _items(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Every item of the clerks' departments that a person elsewhere can be served with."""
    return [
        {
            "direction": direction,
            "basic_code": guide.basic_item_code,
            "item_key": guide.key,
            "mode": mode,
            "valid_from": "2026-01-01",
        }
        for guide in catalogue.service_items
        if guide.department in DEPARTMENTS
        for mode in guide.cross_region.modes
        for direction in HandoffDirection
    ]
