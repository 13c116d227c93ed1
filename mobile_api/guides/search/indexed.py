"""A document as the ranking and the voices see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.documents import SearchDocument, texts_of
from mobile_api.guides.search.text import normalise
from mobile_api.guides.search.voices.actions import Actions, named_in
from mobile_api.guides.search.voices.fusion import FURTHER_SHARES, LOOSE_SHARE
from mobile_api.guides.search.voices.matters import Matters

PART_SHARE = 0.75
RELATED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A name of a document with its concepts and their weights.

    `whole` is the sum of the weights, 0 if no concept says what the name is about.
    """

    text: str
    concepts: tuple[tuple[str, float], ...]
    whole: float


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the ranking and the voices see it.

    `further`: its other texts, each with the share that it counts; `matters`: which matters of
    general knowledge it is about, with a share from 0 to 1; `actions`: what it offers to do.
    """

    document: SearchDocument
    texts: tuple[IndexedText, ...]
    shares: dict[str, float]
    names: str
    loose: str
    further: tuple[tuple[str, float], ...]
    matters: tuple[tuple[str, float], ...]
    actions: Actions


def index_document(document: SearchDocument, lexicon: Lexicon, matters: Matters) -> Indexed:
    """Names, concepts, matters and looser words of a document, ready for `match`."""
    texts = tuple(_text(text, lexicon) for text in _names(document))
    parts = [_text(text, lexicon) for text in document.parts]
    related = [_text(text, lexicon) for text in document.related]
    shares: dict[str, float] = {}
    for found, share in ((related, RELATED_SHARE), (parts, PART_SHARE), (texts, 1.0)):
        shares.update({concept: share for text in found for concept, _ in text.concepts})
    loose = "\n".join(text.text for text in (*parts, *related))
    names = "\n".join(text.text for text in texts)
    carried = matters.carried_by(text.text for text in texts)
    further = _further(document, loose)
    actions = named_in(names)
    return Indexed(document, texts, shares, names, loose, further, carried, actions)


def _further(document: SearchDocument, loose: str) -> tuple[tuple[str, float], ...]:
    """The further texts, those that count most first; of a kind, its texts are one."""
    kinds = ((kind, getattr(document.further, kind)) for kind in FURTHER_SHARES)
    texts = [(loose, LOOSE_SHARE)]
    for kind, found in kinds:
        text = "\n".join(normalise(each, longest=None) for each in found)
        texts.append((text, FURTHER_SHARES[kind]))
    return tuple((text, share) for text, share in texts if text)


def _names(document: SearchDocument) -> Iterable[str]:
    for text in texts_of(document):
        yield text
        head = text.replace("(", "(").split("(")[0]
        if head and head != text:
            yield head


def _text(text: str, lexicon: Lexicon) -> IndexedText:
    normal = normalise(text, longest=None)
    concepts = lexicon.mentioned(normal)
    weights = tuple((each, lexicon.concepts[each].weight) for each in sorted(concepts))
    is_about = any(lexicon.concepts[each].cost >= 1.0 for each in concepts)
    return IndexedText(normal, weights, sum(weight for _, weight in weights) if is_about else 0.0)
