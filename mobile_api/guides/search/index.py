"""The inverted index: from a hundred thousand documents to the few worth a closer look."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import tantivy

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.indexed import Indexed
from mobile_api.guides.search.query import QueryVocabulary, Unit
from mobile_api.guides.search.readings import QueryReading
from mobile_api.guides.search.text import bigrams, cutter, has_han
from mobile_api.guides.search.voices.meaning import Near, nearest

CANDIDATES = 20
# A longer list of allowed ids is applied after the search instead of inside it.
FILTER_INSIDE = 1_000
WIDEST = 4_096
WRITER_MEMORY = 64_000_000
# Terms in more documents than this share decide nothing and cost the most time.
TOO_COMMON = 0.25
LOOSE_BOOST = 0.35
BIGRAM_BOOST = 0.4
FURTHER_BOOST = 0.15
# Pairs in more further texts than this share are left to the names.
TOO_COMMON_FURTHER = 0.005
MATTER_BOOST = 3.0
# The matters that a query means most surely, each with so much of the first one's share; what else
# it may mean finds nothing by itself.
MOST_MATTERS = 4
LEAST_OF_FIRST = 0.25


def words_in(text: str) -> Iterator[str]:
    """The words of two or more characters that both the index and the query use."""
    return (word for word in cutter().cut_for_search(text, hmm=False) if len(word) > 1)


def _terms(text: str) -> Iterator[str]:
    for word in words_in(text):
        yield "w" + word
    for pair in bigrams(text):
        yield "b" + pair


# The ids that may be found; all if None.
Allowed = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Among:
    """Which documents may be found: those with an id in `allowed`, all if None; and those that are
    `near` in meaning."""

    allowed: Allowed = None
    near: Near = field(default_factory=dict)


class InvertedIndex:
    """tantivy over concepts, words and bigrams; immutable after building."""

    def __init__(self, documents: Sequence[Indexed], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._counts: Counter[str] = Counter()
        self._loose: set[str] = set()
        self._further: Counter[str] = Counter()
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaced", spaced)
        # One thread: one segment, and the other cores keep serving.
        writer = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)
        for number, document in enumerate(documents):
            writer.add_document(self._row(number, document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._size = len(documents)
        self._ids = [one.document.id for one in documents]

    def _row(self, number: int, indexed: Indexed) -> tantivy.Document:
        names = set(_terms(indexed.names))
        names.update("c" + each for text in indexed.texts for each, _ in text.concepts)
        names.update("m" + matter for matter, _ in indexed.matters)
        loose = {"w" + word for word in words_in(indexed.loose)}
        loose.update("c" + concept for concept, share in indexed.shares.items() if share < 1.0)
        self._loose.update(loose)
        self._counts.update(names)
        row = tantivy.Document()
        row.add_unsigned("number", number)
        row.add_text("id", f"{indexed.document.kind}:{indexed.document.id}")
        row.add_text("names", " ".join(names))
        row.add_text("loose", " ".join(loose))
        further = {"b" + pair for text, _ in indexed.further for pair in bigrams(text)}
        self._further.update(further)
        row.add_text("further", " ".join(further))
        return row

    def vocabulary(self) -> QueryVocabulary:
        """The words of all names with the number of documents that hold them."""
        counts = {term[1:]: count for term, count in self._counts.items() if term[0] == "w"}
        concepts = frozenset(
            term[1:] for term in self._loose | self._counts.keys() if term[0] == "c"
        )
        held = {word for word in self._lexicon.words if len(word) > 1 and self._is_held(word)}
        return QueryVocabulary(counts, concepts, self._size, frozenset(held))

    def _is_held(self, word: str) -> bool:
        return all(self._counts["b" + pair] for pair in bigrams(word)) and has_han(word)

    def candidates(
        self,
        reading: QueryReading,
        matters: Mapping[str, float],
        among: Among,
    ) -> Iterable[int]:
        """Numbers of the documents most likely to answer, at most `CANDIDATES`, and of those that
        are nearest in meaning."""
        query = self._query(reading.text, reading.asked.units, matters)
        likely = filter(self._within(among), self._likely(query, among.allowed))
        near = filter(self._within(among), nearest(among.near))
        return dict.fromkeys((*itertools.islice(likely, CANDIDATES), *near))

    def _within(self, among: Among) -> Callable[[int], bool]:
        ids, allowed = self._ids, among.allowed
        return lambda number: allowed is None or ids[number] in allowed

    def _likely(self, query: tantivy.Query, allowed: Allowed) -> list[int]:
        if allowed is None:
            return self._search(query, CANDIDATES)
        if len(allowed) <= FILTER_INSIDE:
            keys = [f"{kind}:{each}" for each in allowed for kind in ("item", "theme")]
            only = tantivy.Query.term_set_query(self._schema, "id", keys)
            must = tantivy.Occur.Must
            return self._search(
                tantivy.Query.boolean_query([(must, query), (must, only)]), CANDIDATES
            )
        return self._search(query, WIDEST)

    def _search(self, query: tantivy.Query, limit: int) -> list[int]:
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        numbers = self._searcher.fast_field_values("number", addresses)
        return [int(number) for number in numbers if number is not None]

    def _query(
        self, text: str, units: Sequence[Unit], matters: Mapping[str, float]
    ) -> tantivy.Query:
        boosts = _boosts(text, units, matters)
        most = max(self._size * TOO_COMMON_FURTHER, CANDIDATES)
        clauses = []
        for term in self._telling(list(boosts)):
            clauses.append(self._clause("names", term, boosts[term]))
            if term[0] in "cw":
                clauses.append(self._clause("loose", term, boosts[term] * LOOSE_BOOST))
            elif term[0] == "b" and 0 < self._further[term] <= most:
                clauses.append(self._clause("further", term, FURTHER_BOOST))
        return tantivy.Query.boolean_query(clauses)

    def _telling(self, terms: list[str]) -> list[str]:
        """The terms without the too common ones; the rarest two if all are."""
        most = max(self._size * TOO_COMMON, CANDIDATES)
        telling = [term for term in terms if self._counts[term] <= most]
        if any(self._counts[term] for term in telling):
            return telling
        return [*telling, *sorted(terms, key=lambda term: self._counts[term] or self._size)[:2]]

    def _clause(self, field: str, term: str, boost: float) -> tuple[tantivy.Occur, tantivy.Query]:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return tantivy.Occur.Should, tantivy.Query.boost_query(query, boost)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in ("names", "loose", "further"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="freq")
    return builder.build()


def _boosts(text: str, units: Sequence[Unit], matters: Mapping[str, float]) -> dict[str, float]:
    boosts: dict[str, float] = {}
    for unit in units:
        for concept, share in unit.concepts.items():
            term = "c" + concept
            boosts[term] = max(boosts.get(term, 0.0), unit.weight * share)
        if not unit.concepts:
            boosts["w" + unit.text] = unit.weight
    for pair in bigrams(text):
        boosts.setdefault("b" + pair, BIGRAM_BOOST)
    least = LEAST_OF_FIRST * max(matters.values(), default=0.0)
    for matter in sorted(matters, key=lambda one: -matters[one])[:MOST_MATTERS]:
        if matters[matter] >= least:
            boosts["m" + matter] = MATTER_BOOST * matters[matter]
    return boosts
