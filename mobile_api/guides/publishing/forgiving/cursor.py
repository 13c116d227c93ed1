"""A place in a text that is read as JSON, and the slips that were seen on the way to it."""

import re
from bisect import bisect_right
from collections import Counter

from mobile_api.guides.publishing.forgiving.words import SENTENCES, UNSURE, Slip

# A person mends these and looks again.
MOST_SLIPS = 100
# Twice what a catalogue takes; a file may be one line.
LONGEST_TEXT = 8000
_SPACE = re.compile(r"[ \t\r\n]+")
_ODD_SPACES = "\u3000\u00a0\u200b\ufeff\u2028\x0b\x0c"
_ODD_SPACE = re.compile(f"[{_ODD_SPACES}]+")
# With what a comment begins.
_PASSED_OVER = frozenset(_ODD_SPACES + "/#<")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
# What stands for a sign of JSON, and what is said of it.
MEANT = {
    **dict.fromkeys("\uff0c\u3001\uff1b;", (",", "chinese_comma")),
    **dict.fromkeys("\uff1a=", (":", "chinese_colon")),
    **dict.fromkeys("\uff5b\ufe5b", ("{", "chinese_brackets")),
    **dict.fromkeys("\uff5d\ufe5c", ("}", "chinese_brackets")),
    **dict.fromkeys("\uff3b\u3010\u3014", ("[", "chinese_brackets")),
    **dict.fromkeys("\uff3d\u3011\u3015", ("]", "chinese_brackets")),
}


class TooManySlips(Exception):
    """What is left of the text is not looked at."""


class Cursor:
    """`at`: the next character. `last`: the end of what was taken before, blanks not counted."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.last = text, 0, 0
        self.slips: list[Slip] = []
        self.is_sure = True
        self._seen: Counter[int] = Counter()
        self._breaks = [one.start() for one in re.finditer("\n", text)]

    def line(self, at: int | None = None) -> int:
        """Counted from 1, as editors do."""
        return bisect_right(self._breaks, (self.at if at is None else at) - 1) + 1

    def slip(self, code: str, at: int | None = None, **told: object) -> None:
        """Tell of a slip; of one line only the first, for the others may follow from it.

        Raises TooManySlips after `MOST_SLIPS` that were told, or that one line has.
        """
        line = self.line(at)
        self.is_sure = self.is_sure and code not in UNSURE
        self._seen[line] += 1
        if self._seen[line] >= MOST_SLIPS:
            raise TooManySlips()
        if self._seen[line] > 1:
            return
        sentence = SENTENCES[code]
        self.slips.append(Slip(line, code, sentence.format_map(told) if told else sentence))
        if len(self.slips) >= MOST_SLIPS:
            raise TooManySlips()

    def peek(self) -> str:
        """The sign of JSON that comes next, or that the next character is meant for; "" at the end.

        Blanks and comments before it are passed over.
        """
        self._pass_over()
        sign = self.text[self.at : self.at + 1]
        return MEANT.get(sign, (sign, ""))[0]

    def take(self) -> int:
        """Past the next character, which `peek` told; where it stood."""
        sign, stood = self.text[self.at], self.at
        if sign in MEANT:
            self.slip(MEANT[sign][1])
        self.go_to(stood + 1)
        return stood

    def go_to(self, at: int) -> None:
        self.at = self.last = at

    def rest_of_line(self) -> str:
        """As far as a text of a catalogue may reach."""
        furthest = self.at + LONGEST_TEXT
        end = self.text.find("\n", self.at, furthest)
        return self.text[self.at : end if end >= 0 else furthest]

    def _pass_over(self) -> None:
        while True:
            if found := _SPACE.match(self.text, self.at):
                self.at = found.end()
            if self.text[self.at : self.at + 1] not in _PASSED_OVER:
                return
            if found := _ODD_SPACE.match(self.text, self.at):
                self.slip("odd_space")
            elif found := _COMMENT.match(self.text, self.at):
                self.slip("comment")
            else:
                return
            self.at = found.end()
