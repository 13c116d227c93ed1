"""Publishing a catalogue: all of it or nothing, once, and every reader sees one version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.checks.validation import validate_catalogue
from mobile_api.guides.errors import CatalogueInvalid
from mobile_api.guides.publishing.models import (
    CatalogueMeaning,
    CatalogueVersion,
    GuideVersion,
    ThemeVersion,
    VersionState,
)
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.wakes import wake

CATALOGUE_CHANNEL = "catalogue_published"
# One publisher at a time; the number only has to differ from other advisory locks of ours.
_PUBLISHING_LOCK = 7_020_001
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Publication:
    """Outcome of a load. `is_new` is False when the published catalogue was the same already."""

    number: int
    is_new: bool
    guides: int
    themes: int


class OwnCatalogueStands(Exception):
    """The city's own catalogue is in force, version `number`, and was to be kept."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def load_catalogue(
    data: Any, *, is_demo: bool = False, keep_own: bool = False
) -> Publication:
    """Check the catalogue and publish it as a new version, in one transaction.

    Loading the content that is published already changes nothing but whether it
    is the demo city. Two publishers at once go one
    after the other. A process that dies half-way leaves the version before it in force.
    `is_demo`: it is the demo city. `keep_own`: only the demo city, or nothing, may be replaced.
    Raises CatalogueInvalid with every fault, OwnCatalogueStands; then nothing is stored.
    """
    faults = validate_catalogue(data)
    if faults:
        raise CatalogueInvalid(faults)
    catalogue = Catalogue.model_validate(data)
    content = catalogue.model_dump(mode="json")
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    async with in_transaction():
        await fetch("SELECT pg_advisory_xact_lock($1)", _PUBLISHING_LOCK)
        published = await CatalogueVersion.get_or_none(state=VersionState.published)
        if keep_own and published is not None and not published.is_demo:
            raise OwnCatalogueStands(published.number)
        is_new = published is None or published.digest != digest
        if published is None or is_new:
            number = await _publish(content, digest, is_demo)
        else:
            number = await _kept(published, is_demo)
    return Publication(number, is_new, len(catalogue.service_items), len(catalogue.themes))


async def _kept(published: CatalogueVersion, is_demo: bool) -> int:
    """It is the demo city, or the city's own, as whoever loads it says."""
    if published.is_demo is not is_demo:
        await CatalogueVersion.filter(id=published.id).update(is_demo=is_demo)
    return published.number


async def _publish(content: dict[str, Any], digest: str, is_demo: bool) -> int:
    guides, themes = content.pop("service_items"), content.pop("themes")
    latest = await CatalogueVersion.all().order_by("-number").first()
    number = latest.number + 1 if latest else 1
    await CatalogueVersion.filter(state=VersionState.published).update(
        state=VersionState.superseded
    )
    await CatalogueVersion.create(
        number=number,
        state=VersionState.published,
        digest=digest,
        frame=content,
        published_at=clock.now(),
        is_demo=is_demo,
    )
    await GuideVersion.bulk_create(_guide_rows(number, guides), batch_size=_BATCH)
    await ThemeVersion.bulk_create(_theme_rows(number, themes), batch_size=_BATCH)
    await CatalogueMeaning.create(catalogue_version=number, due_at=clock.now())
    await wake(CatalogueMeaning._meta.db_table)
    await tell_of_catalogue(number)
    return number


async def tell_of_catalogue(number: int) -> None:
    """Whoever follows the catalogue looks again at what is written of this version."""
    # PostgreSQL delivers it at commit, so that nobody looks before the rows are there.
    await fetch("SELECT pg_notify($1, $2)", CATALOGUE_CHANNEL, str(number))


async def still_published(number: int) -> bool:
    """Whether that version is in force, and stays so until this transaction ends."""
    version = CatalogueVersion.filter(number=number, state=VersionState.published)
    return await version.select_for_update().exists()


def _guide_rows(number: int, guides: Sequence[dict[str, Any]]) -> list[GuideVersion]:
    return [
        GuideVersion(
            catalogue_version=number, item_key=guide["key"], position=position, content=guide
        )
        for position, guide in enumerate(guides)
    ]


def _theme_rows(number: int, themes: Sequence[dict[str, Any]]) -> list[ThemeVersion]:
    return [
        ThemeVersion(
            catalogue_version=number, theme_key=theme["key"], position=position, content=theme
        )
        for position, theme in enumerate(themes)
    ]
