"""What can be found: the searchable words of a service item or a theme."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from mobile_api.guides.catalogue.schemas import Catalogue, ServiceGuide, Theme
from mobile_api.guides.catalogue.vocabulary import ItemState

DocumentKind = Literal["item", "theme"]


@dataclass(frozen=True, slots=True)
class Further:
    """What else is written about a thing: it makes nothing its name, but tells what it is for."""

    questions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()


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
    further: Further = field(default_factory=Further)


def of_item(guide: ServiceGuide, department: str | None = None) -> SearchDocument:
    """The searchable words of a service guide; `department` is the name of who handles it."""
    return SearchDocument(
        kind="item",
        id=guide.key,
        name=guide.name,
        aliases=tuple(guide.aliases),
        related=(guide.result.name,),
        popular=guide.popular,
        further=Further(
            questions=tuple(text for one in guide.questions for text in (one.question, one.answer)),
            conditions=tuple(one.text for one in guide.eligibility),
            materials=tuple(one.name for one in guide.materials),
            department=(department,) if department else (),
            legal_basis=tuple(guide.legal_basis),
        ),
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
    departments = {one.key: one.name for one in catalogue.departments}
    for guide in catalogue.service_items:
        if guide.state is not ItemState.CANCELLED:
            yield of_item(guide, departments.get(guide.department))
    yield from map(of_theme, catalogue.themes)


def texts_of(document: SearchDocument) -> Iterable[str]:
    """Its name and the other names that people use for it."""
    return (document.name, *document.aliases)
