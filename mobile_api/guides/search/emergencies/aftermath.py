"""What happened before and is a matter now: a claim, a certificate, a compensation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How a sentence says that the danger is over; the words are in `emergencies.json`.

    `over`: what is told of last year, to the end of what happened (去年被车撞了). `claims`: what
    nobody asks for in danger (怎么赔, 起诉). `past` (去年) and `closed` (出院了): that it is past,
    said outright. `two_of`: three kinds of signs, each of which says little and two of which make
    a matter: that it is past, a question for an office, a paper or what is owed. `now`: what goes
    on while it is told (还在, 流血, 堵着门): then it is danger, whatever else is said.
    """

    over: re.Pattern[str]
    now: re.Pattern[str]
    past: re.Pattern[str]
    closed: re.Pattern[str]
    claims: re.Pattern[str]
    two_of: tuple[re.Pattern[str], ...]

    def without_what_is_over(self, text: str) -> str:
        """The text without what it tells of the past; words with spaces between its clauses."""
        return self.over.sub("", text)

    def is_closed(self, clause: str, others: Iterable[str]) -> bool:
        """Whether it is said outright, in the clause or another, that all of it is past."""
        if self.now.search(clause):
            return False
        beside = any(self.past.search(one) or self.closed.search(one) for one in others)
        return beside or bool(self.closed.search(clause))

    def asked_until(self, text: str, *, outright: bool) -> int | None:
        """Where the asking of a matter ends; None if the text, without spaces, asks for none.

        `outright`: two signs are not enough unless one of them is that it is past.
        """
        if self.now.search(text):
            return None
        claims = list(self.claims.finditer(text))
        if claims:
            return claims[-1].end()
        told = [signs for signs in self.two_of if signs.search(text)]
        if len(told) < 2 or (outright and told[0] is not self.two_of[0]):
            return None
        return max(found.end() for signs in told for found in signs.finditer(text))
