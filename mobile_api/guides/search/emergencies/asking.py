"""An office is asked in one breath with what happens now: 我家着火了要怎么申请."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asking:
    """How an office is asked by those who know no better; the words are in `emergencies.json`.

    `first` and `last`: a run of words of asking at the start or the end of a clause, which name
    nothing that only comes after danger (办理, 报案, 医保, 找谁; not 赔, 鉴定, 救灾款). `errand`:
    one of them must be said. `named`: what is asked for by its name, which such a run follows.
    `ended`: that it is over, unless it goes on `now`. `begun`: what has begun and lasts while it
    is told (着火了, 羊水破了), so that nothing that is asked or claimed behind it makes a matter of
    it, only a sign of the `past`. Of what is over by nature (`done`: 被撞了, 被偷了, 烧光了) a
    claim (`claimed`: 赔, 起诉) is enough.
    """

    first: re.Pattern[str]
    last: re.Pattern[str]
    word: re.Pattern[str]
    errand: re.Pattern[str]
    claimed: re.Pattern[str]
    done: re.Pattern[str]
    named: re.Pattern[str]
    begun: re.Pattern[str]
    ended: re.Pattern[str]
    past: re.Pattern[str]
    now: re.Pattern[str]

    def told_beside(self, clause: str) -> Iterator[str]:
        """What a clause tells without what it asks; 我 and 要 may belong to either."""
        if self.errand.search(clause):
            ended = bool(self.ended.search(clause))
            behind = list(self._behind(clause))
            between = self._before(behind[-1]) if behind else ()
            asked_beside = (*self._before(clause), *behind, *between)
            yield from (told for told in asked_beside if not ended or self.now.search(told))
        begun = [clause[: found.end()] for found in self.begun.finditer(clause)]
        past = bool(begun and self.past.search(clause))
        yield from (told for told in begun if not past or self.now.search(told))

    def _before(self, clause: str) -> Iterator[str]:
        run = self.last.search(clause)
        if run is None or self.named.search(clause[: run.start()]):
            return
        for cut in self._cuts(run):
            told, asked = clause[:cut], clause[cut:]
            if told and self.errand.search(asked) and not self._is_matter(told, asked):
                yield told

    def _is_matter(self, told: str, asked: str) -> bool:
        over = self.done.search(told) or self.past.search(told)
        return bool(over and self.claimed.search(asked) and not self.now.search(told))

    def _behind(self, clause: str) -> Iterator[str]:
        run = self.first.match(clause)
        for cut in self._cuts(run) if run else ():
            asked, told = clause[:cut], clause[cut:]
            if told and self.errand.search(asked):
                yield told

    def _cuts(self, run: re.Match[str]) -> list[int]:
        words = self.word.finditer(run.string, *run.span())
        return sorted({at for one in words for at in one.span()})
