"""The voice of characters: what a query and all texts of a document have in common, by rarity.

It knows no dictionary, and so it hears in any city what nobody has foreseen: 渔船, 骑楼, 侨批.
Weighted like the words of any probabilistic retrieval, by inverse document frequency (Robertson
and Sparck Jones), over characters and pairs of them, which need no segmentation.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mobile_api.guides.search.text import is_han

# A single character is half the evidence of a pair: 证 and 办 stand everywhere.
SINGLE = 0.5
# So many of the words in common say why something was found.
MOST_IN_COMMON = 3


class Texts(Protocol):
    """The normalised texts of a document: `names`, and further ones, each with its share."""

    @property
    def names(self) -> str: ...
    @property
    def further(self) -> tuple[tuple[str, float], ...]: ...


def grams(text: str) -> Iterator[str]:
    """Chinese characters and pairs of neighbours of a normalised text, with repeats."""
    for run in text.split():
        yield from filter(is_han, run)
        for at in range(len(run) - 1):
            yield run[at : at + 2]


def counted(text: str) -> dict[str, int]:
    """How often each of the `grams` stands in a text, which may be long."""
    singles, pairs = Counter(text), Counter(map(str.__add__, text, text[1:]))
    found = {gram: times for gram, times in singles.items() if is_han(gram)}
    found.update((gram, times) for gram, times in pairs.items() if " " not in gram)
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """A query as characters: each gram with its weight; `whole` is their sum, never 0."""

    weights: tuple[tuple[str, float], ...]
    whole: float

    def share_in(self, texts: Texts) -> float:
        """How much of the query stands in a document, from 0 to 1."""
        names, further = texts.names, texts.further
        got = 0.0
        for gram, weight in self.weights:
            if gram in names:
                got += weight
                continue
            for text, share in further:
                if gram in text:
                    got += weight * share
                    break
        return got / self.whole


class Rarity:
    """In how many documents each gram stands; immutable after building."""

    def __init__(self, documents: Sequence[Texts]) -> None:
        self._counts: Counter[str] = Counter()
        for one in documents:
            texts = (one.names, *(text for text, _ in one.further))
            self._counts.update({gram for text in texts for gram in grams(text)})
        self._size = len(documents)

    def spoken(self, text: str) -> Spoken:
        """A normalised query, weighed; what no document holds weighs most and is never met."""
        weights = tuple((gram, self._weight(gram)) for gram in dict.fromkeys(grams(text)))
        return Spoken(weights, sum(weight for _, weight in weights) or 1.0)

    def has_all(self, text: str) -> bool:
        """Whether every pair of neighbours of `text` stands in some document."""
        return all(self._counts[text[at : at + 2]] for at in range(len(text) - 1))

    def _weight(self, gram: str) -> float:
        count = self._counts[gram]
        rare = math.log(1 + (self._size - count + 0.5) / (count + 0.5))
        return rare if len(gram) > 1 else rare * SINGLE


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with blanks where the spans are."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def in_common(text: str, texts: Texts) -> tuple[str, ...]:
    """The words, of two characters or more, that a normalised query has in common with the names
    of a document; with its further texts if with those none. At most `MOST_IN_COMMON`."""
    for one in (texts.names, *(further for further, _ in texts.further)):
        found = tuple(dict.fromkeys(_runs(text, one)))
        if found:
            return found[:MOST_IN_COMMON]
    return ()


def _runs(text: str, other: str) -> Iterator[str]:
    """The stretches of Chinese characters of `text` that stand in `other`, as far as they go."""
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and is_han(text[end]) and text[at : end + 1] in other:
            end += 1
        if end - at > 1:
            yield text[at:end]
        at = max(end, at + 1)
