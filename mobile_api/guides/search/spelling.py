"""Slips in Chinese text: homophones, look-alike characters, one character too many or too few."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.latin import spoken_forms, words_by_importance
from mobile_api.guides.search.text import blurred, cutter, is_han, readings, syllable, wording

UNKNOWN, LIGHT, MEANT, INSIDE, UNTOUCHED = range(5)
# Two characters are little to go by: what they are a slip for must be a weighty matter.
LEAST_OF_SHORT = 2.5
# What weighs less is no matter that somebody looks for.
LEAST_TELLING = 1.2
# Beside a word with a meaning, a slip must lie inside of something longer: 食品经管许可.
LONGEST_UNSURE = 4
LONGEST_NAME = 4
# So much of what people say for a matter is no slip: 水管爆了 reports nothing (报).
LEAST_PHRASE = 4


@functools.cache
def _shapes() -> dict[int, str]:
    groups = wording()["look_alikes"].split()
    return {ord(character): group[0] for group in reversed(groups) for character in group}


def _names_in(text: str) -> frozenset[str]:
    """What reads as a person's name with a frequent surname: 刘洋 is no slip for 留洋."""
    surnames = wording()["surnames"]
    found = (word for word, tag in cutter().tag(text) if tag == "nr" and len(word) < LONGEST_NAME)
    return frozenset(word for word in found if word[0] in surnames)


def _one_left_out(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@dataclass(frozen=True, slots=True)
class _Written:
    """A text with what covers each of its characters, where its words stand, people's names."""

    text: str
    coverage: list[int]
    words: list[tuple[int, int]]
    names: frozenset[str]

    def cuts(self, start: int, end: int) -> bool:
        """Whether a word of the language goes over one of the ends: 政府养 is no slip for 抚养."""
        return any(
            (first < start < last) != (first < end < last) or (first < start and end < last)
            for first, last in self.words
        )


class Spelling:
    """The known words by sound and by shape; immutable after building."""

    def __init__(
        self,
        lexicon: Lexicon,
        vocabulary: Iterable[str],
        untouched: frozenset[str] = frozenset(),
        is_written: Callable[[str], bool] = lambda text: False,
        phrases_in: Callable[[str], Iterable[tuple[int, int]]] = lambda text: (),
    ) -> None:
        """`untouched` words, such as 家暴 and 想死, are never part of a correction; nor is what
        `is_written` in the catalogue, nor the `phrases_in` a text."""
        self._is_written = is_written
        self._phrases_in = phrases_in
        self._lexicon = lexicon
        self._untouched = untouched
        self._longest_untouched = max(map(len, untouched), default=0)
        self._vocabulary = frozenset(vocabulary)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._accents: dict[str, list[str]] = defaultdict(list)
        self._shapes: dict[str, list[str]] = defaultdict(list)
        self._slips: dict[str, list[str]] = defaultdict(list)
        for word in words_by_importance(lexicon, self._vocabulary):
            self._add(word)

    def _add(self, word: str) -> None:
        for spoken in spoken_forms(word):
            self._sounds[" ".join(spoken)].append(word)
            self._accents[blurred("".join(spoken))].append(word)
        if self._lexicon.is_filler(word):
            return
        self._shapes[word.translate(_shapes())].append(word)
        if len(word) > 2:
            for rest in {word, *_one_left_out(word)}:
                self._slips[rest].append(word)

    def correct(self, text: str, *, strict: bool) -> str:
        """`text` with misspelt words replaced; itself when nothing is wrong.

        Only what no known word covers is looked at. `strict` leaves alone what is a real
        Chinese word, so that 护罩 is not taken for 护照 unless nothing else was found.
        """
        words = [(start, end) for _, start, end in cutter().tokenize(text, hmm=False)]
        written = _Written(text, self._coverage(text, words), words, _names_in(text))
        out, at = [], 0
        while at < len(text):
            length, word = self._correction_at(written, at, strict=strict)
            out.append(word)
            at += length
        return "".join(out)

    def _coverage(self, text: str, words: Sequence[tuple[int, int]]) -> list[int]:
        """Per character: UNKNOWN, LIGHT in a filler or hint, MEANT and INSIDE in other words.

        UNTOUCHED where a word stands that nothing may change.
        """
        coverage = [UNKNOWN] * len(text)
        for span in self._lexicon.spans(text):
            meant = any(self._lexicon.concepts[each].cost for each in span.concepts)
            length = span.end - span.start
            levels = [MEANT if meant else LIGHT, *[INSIDE] * (length - 1)]
            coverage[span.start : span.end] = levels
        for start, end in words:
            if end - start < 2 or UNKNOWN not in coverage[start:end]:
                continue
            # 虎口脱险 and other long words of the language are what they are, too.
            if end - start > 2 or text[start:end] in self._vocabulary:
                coverage[start:end] = [MEANT, *[INSIDE] * (end - start - 1)]
        for start, end in self._fixed(text):
            coverage[start:end] = [UNTOUCHED] * (end - start)
        return coverage

    def _fixed(self, text: str) -> Iterator[tuple[int, int]]:
        yield from (one for one in self._phrases_in(text) if one[1] - one[0] >= LEAST_PHRASE)
        for start in range(len(text)):
            for end in range(start + 2, min(start + self._longest_untouched, len(text)) + 1):
                if text[start:end] in self._untouched:
                    yield start, end

    def _correction_at(self, written: _Written, at: int, *, strict: bool) -> tuple[int, str]:
        text, coverage = written.text, written.coverage
        for length in range(min(6, len(text) - at), 1, -1):
            window, levels = text[at : at + length], coverage[at : at + length]
            # A word with a meaning is taken whole or not at all.
            cuts = levels[0] == INSIDE or coverage[at + length : at + length + 1] == [INSIDE]
            is_fixed = UNTOUCHED in levels or UNKNOWN not in levels
            if cuts or is_fixed or not all(map(is_han, window)):
                continue
            if window in written.names or written.cuts(at, at + length):
                continue
            if self._is_written(window):
                continue
            word = self._meant_by(window, strict=strict, is_free=MEANT not in levels)
            if word and _changes_only_unknown(word, window, levels) and self._tells(word, window):
                return length, word
        return 1, text[at]

    def _tells(self, word: str, window: str) -> bool:
        """Whether `word` is worth to be meant, and another than what was written.

        A slip in 都要 keeps nobody from being found; 能落户 says 落户 already.
        """
        if self._lexicon.weight(word) < LEAST_TELLING and word not in self._vocabulary:
            return False
        added = [each for each in window if each not in word]
        is_shorter = len(word) < len(window) and bool(added)
        return not (is_shorter and all(map(self._lexicon.is_filler, added)))

    def _meant_by(self, window: str, *, strict: bool, is_free: bool) -> str | None:
        real = cutter().has_word(window)
        if strict and real:
            return None
        by_sound = self._by_sound(window)
        if by_sound:
            return by_sound
        alike = self._shapes.get(window.translate(_shapes()), ())
        if alike and (is_free or len(window) > 2):
            return alike[0]
        # 换驾驶证 holds a word with a meaning: it is no slip for 考驾驶证.
        if real or not (is_free or len(window) > LONGEST_UNSURE):
            return None
        if len(window) == 2:
            return None if strict else self._by_slip_in_two(window)
        found = self._by_slip(window)
        inside = found and found[0] == window[0] and found[-1] == window[-1]
        return found if is_free or inside else None

    def _by_sound(self, window: str) -> str | None:
        spoken = [syllable(character) for character in window]
        same = list(self._sounds.get(" ".join(spoken), ()))
        if len(window) > 2:
            same += self._accents.get(blurred("".join(spoken)), ())
        fitting = [word for word in same if len(word) == len(window) and _near(word, window)]
        return max(fitting, key=lambda word: _shared(word, window), default=None)

    def _by_slip_in_two(self, window: str) -> str | None:
        """保社 and 公金: two characters swapped, or one of three left out."""
        if any(map(self._lexicon.is_filler, window)):
            return None
        fitting = [word for word in (window[::-1], *self._slips.get(window, ())) if len(word) < 4]
        weight = self._lexicon.weight
        return next((word for word in fitting if weight(word) >= LEAST_OF_SHORT), None)

    def _by_slip(self, window: str) -> str | None:
        """One character wrong, missing, too many or two swapped, in a word of three or more."""
        found = dict.fromkeys(self._slips.get(window, ()))
        for rest in _one_left_out(window):
            found.update(dict.fromkeys(self._slips.get(rest, ())))
        fitting = [word for word in found if _one_slip(word, window)]
        return max(fitting, key=lambda word: _shared(word, window), default=None)


def _changes_only_unknown(word: str, window: str, levels: list[int]) -> bool:
    """哪个牌子 is not 挂个牌子: 哪 stands in a word that is right as it is.

    But 公基金 is 公积金, although 基金 is a word: what sounds the same throughout was misheard.
    """
    if len(word) != len(window) or (LIGHT not in levels and _sounds_same(word, window)):
        return True
    pairs = zip(word, window, levels, strict=True)
    return all(new == old or level == UNKNOWN for new, old, level in pairs)


def _sounds_same(word: str, window: str) -> bool:
    return [*map(syllable, word)] == [*map(syllable, window)]


def _near(word: str, window: str) -> bool:
    return word != window and (len(word) > 2 or _shared(word, window) > 0)


def _shared(word: str, window: str) -> int:
    return sum(character in window for character in word)


def _one_slip(word: str, window: str) -> bool:
    if word == window or abs(len(word) - len(window)) > 1 or len(word) < 3:
        return False
    if len(word) != len(window):
        longer, shorter = sorted((word, window), key=len, reverse=True)
        return len(word) > 3 and shorter in _one_left_out(longer)
    wrong = [at for at in range(len(word)) if word[at] != window[at]]
    if len(wrong) == 2:
        return sorted(word) == sorted(window) and wrong[1] == wrong[0] + 1
    if len(wrong) != 1:
        return False
    # Of three characters two fit too much: then the third must at least sound alike.
    at = wrong[0]
    return len(word) > 3 or bool(readings(word[at]) & readings(window[at]))
