"""The ways to read a query: as typed, slips mended, clause by clause, as pinyin or initials."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.emergencies import words_of_danger
from mobile_api.guides.search.latin import Letters
from mobile_api.guides.search.query import QueryVocabulary, units_of, units_of_initials
from mobile_api.guides.search.questions import AskedAbout, question_of, words_that_ask
from mobile_api.guides.search.ranking import Asked, asked
from mobile_api.guides.search.spelling import Spelling
from mobile_api.guides.search.text import is_verb, without_measures

# Pinyin, initials and bold corrections allow many readings: what they lead to must fit better.
LEAST_RECALL_OF_GUESSES = 0.7
LEAST_RECALL_OF_CLAUSES = 0.5
# Fewer letters begin too many words to guess which one is meant.
LEAST_TO_COMPLETE = 5
# 要, 必须, 能, 可以, 不用: what stands behind is done.
_BEFORE_A_VERB = "要须得能以会用没不"
# A story in more parts than these says what it is about in the first of them.
MOST_CLAUSES = 6


@dataclass(frozen=True, slots=True)
class QueryReading:
    """One way to read a query; a guess is one that changes what is a word as it stands."""

    text: str
    asked: Asked
    is_guess: bool = False


class Readings:
    """How the words of a catalogue let a query be read; immutable after building."""

    def __init__(
        self, lexicon: Lexicon, vocabulary: QueryVocabulary, spelling: Spelling, letters: Letters
    ) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._spelling = spelling
        self._letters = letters

    def of_characters(self, query: str) -> Iterator[QueryReading]:
        """With slips mended, as typed, and with what is a word, but may be meant for another,
        mended as well: each for when nothing good was found before."""
        text = without_measures(self._letters.read_latin(query) or query)
        careful = self._spelling.correct(text, strict=True)
        yield from map(self._reading, dict.fromkeys((careful, text)))
        bold = self._spelling.correct(text, strict=False)
        if bold != careful:
            yield replace(self._reading(bold, LEAST_RECALL_OF_GUESSES), is_guess=True)

    def of_clauses(self, query: str) -> Iterator[QueryReading]:
        """Each part of a story by itself: 儿子要高考 says nothing about 身份证怎么补 after it."""
        clauses = dict.fromkeys(query.split()[:MOST_CLAUSES])
        for clause in clauses if len(clauses) > 1 else ():
            careful = next(self.of_characters(clause))
            said = replace(careful.asked, least_recall=LEAST_RECALL_OF_CLAUSES)
            yield replace(careful, asked=said)

    def of_letters(self, query: str) -> Iterator[QueryReading]:
        """Pinyin, initials, or the beginning of what was still being typed."""
        letters = query.replace(" ", "")
        text = query if letters in self._lexicon.words else self._letters.read_latin(query)
        if text:
            yield self._reading(text, LEAST_RECALL_OF_GUESSES)
            return
        initials = self._letters.read_initials(query)
        for groups in initials:
            units = units_of_initials(groups, self._lexicon, self._vocabulary)
            yield QueryReading("", asked(units, LEAST_RECALL_OF_GUESSES))
        if not initials and len(letters) >= LEAST_TO_COMPLETE:
            for word in self._letters.complete(letters):
                yield self._reading(word, LEAST_RECALL_OF_GUESSES)

    def _reading(self, text: str, least: float = 0.0) -> QueryReading:
        units = units_of(text, self._lexicon, self._vocabulary)
        return QueryReading(text, asked(units, least, text))


def read_question(reading: str, names: Iterable[str] = ()) -> AskedAbout:
    """What is asked in a query as the search has read it; `names`: as in `question_of`.

    A slip in the words that ask keeps no item from being found, so it is mended only here.
    """
    names = tuple(names)
    heard = question_of(reading, names)
    if heard.topics:
        return heard
    mended = _asking().correct(reading, strict=True)
    return question_of(mended, names) if _only_slips(reading, mended) else heard


def _only_slips(written: str, mended: str) -> bool:
    """Whether nothing but single characters was misheard: 要迁吗 asks for no money, for 迁 is the
    verb of this question and 钱 is none."""
    if len(written) != len(mended):
        return True
    changed = [at for at, pair in enumerate(zip(written, mended, strict=True)) if len({*pair}) > 1]
    if any(later - at == 1 for at, later in pairwise(changed)):
        return False
    return not any(
        written[at - 1 : at] in _BEFORE_A_VERB and is_verb(written[at]) and not is_verb(mended[at])
        for at in changed
        if at
    )


@functools.cache
def _asking() -> Spelling:
    """Of fillers only what sounds the same is a slip: 怎么算的 is none for 怎么算钱."""
    words = tuple(words_that_ask())
    return Spelling(Lexicon((), (), " ".join(words)), words, words_of_danger())
