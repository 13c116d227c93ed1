"""Three voices, one score: how concepts, characters and matters say together what is meant.

The weights were chosen on one half of the searches of a city for which nothing was tuned, and
checked on the other half; `docs/search.md` tells the figures and how to measure another city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mobile_api.guides.search.voices.characters import Rarity, Spoken, Texts, without
from mobile_api.guides.search.voices.matters import Matters

# What each voice weighs: the ranking by concepts, the characters in common, the matter meant; and
# a name that is the query as a whole, so that its owner comes first.
CONCEPTS, CHARACTERS, MATTERS, OWNED = 1.0, 3.0, 3.0, 0.5
# How much each kind of further text of a document counts beside its name, which counts 1.
FURTHER_SHARES = {
    "questions": 0.5,
    "conditions": 0.35,
    "materials": 0.3,
    "department": 0.2,
    "legal_basis": 0.15,
}
LOOSE_SHARE = 0.6
# Where the concepts are silent, the evidence of the other voices must outweigh what speaks for
# chance. Characters alone are weaker evidence than a matter that is named.
BY_CHARACTERS, BESIDE_MATTER, BY_MATTER = 0.6, 0.2, 0.8
# Of few characters much is in common by chance (我想吃火锅 and 火锅店): divided by their number.
CHANCE = 1.2
# Nearness in meaning adds to what the others say, and to the evidence.
MEANING, BY_MEANING = 0.4, 0.3
# A word for what nothing here is about (天气) makes chance likelier.
FOREIGN = 0.2
# What is found with less to spare is offered as a question.
SURE = 0.15
# So is what the concepts find, if this surely a matter is meant that is not here, and by so much
# more than what is found; or if the voices together say so little for it.
ELSEWHERE, BY_SO_MUCH = 0.6, 0.3
LEAST_SURE_SCORE = 0.18


class Voiced(Texts, Protocol):
    """A document as the voices hear it; `matters` with the share that each has in it."""

    @property
    def matters(self) -> tuple[tuple[str, float], ...]: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the voices say of one document.

    `score` from 0 to 1 orders the documents; `surety` says whether the voices of characters and
    matters suffice without the concepts: from 0 they do. `gap`: by how much the query means
    a matter that is not here rather than this one. `meaning`: what the voice of meaning says, which
    is part of both.
    """

    score: float
    surety: float
    gap: float
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A query as both voices understand it.

    `meant`: the matters here that it may mean; `elsewhere`: how surely it means one that nothing
    here is about; `chance`: what speaks against any evidence.
    """

    spoken: Spoken
    meant: Mapping[str, float]
    elsewhere: float
    chance: float

    def weigh(
        self, concepts: float, owned: float, document: Voiced, meaning: float = 0.0
    ) -> Weighed:
        """A document, of which the ranking by concepts says `concepts`, 0 for nothing.

        `owned`: the share of the query that is a name of it as a whole; `meaning`: how near it is
        in meaning. Of what is not near, or where nobody can tell, it is heard as without `meaning`.
        """
        characters = self.spoken.share_in(document)
        matter = 0.0
        for one, share in document.matters:
            matter = max(matter, self.meant.get(one, 0.0) * share)
        matter = min(1.0, matter)
        said = CONCEPTS * min(1.0, concepts) + CHARACTERS * characters + MATTERS * matter
        score = (said + OWNED * owned) / (CONCEPTS + CHARACTERS + MATTERS + OWNED)
        score += MEANING * meaning
        evidence = max(BY_CHARACTERS * characters, BESIDE_MATTER * characters + BY_MATTER * matter)
        evidence += BY_MEANING * meaning
        gap = max(0.0, self.elsewhere - matter)
        return Weighed(score, evidence - gap - self.chance, gap, meaning)

    def is_doubtful(self, weighed: Weighed, *, by_concepts: bool) -> bool:
        """Whether to ask 也许您要找的是 instead of showing it as what was meant.

        `by_concepts`: whether the ranking by concepts offers it.
        """
        if not by_concepts:
            return weighed.surety < SURE
        is_elsewhere = self.elsewhere >= ELSEWHERE and weighed.gap >= BY_SO_MUCH
        return is_elsewhere or weighed.score - MEANING * weighed.meaning < LEAST_SURE_SCORE


class Voices:
    """Both voices over the documents of a catalogue; immutable after building."""

    def __init__(self, documents: Sequence[Voiced], matters: Matters) -> None:
        self._matters = matters
        self._rarity = Rarity(documents)
        self._carried = frozenset(one for document in documents for one, _ in document.matters)

    def hear(self, text: str, fillers: Sequence[tuple[int, int]], *, is_foreign: bool) -> Heard:
        """A normalised query; of its fillers alone (怎么办) nothing is heard.

        `is_foreign`: it has a word for what nothing here is about.
        """
        telling = without(text, fillers)
        length = len(telling.replace(" ", ""))
        meant = self._matters.meant_by(text, telling) if length else {}
        unknown = (share for one, share in meant.items() if one not in self._carried)
        chance = CHANCE / max(length, 1) + (FOREIGN if is_foreign else 0.0)
        carried = {one: share for one, share in meant.items() if one in self._carried}
        return Heard(self._rarity.spoken(telling), carried, max(unknown, default=0.0), chance)

    def is_about(self, word: str) -> bool:
        """Whether a word is a phrase of a matter that something here is about."""
        return not self._carried.isdisjoint(self._matters.named_by(word))

    def has_written(self, text: str) -> bool:
        """Whether every pair of the characters stands in some text of the catalogue."""
        return self._rarity.has_all(text)
