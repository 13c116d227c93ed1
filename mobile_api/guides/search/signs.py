"""Words and groups of words found in a text: by character, by sound, in pinyin."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from mobile_api.guides.search.latin import spoken_forms
from mobile_api.guides.search.text import blurred, cutter, syllable

LONGEST_SOUND = 6
# Two letters more than any syllable has; fewer letters are found in pinyin by chance.
LEAST_LETTERS = 4
LONGEST_SYLLABLE = 6


@functools.cache
def _syllables() -> frozenset[str]:
    """Every syllable of Chinese, also as accents blur it."""
    characters = (chr(code) for code in range(0x4E00, 0x9FA6))
    sounds = {sound for sound in map(syllable, characters) if sound.isascii()}
    return frozenset(sounds | set(map(blurred, sounds)))


class Signs:
    """Words, each with the tags that it stands for; immutable after building."""

    def __init__(self, words: Mapping[str, Iterable[str]], *, in_accents: bool = True) -> None:
        """`words` gives the words of each tag; without accents zizhao is not zhizhao."""
        self._spelt: Callable[[str], str] = blurred if in_accents else str
        self._tags: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._letters: dict[str, set[str]] = defaultdict(set)
        for tag, found in words.items():
            for word in found:
                self._add(word, tag)
        # By its first character, how long a word may be: most characters begin none.
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._tags:
            self._lengths[word[0]].add(len(word))
        self._letter_lengths = sorted({len(letters) for letters in self._letters})

    def _add(self, word: str, tag: str) -> None:
        self._tags[word].add(tag)
        # 绑我 is no word of its own: then 帮我, which sounds the same, is no slip for it.
        may_slip = len(word) > 2 or cutter().has_word(word)
        for spoken in spoken_forms(word) if len(word) > 1 else ():
            if may_slip:
                self._sounds[spoken].add(word)
            letters = self._spelt("".join(spoken))
            if len(letters) >= LEAST_LETTERS:
                self._letters[letters].add(tag)

    def in_characters(self, text: str) -> set[str]:
        """Tags of the words in `text`, also with one character replaced by one of its sound."""
        found: set[str] = set()
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                if tags := self._tags.get(text[start : start + length]):
                    found |= tags
        slips = [(start, word) for start, word in self._slips(text) if word not in text]
        if slips:
            real = [(at, end) for _, at, end in cutter().tokenize(text, hmm=False) if end - at > 1]
            for start, word in slips:
                if not _cuts_or_is(start, start + len(word), real):
                    found |= self._tags[word]
        return found

    def _slips(self, text: str) -> Iterator[tuple[int, str]]:
        spoken = tuple(map(syllable, text))
        for length in range(2, min(LONGEST_SOUND, len(text)) + 1):
            for start in range(len(text) - length + 1):
                for word in self._sounds.get(spoken[start : start + length], ()):
                    window = text[start : start + length]
                    if sum(one != two for one, two in zip(window, word, strict=True)) == 1:
                        yield start, word

    def in_pinyin(self, letters: str) -> set[str]:
        """Tags of the words that `letters` spells, where all the rest is pinyin as well."""
        letters = self._spelt(letters)
        begun, ended = _ways(letters), {len(letters) - at for at in _ways(letters[::-1], -1)}
        found: set[str] = set()
        for start in begun:
            for length in self._letter_lengths:
                if start + length in ended:
                    found |= self._letters.get(letters[start : start + length], set())
        return found


def _cuts_or_is(start: int, end: int, real: list[tuple[int, int]]) -> bool:
    """Whether a window ends inside of a real word, as 中数 in 高中数学, or is one itself."""
    return any(
        (first < start < last) or (first < end < last) or (first, last) == (start, end)
        for first, last in real
    )


def _ways(letters: str, step: int = 1) -> set[int]:
    """Where whole syllables end that begin at the start; `step` -1 reads them backwards."""
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            for end in range(start + 1, min(start + LONGEST_SYLLABLE, len(letters)) + 1):
                if letters[start:end][::step] in _syllables():
                    reached.add(end)
    return reached
