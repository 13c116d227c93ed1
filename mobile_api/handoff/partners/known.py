"""What stands already when a file of partners is checked: rows, the catalogue, our own keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.guides.publishing.queries import published_catalogue
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Agreement,
    OwnKey,
    Partner,
    PartnerKey,
    RegionSuccessor,
)
from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class KnownGuide:
    """What an agreement has to know of an item. `names`: keys of its fields and materials."""

    basic_code: str
    modes: frozenset[HandoffMode]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """`guides` None: no catalogue is published. Keys, agreements and items with their partner."""

    now: datetime
    is_local: bool
    own_regions: frozenset[str]
    guides: Mapping[str, KnownGuide] | None
    own_key_ids: frozenset[str]
    partners: tuple[Partner, ...]
    keys: tuple[PartnerKey, ...]
    agreements: tuple[Agreement, ...]
    items: tuple[AgreedItem, ...]
    successors: Mapping[str, str]


async def known_now(settings: Settings) -> Known:
    """As of the running transaction."""
    guides, regions = await _catalogue()
    return Known(
        now=clock.now(),
        is_local=settings.environment == "local",
        own_regions=regions | {settings.region_code},
        guides=guides,
        own_key_ids=frozenset([one.key_id for one in await OwnKey.all().only("key_id")]),
        partners=tuple(await Partner.all().order_by("key")),
        keys=tuple(await PartnerKey.all().select_related("partner")),
        agreements=tuple(await Agreement.all().select_related("partner")),
        items=tuple(await AgreedItem.all().select_related("agreement__partner")),
        successors={one.code: one.successor for one in await RegionSuccessor.all()},
    )


async def _catalogue() -> tuple[Mapping[str, KnownGuide] | None, frozenset[str]]:
    published = await published_catalogue()
    if published is None:
        return None, frozenset()
    catalogue = published.catalogue
    guides = {
        guide.key: KnownGuide(
            guide.basic_item_code,
            frozenset(guide.cross_region.modes),
            frozenset(
                [one.key for one in guide.form_fields] + [one.key for one in guide.materials]
            ),
        )
        for guide in catalogue.service_items
    }
    return guides, frozenset({catalogue.region_code, *(one.code for one in catalogue.regions)})
