"""The search that the API, the WeChat replies and the answers share: one object, no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from mobile_api.guides.search.concepts import Lexicon, default_lexicon
from mobile_api.guides.search.documents import SearchDocument
from mobile_api.guides.search.emergencies import hear, purposes, words_of_danger
from mobile_api.guides.search.index import CANDIDATES, InvertedIndex
from mobile_api.guides.search.latin import Letters
from mobile_api.guides.search.query import (
    Unit,
    asks_for_forgery,
    units_of,
    units_of_initials,
    without_denied,
)
from mobile_api.guides.search.questions import topic_of
from mobile_api.guides.search.ranking import (
    Asked,
    Match,
    asked,
    best,
    index_document,
    match,
)
from mobile_api.guides.search.results import Hit, SearchOutcome, SearchResult
from mobile_api.guides.search.spelling import Spelling
from mobile_api.guides.search.suggest import Suggestion, SuggestionIndex
from mobile_api.guides.search.text import has_han, normalise, without_measures
from mobile_api.shared.text.characters import has_visible

# Pinyin, initials and bold corrections allow many readings: what they lead to must fit better.
LEAST_RECALL_OF_GUESSES = 0.7
LEAST_RECALL_OF_CLAUSES = 0.5
# Fewer letters begin too many words to guess which one is meant.
LEAST_TO_COMPLETE = 5
# With so many names that begin as typed, no search for others is worth its time.
ENOUGH_SUGGESTIONS = 5
# A story in more parts than these says what it is about in the first of them.
MOST_CLAUSES = 6
# A reading that scores this well needs no other beside it.
GOOD_ENOUGH = 0.55


__all__ = ["Hit", "SearchEngine", "SearchOutcome", "SearchResult"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a query."""

    text: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    matches: tuple[Match, ...]


_NOTHING = _Found("", ())


class SearchEngine:
    """A built index, immutable and safe to share between threads; replace it as a whole."""

    def __init__(self, documents: Sequence[SearchDocument], lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._documents = [index_document(each, self._lexicon) for each in documents]
        self._index = InvertedIndex(self._documents, self._lexicon)
        self._vocabulary = self._index.vocabulary()
        self._spelling = Spelling(self._lexicon, self._vocabulary.counts, words_of_danger())
        self._letters = Letters(self._lexicon, self._vocabulary.counts)
        self._suggestions = SuggestionIndex(documents)
        _ask_first(self)

    @classmethod
    def build(cls, documents: Iterable[SearchDocument]) -> Self:
        """An engine over `documents`; blocking (seconds at 100,000), so run it in a thread."""
        return cls(list(documents))

    def search(
        self, text: str, *, limit: int = 10, allowed: frozenset[str] | None = None
    ) -> SearchResult:
        """What the catalogue has for a citizen's words; `allowed` restricts it to these ids.

        Danger changes nothing of it: the emergency stands above what is found otherwise.
        """
        query = normalise(text)
        if not query:
            return SearchResult(SearchOutcome.NOTHING if has_visible(text) else SearchOutcome.BLANK)
        found = self._ordinary(query, limit, allowed)
        emergency = hear(text)
        if emergency is None:
            return found
        outcome = SearchOutcome.EMERGENCY
        return replace(found, outcome=outcome, emergency=emergency, understood_as=None)

    def _ordinary(self, query: str, limit: int, allowed: frozenset[str] | None) -> SearchResult:
        if asks_for_forgery(query):
            return SearchResult(SearchOutcome.NOTHING, notice="forgery")
        query = without_denied(query, self._lexicon)
        if has_han(query):
            found = self._first_good(self._read(query), allowed)
            if not found.matches:
                found = self._all_together(self._read_clauses(query), allowed)
        else:
            found = self._all_together(self._read_letters(query), allowed)
        return self._result(query, found, limit)

    def _first_good(self, readings: Iterable[_Reading], allowed: frozenset[str] | None) -> _Found:
        best_found = _NOTHING
        for reading in readings:
            matches = self._find(reading, allowed)
            if matches and (
                not best_found.matches or matches[0].score > best_found.matches[0].score
            ):
                best_found = _Found(reading.text, tuple(matches))
            if best_found.matches and best_found.matches[0].score >= GOOD_ENOUGH:
                break
        return best_found

    def _all_together(self, readings: Iterable[_Reading], allowed: frozenset[str] | None) -> _Found:
        """jsz is 驾驶证 and 计生证: what any reading finds is shown, the best first."""
        found: dict[tuple[str, str], Match] = {}
        texts: list[str] = []
        for reading in readings:
            for each in self._find(reading, allowed):
                key = (each.indexed.document.kind, each.indexed.document.id)
                if key not in found or each.score > found[key].score:
                    found[key] = each
                    texts.append(reading.text)
        return _Found(texts[0] if texts else "", tuple(best(found.values())))

    def suggest(
        self, text: str, *, limit: int = 8, allowed: frozenset[str] | None = None
    ) -> list[Suggestion]:
        """What the text typed so far may become, each document once, at most `limit`."""
        query = normalise(text)
        if not query or hear(text) or asks_for_forgery(query):
            return []
        found = self._suggestions.starting_with(query, limit=limit, allowed=allowed)
        known = {(each.kind, each.id) for each in found}
        for text in (query, *self._letters.complete(query)):
            if len(found) >= min(limit, ENOUGH_SUGGESTIONS):
                break
            hits = self.search(text, limit=limit, allowed=allowed).hits
            new = [hit for hit in hits if (hit.kind, hit.id) not in known]
            known.update((hit.kind, hit.id) for hit in new)
            found += [Suggestion(hit.kind, hit.id, hit.name, hit.name) for hit in new]
        return found[:limit]

    def _read(self, query: str) -> Iterator[_Reading]:
        """The query with slips mended: first careful, then bold if that found nothing good."""
        text = without_measures(self._letters.read_latin(query) or query)
        careful = self._spelling.correct(text, strict=True)
        yield self._reading(careful)
        bold = self._spelling.correct(text, strict=False)
        if bold != careful:
            yield self._reading(bold, LEAST_RECALL_OF_GUESSES)

    def _read_clauses(self, query: str) -> Iterator[_Reading]:
        """Each part of a story by itself: 儿子要高考 says nothing about 身份证怎么补 after it."""
        clauses = dict.fromkeys(query.split()[:MOST_CLAUSES])
        for clause in clauses if len(clauses) > 1 else ():
            careful = next(self._read(clause))
            yield _Reading(
                careful.text, replace(careful.asked, least_recall=LEAST_RECALL_OF_CLAUSES)
            )

    def _read_letters(self, query: str) -> Iterator[_Reading]:
        letters = query.replace(" ", "")
        text = query if letters in self._lexicon.words else self._letters.read_latin(query)
        if text:
            yield self._reading(text, LEAST_RECALL_OF_GUESSES)
            return
        initials = self._letters.read_initials(query)
        for groups in initials:
            units = units_of_initials(groups, self._lexicon, self._vocabulary)
            yield _Reading("", asked(units, LEAST_RECALL_OF_GUESSES))
        if not initials and len(letters) >= LEAST_TO_COMPLETE:
            for word in self._letters.complete(letters):
                yield self._reading(word, LEAST_RECALL_OF_GUESSES)

    def _reading(self, text: str, least: float = 0.0) -> _Reading:
        units = units_of(text, self._lexicon, self._vocabulary)
        return _Reading(text, asked(units, least, text))

    def _find(self, reading: _Reading, allowed: frozenset[str] | None) -> list[Match]:
        units = reading.asked.units
        if not units:
            return []
        matches: list[Match] = []
        for number in self._index.candidates(reading.text, units, allowed):
            indexed = self._documents[number]
            if allowed is not None and indexed.document.id not in allowed:
                continue
            found = match(reading.asked, indexed)
            if found:
                matches.append(found)
            if len(matches) == CANDIDATES:
                break
        return best(matches)

    def _result(self, query: str, found: _Found, limit: int) -> SearchResult:
        if not found.matches:
            return SearchResult(SearchOutcome.NOTHING)
        hits = tuple(self._hit(each) for each in found.matches[:limit])
        plain = without_measures(query)
        # A clause of the query as it was typed is no correction either.
        understood_as = found.text if found.text not in query and found.text not in plain else None
        return SearchResult(
            SearchOutcome.FOUND, hits, len(found.matches), understood_as=understood_as
        )

    def _hit(self, found: Match) -> Hit:
        document = found.indexed.document
        names = found.indexed.names
        words: dict[str, None] = {}
        for unit in found.units:
            if unit.text and unit.text in names:
                words[unit.text] = None
            else:
                words.update(dict.fromkeys(self._words_met(unit, names)))
        return Hit(document.kind, document.id, document.name, round(found.score, 3), tuple(words))

    def _words_met(self, unit: Unit, names: str) -> Iterator[str]:
        for concept in unit.concepts:
            words = self._lexicon.concepts[concept].words
            met = [word for word in words if word in names]
            if met:
                yield max(met, key=len)
                return


def _ask_first(engine: SearchEngine) -> None:
    """While the index is built, beside the requests: some tables are made for the first question of
    a kind (danger, pinyin, a denial), and would keep everybody waiting for most of a second."""
    for words in ("着火", "wo yao ban hu zhao", "不是护照,是身份证", "办个假证", "上个户口"):
        engine.search(words)
        topic_of(words)
    purposes()
