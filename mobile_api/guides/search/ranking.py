"""How well a document answers a query, from 0 (not at all) to 1 and a little above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.documents import SearchDocument, texts_of
from mobile_api.guides.search.query import Unit
from mobile_api.guides.search.text import normalise

# Below this share of what was asked, an answer is chance; more is needed when the query names
# a matter that the catalogue does not have at all (低保, 天气). Set on development queries.
LEAST_RECALL = 0.3
LEAST_RECALL_BESIDE_FOREIGN = 0.48
# Weight that must be matched by something that names a matter, not by 补办 or 外地 alone.
LEAST_EVIDENCE = 1.25
LEAST_FIT = 0.6
# A hit far behind the best one only distracts.
LEAST_OF_BEST = 0.55
PART_SHARE = 0.75
RELATED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A name of a document and the concepts in it; `is_about`: they say what it is about."""

    text: str
    concepts: frozenset[str]
    is_about: bool


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the ranking sees it."""

    document: SearchDocument
    texts: tuple[IndexedText, ...]
    shares: dict[str, float]
    loose: str


@dataclass(frozen=True, slots=True)
class Match:
    """A document with its score and the units that it answers."""

    indexed: Indexed
    score: float
    recall: float
    units: tuple[Unit, ...]


def index_document(document: SearchDocument, lexicon: Lexicon) -> Indexed:
    """Names, concepts and looser words of a document, ready for `match`."""
    texts = tuple(_text(text, lexicon) for text in _names(document))
    parts = [_text(text, lexicon) for text in document.parts]
    related = [_text(text, lexicon) for text in document.related]
    shares: dict[str, float] = {}
    for found, share in ((related, RELATED_SHARE), (parts, PART_SHARE), (texts, 1.0)):
        shares.update({concept: share for text in found for concept in text.concepts})
    loose = "\n".join(text.text for text in (*parts, *related))
    return Indexed(document, texts, shares, loose)


def _names(document: SearchDocument) -> Iterable[str]:
    for text in texts_of(document):
        yield text
        head = text.replace("(", "(").split("(")[0]
        if head and head != text:
            yield head


def _text(text: str, lexicon: Lexicon) -> IndexedText:
    normal = normalise(text, longest=None)
    concepts = lexicon.mentioned(normal)
    is_about = any(lexicon.concepts[each].cost >= 1.0 for each in concepts)
    return IndexedText(normal, concepts, is_about)


def least_recall(units: Sequence[Unit]) -> float:
    """The share of these units that an answer must meet."""
    foreign = any(unit.is_foreign for unit in units)
    return LEAST_RECALL_BESIDE_FOREIGN if foreign else LEAST_RECALL


def match(
    units: Sequence[Unit], indexed: Indexed, lexicon: Lexicon, least: float = LEAST_RECALL
) -> Match | None:
    """How `indexed` answers `units`, or None if that is less than the share `least`."""
    cost = sum(unit.cost for unit in units)
    got, evidence, answered = 0.0, 0.0, []
    for unit in units:
        share = _share(unit, indexed)
        if share:
            got += unit.weight * share
            evidence += unit.weight * share if unit.is_object else 0.0
            answered.append(unit)
    recall = got / cost if cost else 0.0
    if recall < least:
        return None
    fit = max(_completeness(text, answered, lexicon) for text in indexed.texts)
    # Two characters in common are often chance (记录, 公共), most of a name is not.
    if evidence < LEAST_EVIDENCE and not (got and fit >= LEAST_FIT) and not _says_it_all(answered, units, indexed):
        return None
    return Match(indexed, recall * (0.7 + 0.3 * fit), recall, tuple(answered))


def _share(unit: Unit, indexed: Indexed) -> float:
    if unit.concepts:
        shares = indexed.shares
        return max(
            (share * shares[each] for each, share in unit.concepts.items() if each in shares),
            default=0.0,
        )
    if any(unit.text in text.text for text in indexed.texts):
        return 1.0
    return RELATED_SHARE if unit.text in indexed.loose else 0.0


def _says_it_all(answered: Sequence[Unit], units: Sequence[Unit], indexed: Indexed) -> bool:
    """A query of one action alone (注销, 报销) is vague but not wrong."""
    heavy = [unit for unit in answered if unit.weight >= 1.4 and unit.concepts]
    return (
        bool(heavy)
        and len(answered) == len(units)
        and any(unit.text in text.text for unit in heavy for text in indexed.texts)
    )


def _completeness(text: IndexedText, answered: Sequence[Unit], lexicon: Lexicon) -> float:
    """Share of a name that the query also says: 退休 fits 办退休 better than 公积金提取(离退休)."""
    if not text.is_about:
        covered = sum(len(unit.text) for unit in answered if unit.text in text.text)
        return min(1.0, covered / max(len(text.text), 1))
    whole = sum(lexicon.concepts[each].weight for each in text.concepts)
    said = sum(
        lexicon.concepts[each].weight
        * max((unit.concepts.get(each, 0.0) for unit in answered), default=0.0)
        for each in text.concepts
    )
    return said / whole


def best(matches: Iterable[Match]) -> list[Match]:
    """The matches worth showing, the best first."""
    ordered = sorted(
        matches,
        key=lambda each: (
            -round(each.score, 3),
            not each.indexed.document.popular,
            each.indexed.document.kind,
            len(each.indexed.document.name),
            each.indexed.document.id,
        ),
    )
    if not ordered:
        return []
    least = ordered[0].score * LEAST_OF_BEST
    return [each for each in ordered if each.score >= least]
