"""The search that the API, the WeChat replies and the answers share: one object, no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from mobile_api.guides.search.concepts import Lexicon, default_lexicon
from mobile_api.guides.search.documents import SearchDocument
from mobile_api.guides.search.emergencies import hear, purposes, words_of_danger
from mobile_api.guides.search.index import Allowed, Among, InvertedIndex
from mobile_api.guides.search.indexed import index_document
from mobile_api.guides.search.latin import Letters
from mobile_api.guides.search.query import asks_for_forgery, without_denied
from mobile_api.guides.search.ranking import Match, best, said_for, weighed
from mobile_api.guides.search.readings import QueryReading, Readings, read_question
from mobile_api.guides.search.results import Hit, SearchOutcome, SearchResult, hit_of, told_as_typed
from mobile_api.guides.search.spelling import Spelling
from mobile_api.guides.search.suggest import Suggestion, SuggestionIndex
from mobile_api.guides.search.text import as_a_death, has_han, normalise, without_measures
from mobile_api.guides.search.voices.characters import without
from mobile_api.guides.search.voices.fusion import Grounds, Heard, Voices, VoiceShares
from mobile_api.guides.search.voices.matters import Matters, default_matters
from mobile_api.guides.search.voices.meaning import Near
from mobile_api.shared.text.characters import has_visible

# With so many names that begin as typed, no search for others is worth its time.
ENOUGH_SUGGESTIONS = 5
# A reading that scores this well needs no other beside it.
GOOD_ENOUGH = 0.45
# With less trust nothing but the numbers to call is shown to somebody in danger.
SURE_IN_DANGER = 1.0


__all__ = ["Hit", "SearchEngine", "SearchOutcome", "SearchResult"]


@dataclass(frozen=True, slots=True)
class _Found:
    """`text` is the reading that found it, `whole` the reading of the whole query."""

    text: str
    matches: tuple[Match, ...]
    whole: str = ""

    def best_score(self) -> float:
        return self.matches[0].score if self.matches else 0.0


_NOTHING = _Found("", ())


class SearchEngine:
    """A built index, immutable and safe to share between threads; replace it as a whole."""

    def __init__(
        self,
        documents: Sequence[SearchDocument],
        lexicon: Lexicon | None = None,
        matters: Matters | None = None,
    ) -> None:
        """`lexicon`: other words than those for what government offers; then no matters of
        government are meant either, unless `matters` are given."""
        self._lexicon = lexicon or default_lexicon()
        if matters is None:
            matters = default_matters() if lexicon is None else Matters(())
        self._documents = [index_document(each, self._lexicon, matters) for each in documents]
        self._voices = Voices(self._documents, matters)
        self._index = InvertedIndex(self._documents, self._lexicon)
        vocabulary = self._index.vocabulary()
        said = {word for word in self._lexicon.words if self._voices.is_about(word)}
        self._vocabulary = replace(vocabulary, held=vocabulary.held | said)
        spelling = Spelling(
            self._lexicon,
            self._vocabulary.counts,
            words_of_danger(),
            self._voices.has_written,
            self._voices.phrases_in,
        )
        self._letters = Letters(self._lexicon, self._vocabulary.counts)
        self._readings = Readings(self._lexicon, self._vocabulary, spelling, self._letters)
        self._suggestions = SuggestionIndex(documents)
        _ask_first(self)

    @classmethod
    def build(cls, documents: Iterable[SearchDocument]) -> Self:
        """An engine over `documents`; blocking (seconds at 100,000), so run it in a thread."""
        return cls(list(documents))

    def search(
        self, text: str, *, limit: int = 10, allowed: Allowed = None, near: Near | None = None
    ) -> SearchResult:
        """What the catalogue has for a citizen's words; `allowed` restricts it to these ids.

        `near`: the nearest in meaning, by their number in `documents`, where anybody was asked.
        In danger the emergency stands above what is found by words; of meaning nothing is asked.
        """
        query = normalise(text)
        if not query:
            return SearchResult(SearchOutcome.NOTHING if has_visible(text) else SearchOutcome.BLANK)
        emergency = hear(text)
        # Beside the numbers to call stands nothing that was only guessed.
        meant = {} if emergency else near or {}
        found = self._ordinary(query, limit, Among(allowed, meant))
        if emergency is None:
            return found
        outcome = SearchOutcome.EMERGENCY
        return replace(found, outcome=outcome, emergency=emergency, understood_as=None)

    def _ordinary(self, query: str, limit: int, among: Among) -> SearchResult:
        if asks_for_forgery(query):
            return SearchResult(SearchOutcome.NOTHING, notice="forgery")
        typed = without_denied(query, self._lexicon)
        query = as_a_death(typed)
        if has_han(query):
            found = self._first_good(self._readings.of_characters(query), among)
            if not found.matches:
                # Of a story its clauses are looked for, but what it asks stands in any of them.
                clauses = self._all_together(self._readings.of_clauses(query), among)
                found = replace(clauses, whole=found.text)
        else:
            found = self._all_together(self._readings.of_letters(query), among)
        result = self._result(query, found, limit)
        return result if query == typed else told_as_typed(result, typed)

    def _first_good(self, readings: Iterable[QueryReading], among: Among) -> _Found:
        best_found = _NOTHING
        for reading in readings:
            found = _Found(reading.text, tuple(self._find(reading, among)))
            if not best_found.text or found.best_score() > best_found.best_score():
                best_found = found
            if best_found.best_score() >= GOOD_ENOUGH:
                break
        return best_found

    def _all_together(self, readings: Iterable[QueryReading], among: Among) -> _Found:
        """jsz is 驾驶证 and 计生证: what any reading finds is shown, the best first."""
        found: dict[tuple[str, str], Match] = {}
        texts: list[str] = []
        for reading in readings:
            for each in self._find(reading, among):
                key = (each.indexed.document.kind, each.indexed.document.id)
                if key not in found or each.score > found[key].score:
                    found[key] = each
                    texts.append(reading.text)
        return _Found(texts[0] if texts else "", tuple(best(found.values())))

    def suggest(self, text: str, *, limit: int = 8, allowed: Allowed = None) -> list[Suggestion]:
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

    def heard(self, text: str) -> Iterator[tuple[str, VoiceShares, Grounds]]:
        """What the voices say of each likely document for a text of Chinese characters, by its id:
        what `python -m benchmarks.weights` learns from."""
        query = normalise(text)
        if not has_han(query):
            return
        reading = next(iter(self._readings.of_characters(query)))
        heard = self._hear(reading)
        for number in self._index.candidates(reading, heard.meant, Among()):
            said = said_for(reading.asked, heard, self._documents[number])
            yield self._documents[number].document.id, said, heard.grounds(said)

    def _find(self, reading: QueryReading, among: Among) -> list[Match]:
        heard = self._hear(reading)
        if not reading.asked.units and not heard.spoken.weights:
            return []
        matches = [
            weighed(reading.asked, heard, self._documents[number], among.near.get(number, 0.0))
            for number in self._index.candidates(reading, heard.meant, among)
        ]
        if not reading.text:
            # Of initials nothing is heard but concepts.
            matches = [each for each in matches if each.units]
        if reading.is_guess and not any(each.units for each in matches):
            # Nobody looks for what only a guess has in common with anything.
            return []
        shown = best(matches)
        if shown and shown[0].weighed and not shown[0].weighed.is_shown:
            return []
        return shown

    def _hear(self, reading: QueryReading) -> Heard:
        is_foreign = any(unit.is_foreign for unit in reading.asked.units)
        fillers = self._fillers(reading.text)
        return self._voices.hear(reading.text, fillers, is_foreign=is_foreign)

    def _fillers(self, text: str) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in self._lexicon.spans(text) if not one.concepts]

    def _result(self, query: str, found: _Found, limit: int) -> SearchResult:
        reading = found.whole or found.text or query
        if not found.matches or _is_guess_in_danger(query, found.matches[0]):
            return SearchResult(SearchOutcome.NOTHING, reading=reading)
        telling = without(reading, self._fillers(reading))
        hits = tuple(hit_of(each, telling, self._lexicon) for each in found.matches[:limit])
        understood_as = found.text if _is_corrected(query, found) else None
        return SearchResult(
            SearchOutcome.FOUND,
            hits,
            len(found.matches),
            understood_as=understood_as,
            reading=reading,
            perhaps=_is_doubtful(found.matches[0]),
        )


def _is_corrected(query: str, found: _Found) -> bool:
    """Whether what was mended led to the first hit: of 护照和公金积 the 护照 needed no mending."""
    plain = without_measures(query)
    # A clause of the query as it was typed is no correction either.
    if found.text in query or found.text in plain:
        return False
    units = found.matches[0].units
    return not units or any(unit.text not in plain for unit in units)


def _is_guess_in_danger(query: str, first: Match) -> bool:
    """我撑不下去了 is no question about the papers with which a shop is closed."""
    is_guess = first.weighed is not None and first.weighed.trust < SURE_IN_DANGER
    return is_guess and not first.units and hear(query) is not None


def _is_doubtful(first: Match) -> bool:
    return first.weighed is not None and first.weighed.is_doubtful


def _ask_first(engine: SearchEngine) -> None:
    """While the index is built, beside the requests: some tables are made for the first question of
    a kind (danger, pinyin, a denial), and would keep everybody waiting for most of a second."""
    for words in ("着火", "wo yao ban hu zhao", "不是护照,是身份证", "办个假证", "上个户口"):
        engine.search(words)
        read_question(words)
    purposes()
