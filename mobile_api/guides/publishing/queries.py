"""WrittenJson guides and catalogues from the database, by version."""

import functools
from collections.abc import Collection
from dataclasses import dataclass

from mobile_api.guides.catalogue.schemas import Catalogue, ServiceGuide
from mobile_api.guides.errors import GuideNotFound
from mobile_api.guides.publishing.models import (
    CatalogueMeaning,
    CatalogueVersion,
    GuideVersion,
    ThemeVersion,
    UnansweredQuery,
    VersionState,
)
from mobile_api.shared.database import fetch


@dataclass(frozen=True, slots=True)
class VersionedGuide:
    """A guide and the catalogue version that it belongs to."""

    version: int
    guide: ServiceGuide


@dataclass(frozen=True, slots=True)
class VersionedCatalogue:
    """A whole catalogue and its version."""

    version: int
    catalogue: Catalogue


_CURRENT = """
SELECT guide.catalogue_version, guide.content::text
FROM guide_version guide JOIN catalogue_version ON number = guide.catalogue_version
WHERE state = 'published' AND item_key = $1
"""


async def current_guide(item_key: str) -> VersionedGuide | None:
    """The guide of the published catalogue, also when it is suspended; None when there is none."""
    rows = await fetch(_CURRENT, item_key)
    if not rows:
        return None
    return VersionedGuide(rows[0]["catalogue_version"], _guide(rows[0]["content"]))


# What the column can hold; a larger number cannot be asked for.
_LARGEST_NUMBER = 2**31 - 1
_OF_VERSION = """
SELECT content::text FROM guide_version WHERE catalogue_version = $1 AND item_key = $2
"""


# Versions never change, and a process knows one database: what was read once is not read again.
# A queue of cases asks for the same few guides, and a request for one guide several times.
_MOST_KEPT = 512
_kept: dict[tuple[str, int], ServiceGuide] = {}


async def guide_of(item_key: str, version: int) -> ServiceGuide:
    """The guide as it was in that catalogue version; a case reads its own for ever.

    Raises GuideNotFound when that version never had the item.
    """
    guide = _kept.get((item_key, version))
    if guide is None:
        known = 0 < version <= _LARGEST_NUMBER
        rows = await fetch(_OF_VERSION, version, item_key) if known else []
        if not rows:
            raise GuideNotFound()
        guide = _guide(rows[0]["content"])
        if len(_kept) >= _MOST_KEPT:
            # The one that was read first: others that are wanted are read again, one at a time.
            del _kept[next(iter(_kept))]
        _kept[item_key, version] = guide
    return guide


_NAMES = """
SELECT DISTINCT ON (item_key) item_key, content->>'name' AS name
FROM guide_version WHERE item_key = ANY($1::text[]) ORDER BY item_key, catalogue_version DESC
"""


async def item_names(item_keys: Collection[str]) -> dict[str, str]:
    """By key, what the item is called, also one that is no longer offered; none for no item."""
    rows = await fetch(_NAMES, sorted(set(item_keys))) if item_keys else []
    return {row["item_key"]: row["name"] for row in rows}


@functools.lru_cache(maxsize=_MOST_KEPT)
def _guide(content: str) -> ServiceGuide:
    return ServiceGuide.model_validate_json(content)


async def published_number() -> int | None:
    """Number of the catalogue version in force; None before the first one."""
    version = await CatalogueVersion.get_or_none(state=VersionState.published).only("number")
    return version.number if version else None


async def published_departments() -> set[str]:
    """Keys of the departments of the catalogue in force; none before the first one."""
    version = await CatalogueVersion.get_or_none(state=VersionState.published)
    return {one["key"] for one in version.frame["departments"]} if version else set()


async def published_catalogue() -> VersionedCatalogue | None:
    """The catalogue in force, whole; None before the first one."""
    version = await CatalogueVersion.get_or_none(state=VersionState.published)
    if version is None:
        return None
    # The rows of a version are written with it and never again: these reads cannot mix two.
    guides = await _contents(GuideVersion, version.number)
    themes = await _contents(ThemeVersion, version.number)
    content = {**version.frame, "service_items": guides, "themes": themes}
    return VersionedCatalogue(version.number, Catalogue.model_validate(content))


async def _contents(model: type[GuideVersion] | type[ThemeVersion], number: int) -> list[object]:
    rows = model.filter(catalogue_version=number).order_by("position")
    return list(await rows.values_list("content", flat=True))


async def meaning_of(number: int) -> str:
    """The model that made the vectors of that catalogue version; empty while they are not made."""
    row = await CatalogueMeaning.get_or_none(catalogue_version=number).only("model")
    return row.model if row else ""


async def unanswered(limit: int = 100) -> list[UnansweredQuery]:
    """The searches that most often found nothing."""
    return await UnansweredQuery.all().order_by("-times", "-on").limit(limit)
