"""The voice of matters: general knowledge of what people call each matter of government.

`matters/*.json` was written apart from any catalogue: of each matter its `names` in catalogues and
laws, `former` names, `things` that people name for it, what is `said` on the telephone,
`situations` that lead to it, words of a `dialect`; `matters/shared.json` names the phrases that
stand in several matters. `docs/search.md` says how to write one.
"""

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mobile_api.guides.search.text import FOLDER, normalise, read_json
from mobile_api.guides.search.voices.characters import SINGLE, grams

# How surely a phrase of each kind means its matter.
KINDS = {
    "names": 1.0,
    "former": 1.0,
    "things": 0.8,
    "said": 1.0,
    "situations": 0.9,
    "dialect": 0.9,
}
# Only what is official stands in the names of an item that is about the matter.
_OFFICIAL = ("names", "former")
# A gram of more phrases than this tells none of them, and costs the most time.
TOO_COMMON = 400
# What of a query must be literal phrases of a matter for it to be said outright.
OUTRIGHT = 0.6
LEAST_LENGTH = 2
# An alias of which so much says a matter is a name of it.
LEAST_CARRIED = 0.6
# Shares of what is said outright and of what is only alike.
LITERAL, ALIKE = 0.5, 0.7


class Matters:
    """Every matter by its phrases; immutable after building, shared by all engines."""

    def __init__(self, entries: Iterable[Mapping[str, str]]) -> None:
        self._meant: dict[str, dict[str, float]] = defaultdict(dict)
        self._official: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for kind, share in KINDS.items():
                for phrase in entry.get(kind, "").split():
                    text = normalise(phrase, longest=None).replace(" ", "")
                    self._meant[text][entry["id"]] = share
                    if kind in _OFFICIAL:
                        self._official[text].add(entry["id"])
        self._lengths = _lengths(self._meant)
        self._official_lengths = _lengths(self._official)
        self._of_gram: dict[str, list[int]] = defaultdict(list)
        # Of each phrase its matter, and by what its weight in common is multiplied: two lists,
        # because a query meets hundreds of phrases.
        self._matter_of: list[str] = []
        self._factors: list[float] = []
        self._count_grams()

    def _count_grams(self) -> None:
        taken = {text: set(grams(text)) for text in self._meant}
        counts: dict[str, int] = defaultdict(int)
        for found in taken.values():
            for gram in found:
                counts[gram] += 1
        self._weights = {
            gram: math.log(1 + len(taken) / (count + 1)) * (1 if len(gram) > 1 else SINGLE)
            for gram, count in counts.items()
        }
        self._unknown = math.log(1 + len(taken))
        for text, found in taken.items():
            whole = math.sqrt(sum(self._weights[gram] for gram in found))
            for matter, share in self._meant[text].items():
                for gram in found:
                    if counts[gram] <= TOO_COMMON:
                        self._of_gram[gram].append(len(self._matter_of))
                self._matter_of.append(matter)
                self._factors.append(share / whole)

    def carried_by(self, texts: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """The matters that normalised names are about, each with a share from 0 to 1.

        The longest official name in them is share 1; an alias that is itself what people say for
        a matter (取公积金) carries it as well.
        """
        official: dict[str, int] = {}
        said: dict[str, float] = {}
        for text in texts:
            for start, end in _covering(text, self._official_lengths, self._official):
                for matter in self._official[text[start:end]]:
                    official[matter] = max(end - start, official.get(matter, 0))
            for matter, share in self._literal(text.replace(" ", "")).items():
                if share >= LEAST_CARRIED:
                    said[matter] = max(share, said.get(matter, 0.0))
        longest = max(official.values(), default=1)
        shares = {matter: length / longest for matter, length in official.items()}
        both = sorted(shares.keys() | said.keys())
        return tuple((one, max(shares.get(one, 0.0), said.get(one, 0.0))) for one in both)

    def named_by(self, phrase: str) -> Iterable[str]:
        """The matters of which the normalised text is a phrase."""
        return self._meant.get(phrase, ())

    def meant_by(self, text: str, telling: str) -> dict[str, float]:
        """The matters that a normalised query may mean, from 0 to 1.

        `telling` is the query without its fillers, for what is only alike.
        """
        literal, alike = self._literal(text.replace(" ", "")), self._alike(telling)
        return {
            matter: LITERAL * literal.get(matter, 0.0) + ALIKE * alike.get(matter, 0.0)
            for matter in literal.keys() | alike.keys()
        }

    def _literal(self, text: str) -> dict[str, float]:
        said: dict[str, float] = defaultdict(float)
        for start, end in _maximal(_covering(text, self._lengths, self._meant)):
            for matter, share in self._meant[text[start:end]].items():
                said[matter] += share * (end - start)
        whole = max(LEAST_LENGTH, len(text) * OUTRIGHT)
        return {matter: min(1.0, length / whole) for matter, length in said.items()}

    def _alike(self, text: str) -> dict[str, float]:
        """The cosine of the query and the phrase of each matter that is most alike."""
        shared: dict[int, float] = {}
        whole = 0.0
        for gram in dict.fromkeys(grams(text)):
            weight = self._weights.get(gram, self._unknown * (1 if len(gram) > 1 else SINGLE))
            whole += weight
            for number in self._of_gram.get(gram, ()):
                shared[number] = shared.get(number, 0.0) + weight
        found: dict[str, float] = {}
        matter_of, factors, norm = self._matter_of, self._factors, math.sqrt(whole or 1.0)
        for number, weight in shared.items():
            likeness = weight * factors[number]
            if likeness > found.get(matter_of[number], 0.0):
                found[matter_of[number]] = likeness
        return {matter: min(1.0, likeness / norm) for matter, likeness in found.items()}


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By first character the lengths of the phrases, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        found[phrase[0]].add(len(phrase))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _covering(
    text: str, lengths: Mapping[str, tuple[int, ...]], known: Mapping[str, object]
) -> Iterator[tuple[int, int]]:
    """The longest known phrase at each place where one begins."""
    for start, first in enumerate(text):
        for length in lengths.get(first, ()):
            if start + length <= len(text) and text[start : start + length] in known:
                yield start, start + length
                break


def _maximal(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that lie in no other: 失业登记 is not said by the 失业 in it."""
    reached = 0
    for start, end in spans:
        if end > reached:
            reached = end
            yield start, end


@functools.cache
def default_matters() -> Matters:
    """The matters of the data files, read once per process."""
    return Matters(entry for entries in read_matters().values() for entry in entries)


def read_matters() -> dict[str, Sequence[Mapping[str, str]]]:
    """The entries of each file of matters."""
    files = sorted((FOLDER / "matters").glob("*.json"))
    return {file.stem: read_json(f"matters/{file.name}") for file in files if file.stem != "shared"}
