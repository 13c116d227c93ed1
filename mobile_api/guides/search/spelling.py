"""Slips of the keyboard: pinyin, initials, homophones and look-alike characters read as words."""

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

import rjieba

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.text import (
    blurred,
    has_han,
    is_han,
    readings,
    syllable,
    syllables,
    wording,
)

LONGEST_WORD = 10
LONGEST_LETTERS = 40
UNKNOWN, LIGHT, MEANT, INSIDE = range(4)
_LATIN_RUN = re.compile(r"[a-z]+")


@functools.cache
def _shapes() -> dict[int, str]:
    groups = wording()["look_alikes"].split()
    return {ord(character): group[0] for group in reversed(groups) for character in group}


def _one_left_out(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


class Spelling:
    """The known words by sound, by shape and by initials; immutable after building."""

    def __init__(self, lexicon: Lexicon, vocabulary: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._vocabulary = frozenset(vocabulary)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._accents: dict[str, list[str]] = defaultdict(list)
        self._shapes: dict[str, list[str]] = defaultdict(list)
        self._slips: dict[str, list[str]] = defaultdict(list)
        self._initials: dict[str, list[str]] = defaultdict(list)
        known = {*lexicon.words, *self._vocabulary}
        for word in sorted(known, key=self._importance):
            if 2 <= len(word) <= LONGEST_WORD and all(map(is_han, word)):
                self._add(word)
        # Single verbs typed as a syllable of their own: qu, huan, diu. Other syllables are noise.
        self._singles = {syllable(word): word for word in lexicon.words if len(word) == 1}
        self._completions = sorted(
            (letters, word)
            for table in (self._accents, self._initials)
            for letters, words in table.items()
            for word in words[:3]
            if lexicon.weight(word) >= 2.0
        )
        self._syllables = frozenset(
            blurred(syllable(character))
            for word in known
            for character in word
            if is_han(character)
        )
        self._beginnings = frozenset(
            sound[:length] for sound in self._accents for length in range(1, len(sound) + 1)
        )

    def _importance(self, word: str) -> tuple[float, int, str]:
        return (-self._lexicon.weight(word), len(word), word)

    def _add(self, word: str) -> None:
        in_context, alone = syllables(word), tuple(map(syllable, word))
        for spoken in {in_context, alone}:
            self._sounds[" ".join(spoken)].append(word)
            self._accents[blurred("".join(spoken))].append(word)
        if not self._lexicon.words.get(word, True):
            return
        self._initials["".join(part[0] for part in in_context)].append(word)
        self._shapes[word.translate(_shapes())].append(word)
        if len(word) > 2:
            for rest in {word, *_one_left_out(word)}:
                self._slips[rest].append(word)

    # Chinese text ---------------------------------------------------------------------------

    def correct(self, text: str, *, strict: bool) -> str:
        """`text` with misspelt words replaced; itself when nothing is wrong.

        Only what no known word covers is looked at. `strict` leaves alone what is a real
        Chinese word, so that 护罩 is not taken for 护照 unless nothing else was found.
        """
        coverage = self._coverage(text)
        out, at = [], 0
        while at < len(text):
            length, word = self._correction_at(text, at, coverage, strict=strict)
            out.append(word)
            at += length
        return "".join(out)

    def _coverage(self, text: str) -> list[int]:
        """Per character: UNKNOWN, LIGHT in a filler or hint, MEANT and INSIDE in other words."""
        coverage = [UNKNOWN] * len(text)
        for span in self._lexicon.spans(text):
            meant = any(self._lexicon.concepts[each].cost for each in span.concepts)
            length = span.end - span.start
            levels = [MEANT, *[INSIDE] * (length - 1)] if meant else [LIGHT] * length
            coverage[span.start : span.end] = levels
        for word, start, end in rjieba.tokenize(text, hmm=False):
            if word in self._vocabulary and UNKNOWN in coverage[start:end] and end - start > 1:
                coverage[start:end] = [MEANT, *[INSIDE] * (end - start - 1)]
        return coverage

    def _correction_at(
        self, text: str, at: int, coverage: list[int], *, strict: bool
    ) -> tuple[int, str]:
        for length in range(min(6, len(text) - at), 1, -1):
            window, levels = text[at : at + length], coverage[at : at + length]
            # A word with a meaning is taken whole or not at all.
            cuts = levels[0] == INSIDE or coverage[at + length : at + length + 1] == [INSIDE]
            if cuts or UNKNOWN not in levels or not all(map(is_han, window)):
                continue
            word = self._meant_by(window, strict=strict, is_free=MEANT not in levels)
            if word:
                return length, word
        return 1, text[at]

    def _meant_by(self, window: str, *, strict: bool, is_free: bool) -> str | None:
        real = rjieba.has_word(window)
        if strict and real:
            return None
        by_sound = self._by_sound(window)
        if by_sound:
            return by_sound
        alike = self._shapes.get(window.translate(_shapes()), ())
        if alike and (is_free or len(window) > 2):
            return alike[0]
        # 换驾驶证 holds a word with a meaning: it is no slip for 考驾驶证.
        return self._by_slip(window) if is_free and not real and len(window) > 2 else None

    def _by_sound(self, window: str) -> str | None:
        spoken = [syllable(character) for character in window]
        same = list(self._sounds.get(" ".join(spoken), ()))
        if len(window) > 2:
            same += self._accents.get(blurred("".join(spoken)), ())
        fitting = [word for word in same if len(word) == len(window) and _near(word, window)]
        return max(fitting, key=lambda word: _shared(word, window), default=None)

    def _by_slip(self, window: str) -> str | None:
        """One character wrong, missing, too many or two swapped, in a word of three or more."""
        found = dict.fromkeys(self._slips.get(window, ()))
        for rest in _one_left_out(window):
            found.update(dict.fromkeys(self._slips.get(rest, ())))
        fitting = [word for word in found if _one_slip(word, window)]
        return max(fitting, key=lambda word: _shared(word, window), default=None)

    # Latin letters --------------------------------------------------------------------------

    def read_latin(self, text: str) -> str | None:
        """`text` with its Latin letters read as characters, None if they are no known words.

        Full pinyin with or without spaces, alone or between characters, and initials beside
        something clearer (gjj提取). Initials alone are for `read_initials`.
        """
        runs = _LATIN_RUN.findall(text)
        if not has_han(text):
            whole = self.read_pinyin("".join(runs))
            if whole or len(runs) < 2:
                return whole
        read = {run: self._read_run(run) for run in runs}
        if runs and all(read.values()):
            return _LATIN_RUN.sub(lambda run: read[run.group()] or "", text)
        return self.read_pinyin(_letters(text)) if runs and has_han(text) else None

    def complete(self, text: str) -> list[str]:
        """At most two known words whose pinyin or initials begin with the letters of `text`."""
        if not _LATIN_RUN.search(text):
            return []
        letters = blurred(_letters(text))
        start = bisect_left(self._completions, (letters, ""))
        following = islice(self._completions, start, start + 16)
        words = [word for key, word in following if key.startswith(letters)]
        return sorted(dict.fromkeys(words), key=self._importance)[:2]

    def _read_run(self, run: str) -> str | None:
        if run in self._lexicon.words:
            return run
        read = self.read_pinyin(run) or next(iter(self._initials.get(run, ())), None)
        return read or self._singles.get(run)

    def read_pinyin(self, letters: str) -> str | None:
        """Known words whose full pinyin makes up `letters`; None if too much is left over."""
        letters = blurred(letters[:LONGEST_LETTERS])
        best: list[tuple[float, str]] = [(0.0, "")] * (len(letters) + 1)
        for start in range(len(letters) - 1, -1, -1):
            # A letter that no word explains costs more than the best word could gain by it.
            best[start] = (best[start + 1][0] - 1.5, best[start + 1][1])
            for end in range(start + 2, min(start + 6, len(letters)) + 1):
                passing = best[end][0] - 0.3 * (end - start)
                if letters[start:end] in self._syllables and passing > best[start][0]:
                    best[start] = (passing, best[end][1])
            for end in range(start + 3, len(letters) + 1):
                if letters[start:end] not in self._beginnings:
                    break
                words = self._accents.get(letters[start:end])
                if not words:
                    continue
                worth = best[end][0] + (end - start) * self._trust(words[0]) - 0.5
                if worth > best[start][0]:
                    best[start] = (worth, words[0] + best[end][1])
        worth, words_read = best[0]
        return words_read if words_read and worth >= 0.35 * len(letters) else None

    def _trust(self, word: str) -> float:
        # 开网 is in a name by chance of segmentation; 网吧 is a word that people mean.
        return 1.0 if word in self._lexicon.words else 0.6

    def read_initials(self, letters: str) -> list[list[tuple[str, ...]]]:
        """Readings of initials such as gjj or gjjtq: per part, the words that it may stand for."""
        whole = self._initials.get(letters)
        if whole or len(letters) < 4:
            return [[tuple(whole)]] if whole else []
        splits = [2] if len(letters) == 4 else range(len(letters) - 2, 1, -1)
        pairs = (
            (self._initials.get(letters[:at]), self._initials.get(letters[at:])) for at in splits
        )
        return [[tuple(left), tuple(right)] for left, right in pairs if left and right]


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


def _letters(text: str) -> str:
    return "".join(syllable(one) if is_han(one) else one for one in text if one != " ")
