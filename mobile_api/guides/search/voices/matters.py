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

from mobile_api.guides.search.text import FOLDER, read_json
from mobile_api.guides.search.voices.characters import SINGLE, counted, grams

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
# A gram of more matters than this tells none of them, and costs the most time.
TOO_COMMON = 150
# A gram in one phrase of a matter says half of what it says in all of them: 低保 is the matter of
# 低保, and stands in a phrase for the fees of kindergartens.
HALF = 1.0
LEAST_LENGTH = 2
# What of an alias must be phrases of a matter for it to be said outright.
OUTRIGHT = 0.6
# So much of an official name stands in the name of an item that is about the matter; and so much
# of an alias that is what people say for it.
LEAST_CARRIED = 0.65


def is_beyond(matter: str) -> bool:
    """Whether it is none of any counter: weather, cooking, goods to buy."""
    return matter.startswith("beyond_")


class Matters:
    """Every matter by its phrases; immutable after building, shared by all engines."""

    def __init__(self, entries: Iterable[Mapping[str, str]]) -> None:
        self._meant: dict[str, Mapping[str, float]] = {}
        official: dict[str, set[str]] = defaultdict(set)
        told: dict[str, list[tuple[str, float]]] = defaultdict(list)
        number = 0
        for entry in entries:
            number += 1
            matter = entry["id"]
            for phrase in " ".join(entry.get(kind, "") for kind in _OFFICIAL).split():
                official[phrase].add(matter)
            for gram, often in self._tell(entry).items():
                told[gram].append((matter, often))
        self._lengths = _lengths(self._meant)
        self._unknown = math.log(1 + number)
        # The weight of each gram, and the matters that are told by it.
        self._weights: dict[str, float] = {}
        self._of_gram: dict[str, tuple[tuple[str, float], ...]] = {}
        self._weigh_grams(told, number)
        # Of each official name its matters, grams and weight; and names by their telling grams.
        self._stems: list[tuple[set[str], tuple[str, ...], float]] = []
        self._stems_of_gram: dict[str, list[int]] = defaultdict(list)
        self._weigh_stems(official)

    def _weigh_grams(self, told: Mapping[str, Sequence[tuple[str, float]]], number: int) -> None:
        for gram, found in told.items():
            weight = math.log(1 + number / (len(found) + 1)) * (1 if len(gram) > 1 else SINGLE)
            self._weights[gram] = weight
            if len(found) <= TOO_COMMON:
                self._of_gram[gram] = tuple(
                    (matter, weight * often / (often + HALF)) for matter, often in found
                )

    def _tell(self, entry: Mapping[str, str]) -> Mapping[str, float]:
        """Takes the phrases of a matter; returns in how many of them each gram stands."""
        told: dict[str, float] = defaultdict(float)
        for kind, share in KINDS.items():
            phrases = entry.get(kind, "")
            for gram, often in counted(phrases).items():
                told[gram] += often * share
            # One for all phrases of the kind: most are of this matter alone.
            alone = {entry["id"]: share}
            for phrase in phrases.split():
                also = self._meant.get(phrase)
                self._meant[phrase] = {**also, **alone} if also else alone
        return told

    def _weigh_stems(self, official: Mapping[str, set[str]]) -> None:
        """A text that holds enough of a name holds one of its rarest grams at least."""
        for text, matters in official.items():
            found = tuple(sorted(set(grams(text)), key=lambda one: (-self._weights[one], one)))
            whole = left = sum(self._weights[gram] for gram in found)
            for gram in found:
                self._stems_of_gram[gram].append(len(self._stems))
                left -= self._weights[gram]
                if left < LEAST_CARRIED * whole:
                    break
            self._stems.append((matters, found, whole))

    def carried_by(self, texts: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """The matters that normalised names are about, each with a share from 0 to 1.

        It is how much of an official name of the matter stands in one of them, in any order:
        死亡、宣告死亡人员户口注销登记 is about 死亡注销户口. An alias that is itself what people
        say for a matter (取公积金) carries it as well.
        """
        carried: dict[str, float] = {}
        for text in texts:
            told = set(grams(text))
            numbers = {one for gram in told for one in self._stems_of_gram.get(gram, ())}
            for matters, stem, whole in map(self._stems.__getitem__, numbers):
                share = sum(self._weights[gram] for gram in stem if gram in told) / whole
                if share >= LEAST_CARRIED:
                    _raise(carried, dict.fromkeys(matters, share))
            said = self._literal(text.replace(" ", ""))
            _raise(carried, {one: share for one, share in said.items() if share >= LEAST_CARRIED})
        return tuple(sorted(carried.items()))

    def named_by(self, phrase: str) -> Iterable[str]:
        """The matters of which the normalised text is a phrase."""
        return self._meant.get(phrase, ())

    def is_vague(self, text: str) -> bool:
        """Whether all that a normalised query holds stands in phrases of too many matters, and no
        phrase in it."""
        known, telling = self._weights, self._of_gram
        if any(gram not in known or gram in telling for gram in grams(text)):
            return False
        return not self._literal(text.replace(" ", ""))

    def meant_by(self, text: str) -> dict[str, float]:
        """The matters that a normalised query without its fillers may mean, from 0 to 1.

        A matter is meant by as much of the query as stands in its phrases, by rarity, the more
        the more of them it stands in.
        """
        shared: dict[str, float] = {}
        whole = 0.0
        weights, of_gram = self._weights, self._of_gram
        for gram in dict.fromkeys(grams(text)):
            weight = weights.get(gram)
            if weight is None:
                weight = self._unknown * (1 if len(gram) > 1 else SINGLE)
            whole += weight
            for matter, told in of_gram.get(gram, ()):
                shared[matter] = shared.get(matter, 0.0) + told
        return {matter: told / whole for matter, told in shared.items()}

    def said_outright(self, text: str) -> Mapping[str, float]:
        """The matters of which phrases stand in a normalised query as they are written, each with
        how much of the query they are, from 0 to 1."""
        return self._literal(text.replace(" ", ""))

    def phrases_in(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where the longest phrases of any matter stand in a text."""
        return _maximal(_covering(text, self._lengths, self._meant))

    def _literal(self, text: str) -> dict[str, float]:
        said: dict[str, float] = defaultdict(float)
        for start, end in self.phrases_in(text):
            for matter, share in self._meant[text[start:end]].items():
                said[matter] += share * (end - start)
        whole = max(LEAST_LENGTH, len(text) * OUTRIGHT)
        return {matter: min(1.0, length / whole) for matter, length in said.items()}


def _raise(shares: dict[str, float], found: Mapping[str, float]) -> None:
    for one, share in found.items():
        shares[one] = max(share, shares.get(one, 0.0))


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
