"""The sandbox agreement: two local cities take each other's cases of a few items."""

from datetime import datetime, timedelta
from typing import Any

from mobile_api.demo.partner_city.making import DEPARTMENTS
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.publishing.queries import published_catalogue
from mobile_api.handoff.kit.introducing import Introduction
from mobile_api.handoff.partners.loading import load_partners
from mobile_api.handoff.partners.models import PartnerKey
from mobile_api.handoff.partners.states import HandoffDirection
from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings

AGREEMENT = "沙箱协议-{}"
# Of the first key: what the neighbour has signed before it is registered holds too.
_BEGUN = timedelta(days=1)
_EVERYTHING_A_MINUTE = 60_000


class NotLocalCity(RuntimeError):
    """Only a local instance trusts a city because a file says so."""


class NeighbourRefused(RuntimeError):
    """What the file says cannot be registered; the text has a line for each fault."""


async def trust_locally(settings: Settings, neighbour: Introduction) -> None:
    """Register it with both directions of every item of the sandbox; again, it changes nothing.

    A new key stands beside the last one; those before end. Raises NotLocalCity, NeighbourRefused.
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
    said = _partner(neighbour, await _keys(neighbour, clock.now()), agreement)
    loaded = await load_partners({"partners": [said]}, settings)
    if loaded.faults:
        lines = [f"{one.path}: {one.message} ({one.code})" for one in loaded.faults]
        raise NeighbourRefused("\n".join(lines))


async def _keys(neighbour: Introduction, now: datetime) -> list[dict[str, Any]]:
    """Its key, and the end of those that would be a third one beside it."""
    rows = await PartnerKey.filter(partner__key=neighbour.key, revoked_at=None).order_by("id")
    same = [one for one in rows if one.public_key == neighbour.signing_key]
    good = [
        one
        for one in rows
        if one not in same and (one.valid_until is None or one.valid_until > now)
    ]
    begun = (now - _BEGUN).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = same[0].valid_from if same else now if good else begun
    return [
        {"public_key": neighbour.signing_key, "valid_from": begins.isoformat()},
        *(
            {
                "public_key": one.public_key,
                "valid_from": one.valid_from.isoformat(),
                "valid_until": now.isoformat(),
            }
            for one in good[:-1]
        ),
    ]


def _partner(
    neighbour: Introduction, keys: list[dict[str, Any]], agreement: dict[str, Any]
) -> dict[str, Any]:
    return {
        "key": neighbour.key,
        "name": neighbour.name,
        "regions": [neighbour.region_code],
        "base_url": neighbour.base_url,
        "encryption_key": neighbour.encryption_key,
        "contact": "沙箱",
        "messages_a_minute": _EVERYTHING_A_MINUTE,
        "keys": keys,
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
