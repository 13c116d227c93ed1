"""Latin letters read as Chinese words: full pinyin, initials, and both between characters."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.text import blurred, has_han, is_han, syllable, syllables

LONGEST_WORD = 10
LONGEST_LETTERS = 60
# Two letters alone stand for too much; they are for suggestions.
LEAST_INITIALS = 3
# Only words that name a matter are worth completing.
LEAST_TO_COMPLETE = 2.0
# Two letters begin hundreds of words; what is meant is among the important ones.
MOST_WORDS = 40
_LATIN_RUN = re.compile(r"[a-z]+")


def words_by_importance(lexicon: Lexicon, vocabulary: Iterable[str]) -> list[str]:
    """Chinese words of two to ten characters, those that say most about a matter first."""
    known = {
        word
        for word in (*lexicon.words, *vocabulary)
        if 2 <= len(word) <= LONGEST_WORD and all(map(is_han, word))
    }
    return sorted(known, key=lambda word: (-lexicon.weight(word), len(word), word))


def spoken_forms(word: str) -> set[tuple[str, ...]]:
    """The syllables of a word as it is read, and as its characters are read one by one."""
    return {syllables(word), tuple(map(syllable, word))}


class Letters:
    """The known words by pinyin and by initials; immutable after building."""

    def __init__(self, lexicon: Lexicon, vocabulary: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._accents: dict[str, list[str]] = defaultdict(list)
        self._initials: dict[str, list[str]] = defaultdict(list)
        words = words_by_importance(lexicon, vocabulary)
        for word in words:
            for spoken in spoken_forms(word):
                self._accents[blurred("".join(spoken))].append(word)
            # Nobody shortens 请问 or 天气 to initials.
            if not (lexicon.is_filler(word) or lexicon.is_noise(word)):
                self._initials["".join(part[0] for part in syllables(word))].append(word)
        # Single verbs typed as a syllable of their own: qu, huan, diu. Other syllables are noise.
        self._singles = {syllable(word): word for word in lexicon.words if len(word) == 1}
        self._rank = {word: rank for rank, word in enumerate(words)}
        tables = (self._accents, self._initials, {word: [word] for word in words})
        self._completions = sorted(
            (key, word)
            for table in tables
            for key, found in table.items()
            for word in found[:3]
            if lexicon.weight(word) >= LEAST_TO_COMPLETE
        )
        self._syllables = frozenset(blurred(syllable(one)) for word in words for one in word)
        self._beginnings = frozenset(
            sound[:length] for sound in self._accents for length in range(1, len(sound) + 1)
        )

    def read_latin(self, text: str) -> str | None:
        """`text` with its Latin letters read as characters, None if they are no known words.

        Full pinyin with or without spaces, alone or between characters, and initials beside
        something clearer (gjj提取). Initials alone are for `read_initials`.
        """
        runs = [run.group() for run in _LATIN_RUN.finditer(self._without_known(text))]
        if not has_han(text):
            whole = self.read_pinyin("".join(runs))
            if whole or len(runs) < 2:
                return whole
        # Beside characters gjj is clear; alone, two letters are left to `read_initials`.
        least = 2 if has_han(text) else LEAST_INITIALS
        read = {run: self._read_run(run, least) for run in runs}
        if has_han(text) and not all(read.values()):
            whole = self.read_pinyin(_letters(text))
            if whole:
                return whole
        read = {run: word or self._singles.get(run) for run, word in read.items()}
        if not runs or not all(read.values()):
            return None
        return _LATIN_RUN.sub(lambda run: read.get(run.group()) or run.group(), text)

    def _without_known(self, text: str) -> str:
        """`text` with a blank over words that have letters of their own (ktv, a2证)."""
        for span in self._lexicon.spans(text):
            text = text[: span.start] + " " * len(span.word) + text[span.end :]
        return text

    def complete(self, text: str) -> list[str]:
        """At most two known words that begin with `text`: characters, pinyin or initials."""
        begun = blurred(_letters(text)) if _LATIN_RUN.search(text) else text
        start = bisect_left(self._completions, (begun, ""))
        following = islice(self._completions, start, start + 16)
        words = [word for key, word in following if key.startswith(begun)]
        return sorted(dict.fromkeys(words), key=self._rank.__getitem__)[:2]

    def _read_run(self, run: str, least: int) -> str | None:
        if run in self._lexicon.words:
            return run
        initials = self._initials.get(run, ()) if len(run) >= least else ()
        return self.read_pinyin(run) or next(iter(initials), None)

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
        return words_read if words_read and worth >= 0.25 * len(letters) else None

    def _trust(self, word: str) -> float:
        # 开网 is in a name by chance of segmentation; 网吧 is a word that people mean.
        return 1.0 if word in self._lexicon.words else 0.6

    def read_initials(self, text: str) -> list[list[tuple[str, ...]]]:
        """Readings of initials such as gjj or gjjtq: per part, the words that it may stand for.

        A space parts them (jsz dqhz), unless together they are one word (lh jy) or a part is none.
        """
        letters = text.replace(" ", "")
        parts = [self._read_part(part) for part in text.split()]
        if len(parts) > 1 and all(parts) and not self._words(letters):
            return [[words for part in parts for words in part]]
        return self._read_run_of_initials(letters)

    def _read_part(self, letters: str) -> list[tuple[str, ...]]:
        whole = self._words(letters)
        readings = [[whole]] if whole else self._read_run_of_initials(letters)
        spoken = None if readings else self.read_pinyin(letters)
        return readings[0] if readings else [(spoken,)] if spoken else []

    def _read_run_of_initials(self, letters: str) -> list[list[tuple[str, ...]]]:
        if len(letters) < LEAST_INITIALS:
            return []
        whole = self._words(letters)
        if whole or len(letters) == LEAST_INITIALS:
            return [[whole]] if whole else []
        splits = [2] if len(letters) == 4 else range(len(letters) - 2, 1, -1)
        pairs = ((self._words(letters[:at]), self._words(letters[at:])) for at in splits)
        return [[left, right] for left, right in pairs if left and right]

    def _words(self, initials: str) -> tuple[str, ...]:
        return tuple(self._initials.get(initials, ())[:MOST_WORDS])


def _letters(text: str) -> str:
    return "".join(syllable(one) if is_han(one) else one for one in text if one != " ")
