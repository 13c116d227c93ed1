"""The items of a catalogue file as the search will know them, and a search over that file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from mobile_api.guides.catalogue.schemas import Department, ServiceGuide, Theme
from mobile_api.guides.catalogue.vocabulary import ItemState
from mobile_api.guides.checks.parts import CatalogueParts
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.documents import of_item, of_theme
from mobile_api.guides.search.engine import Hit, SearchEngine
from mobile_api.guides.search.indexed import Indexed, index_document
from mobile_api.guides.search.voices.matters import default_matters

# The first hit decides; a few more, because themes that hold the item may stand before it.
_LOOKED_AT = 8
# Of the share of the surest matter; below it a matter only has words in common with the name.
ALIKE = 0.95


@dataclass(frozen=True, slots=True)
class FindableItem:
    """An item that people can look for; `path` is its JSON pointer."""

    path: str
    guide: ServiceGuide
    department: str
    indexed: Indexed

    @property
    def key(self) -> str:
        return self.guide.key

    @property
    def matters(self) -> list[str]:
        """What general knowledge calls it, the surest first, without what it only resembles."""
        found = sorted(self.indexed.matters, key=lambda one: -one[1])
        return [matter for matter, share in found if share >= found[0][1] * ALIKE]


class FindableItems:
    """Every readable item that is not cancelled, and the search as the file would make it."""

    def __init__(self, items: Sequence[FindableItem], themes: Sequence[Theme]) -> None:
        self.items = items
        self.by_key = {one.key: one for one in items}
        self._holding: dict[str, set[str]] = {}
        for theme in themes:
            for component in theme.components:
                if component.service_item is not None:
                    self._holding.setdefault(component.service_item, set()).add(theme.key)
        documents = [one.indexed.document for one in items]
        self._engine = SearchEngine([*documents, *map(of_theme, themes)])

    @classmethod
    def of(cls, parts: CatalogueParts) -> Self:
        """Blocking: seconds for thousands of items."""
        names = {key: one.name for key, one in parts.by_key("departments", Department).items()}
        guides = {one.key: (path, one) for path, one in parts.of("service_items", ServiceGuide)}
        items = [
            _item(path, guide, names.get(guide.department, guide.department))
            for path, guide in guides.values()
            if guide.state is not ItemState.CANCELLED
        ]
        return cls(items, list(parts.by_key("themes", Theme).values()))

    def hits(self, item: FindableItem, words: str) -> list[Hit]:
        """What is found for `words`, without the themes that `item` is a part of."""
        holding = self._holding.get(item.key, set())
        found = self._engine.search(words, limit=_LOOKED_AT).hits
        return [hit for hit in found if not (hit.kind == "theme" and hit.id in holding)]

    def is_first(self, item: FindableItem, words: str) -> bool:
        return is_own(item, self.hits(item, words)[:1])


def is_own(item: FindableItem, hits: Sequence[Hit]) -> bool:
    """Whether the item is among the hits."""
    return any(hit.kind == "item" and hit.id == item.key for hit in hits)


def _item(path: str, guide: ServiceGuide, department: str) -> FindableItem:
    indexed = index_document(of_item(guide, department), default_lexicon(), default_matters())
    return FindableItem(path, guide, department, indexed)
