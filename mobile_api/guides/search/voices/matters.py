"""The voice of matters: general knowledge of what people call each matter of government.

`matters/*.json` was written apart from any catalogue: of each matter its `names` in catalogues and
laws, `former` names, `things` that people name for it, what is `said` on the telephone,
`situations` that lead to it, words of a `dialect`; `matters/shared.json` names the phrases that
stand in several matters. `docs/search.md` says how to write one.
"""

import functools
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mobile_api.guides.search.text import FOLDER, read_json
from mobile_api.guides.search.voices.characters import SINGLE, counted, grams
from mobile_api.guides.search.voices.rows import grouped, row_of

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
    """Every matter by its phrases; immutable after building, shared by all engines.

    Matters, grams and stems (official names) are numbers in arrays: as objects of their own they
    took three times the memory in each process.
    """

    def __init__(self, entries: Iterable[Mapping[str, str]]) -> None:
        self._meant: dict[str, Mapping[str, float]] = {}
        self._ids: list[str] = []
        # Of each gram of each matter in turn: its number, the matter, in how many phrases it is.
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        told, matters, often = array("I"), array("H"), array("d")
        official: dict[tuple[str, int], None] = {}
        for number, entry in enumerate(entries):
            self._ids.append(entry["id"])
            for phrase in " ".join(entry.get(kind, "") for kind in _OFFICIAL).split():
                official[phrase, number] = None
            found = self._tell(entry)
            told.extend(map(numbers.__getitem__, found))
            matters.extend([number] * len(found))
            often.extend(found.values())
        self._lengths = _lengths(self._meant)
        self._unknown = math.log(1 + len(self._ids))
        self._numbers = dict(numbers)
        self._weigh_grams(told, matters, often)
        self._weigh_stems(official)

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

    def _weigh_grams(
        self, told: "array[int]", matters: "array[int]", often: "array[float]"
    ) -> None:
        """The weight of each gram; and the matters that are told by it, each with how much."""
        self._starts, order = grouped(told, len(self._numbers))
        self._matters = array("H", map(matters.__getitem__, order))
        self._weights, self._told = array("d"), array("d")
        for number, gram in enumerate(self._numbers):
            found = order[row_of(self._starts, number)]
            rare = math.log(1 + len(self._ids) / (len(found) + 1))
            weight = rare * (1 if len(gram) > 1 else SINGLE)
            self._weights.append(weight)
            for at in found:
                self._told.append(weight * often[at] / (often[at] + HALF))

    def _weigh_stems(self, official: Iterable[tuple[str, int]]) -> None:
        """Of each official name its matter, grams and weight; and the names by their telling
        grams: a text that holds enough of a name holds one of its rarest at least."""
        weights = self._weights
        self._stem_matters, self._stem_weights = array("H"), array("d")
        self._stem_starts, self._stem_grams = array("I", [0]), array("I")
        telling, stems = array("I"), array("I")
        for stem, (text, matter) in enumerate(official):
            in_order = map(self._numbers.__getitem__, sorted(set(grams(text))))
            found = sorted(in_order, key=weights.__getitem__, reverse=True)
            rarest = _rarest(found, weights)
            telling.extend(rarest)
            stems.extend([stem] * len(rarest))
            self._stem_matters.append(matter)
            self._stem_weights.append(sum(map(weights.__getitem__, found)))
            self._stem_grams.extend(found)
            self._stem_starts.append(len(self._stem_grams))
        self._telling_starts, order = grouped(telling, len(self._numbers))
        self._stems = array("I", map(stems.__getitem__, order))

    def carried_by(self, texts: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """The matters that normalised names are about, each with a share from 0 to 1.

        It is how much of an official name of the matter stands in one of them, in any order:
        死亡、宣告死亡人员户口注销登记 is about 死亡注销户口. An alias that is itself what people
        say for a matter (取公积金) carries it as well.
        """
        carried: dict[str, float] = {}
        for text in texts:
            told = {self._numbers[gram] for gram in grams(text) if gram in self._numbers}
            rows = (row_of(self._telling_starts, gram) for gram in told)
            for stem in {one for row in rows for one in self._stems[row]}:
                found = self._stem_grams[row_of(self._stem_starts, stem)]
                held = sum(self._weights[gram] for gram in found if gram in told)
                share = held / self._stem_weights[stem]
                if share >= LEAST_CARRIED:
                    _raise(carried, {self._ids[self._stem_matters[stem]]: share})
            said = self._literal(text.replace(" ", ""))
            _raise(carried, {one: share for one, share in said.items() if share >= LEAST_CARRIED})
        return tuple(sorted(carried.items()))

    def named_by(self, phrase: str) -> Iterable[str]:
        """The matters of which the normalised text is a phrase."""
        return self._meant.get(phrase, ())

    def is_vague(self, text: str) -> bool:
        """Whether all that a normalised query holds stands in phrases of too many matters, and no
        phrase in it."""
        if not all(map(self._is_common, grams(text))):
            return False
        return not self._literal(text.replace(" ", ""))

    def _is_common(self, gram: str) -> bool:
        number = self._numbers.get(gram)
        if number is None:
            return False
        return self._starts[number + 1] - self._starts[number] > TOO_COMMON

    def meant_by(self, text: str) -> dict[str, float]:
        """The matters that a normalised query without its fillers may mean, from 0 to 1.

        A matter is meant by as much of the query as stands in its phrases, by rarity, the more
        the more of them it stands in.
        """
        shared: dict[int, float] = {}
        whole = 0.0
        for gram in dict.fromkeys(grams(text)):
            number = self._numbers.get(gram)
            if number is None:
                whole += self._unknown * (1 if len(gram) > 1 else SINGLE)
                continue
            whole += self._weights[number]
            row = row_of(self._starts, number)
            if row.stop - row.start <= TOO_COMMON:
                for matter, told in zip(self._matters[row], self._told[row], strict=True):
                    shared[matter] = shared.get(matter, 0.0) + told
        return {self._ids[matter]: told / whole for matter, told in shared.items()}

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


def _rarest(found: Sequence[int], weights: Sequence[float]) -> Sequence[int]:
    """So many of the grams of a name, the rarest first, that no text holds enough of it without
    one of them."""
    whole = left = sum(map(weights.__getitem__, found))
    for number, gram in enumerate(found, 1):
        left -= weights[gram]
        if left < LEAST_CARRIED * whole:
            return found[:number]
    return found


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
