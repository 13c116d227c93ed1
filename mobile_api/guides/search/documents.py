"""What can be found: the searchable words of a service item or a theme."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from mobile_api.guides.catalogue.schemas import Catalogue, ServiceGuide, Theme
from mobile_api.guides.catalogue.vocabulary import ItemState

DocumentKind = Literal["item", "theme"]


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing to find.

    `parts`: matters that a theme brings together and nothing else offers; `related`: words that
    belong to it more loosely, such as its result or components that are items of their own.
    """

    kind: DocumentKind
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    popular: bool = False


def of_item(guide: ServiceGuide) -> SearchDocument:
    """The searchable words of a service guide."""
    return SearchDocument(
        kind="item",
        id=guide.key,
        name=guide.name,
        aliases=tuple(guide.aliases),
        related=(guide.result.name,),
        popular=guide.popular,
    )


def of_theme(theme: Theme) -> SearchDocument:
    """The searchable words of a theme (一件事)."""
    own = tuple(part.name for part in theme.components if part.service_item is None)
    shared = tuple(part.name for part in theme.components if part.service_item is not None)
    return SearchDocument(
        kind="theme",
        id=theme.key,
        name=theme.name,
        aliases=tuple(theme.aliases),
        parts=own,
        related=shared,
    )


def of_catalogue(catalogue: Catalogue) -> Iterator[SearchDocument]:
    """Everything of a catalogue that may be offered; cancelled items are left out."""
    for guide in catalogue.service_items:
        if guide.state is not ItemState.CANCELLED:
            yield of_item(guide)
    yield from map(of_theme, catalogue.themes)


def texts_of(document: SearchDocument) -> Iterable[str]:
    """Its name and the other names that people use for it."""
    return (document.name, *document.aliases)
