"""Three voices, one score: how concepts, characters and matters say together what is meant.

The weights were chosen on one half of the searches of a city for which nothing was tuned, and
checked on the other half; `docs/search.md` tells the figures and how to measure another city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mobile_api.guides.search.voices.actions import Actions, agreement, said_in
from mobile_api.guides.search.voices.characters import Rarity, Spoken, Texts, without
from mobile_api.guides.search.voices.matters import Matters, is_beyond

# What each voice weighs: the ranking by concepts, the characters in common, the matter meant; the
# action that is asked for; and a name that is the query as a whole, so that its owner comes first.
CONCEPTS, CHARACTERS, MATTERS, ACTIONS, OWNED = 1.0, 2.5, 3.0, 0.6, 0.8
# How much each kind of further text of a document counts beside its name, which counts 1.
FURTHER_SHARES = {
    "questions": 0.5,
    "conditions": 0.35,
    "materials": 0.3,
    "department": 0.2,
    "legal_basis": 0.15,
}
LOOSE_SHARE = 0.6
# What speaks for a document being what is meant, and against it: its score, what the concepts say of
# it; by how much more the query means a matter that is not here, or what no counter is for;
# how short the query is (of few characters much is in common by chance: 我想吃火锅 and 火锅店);
# a word for what nothing here is about (天气).
BY_SCORE, BY_CONCEPTS = 4.4, 2.5
BY_GAP, BY_BEYOND, BY_SHORTNESS, BY_FOREIGN = 4.6, 4.6, 4.0, 1.2
# With less than this nothing is shown; with less than the other it is offered as a question.
LEAST_TRUST, SURE = -1.2, 0.2


class Voiced(Texts, Protocol):
    """A document as the voices hear it; `matters` with the share that each has in it."""

    @property
    def matters(self) -> tuple[tuple[str, float], ...]: ...
    @property
    def actions(self) -> Actions: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the voices say of one document.

    `score` from 0 to 1 orders the documents; `trust`, the log of the odds that it is what was
    meant, says whether to show it.
    """

    score: float
    trust: float

    @property
    def is_shown(self) -> bool:
        """Whether enough speaks for it to be shown at all."""
        return self.trust >= LEAST_TRUST

    @property
    def is_doubtful(self) -> bool:
        """Whether to ask 也许您要找的是 instead of showing it as what was meant."""
        return self.trust < SURE


@dataclass(frozen=True, slots=True)
class Heard:
    """A query as both voices understand it.

    `meant`: the matters here that it may mean; `elsewhere`: how surely it means one that nothing
    here is about; `beyond`: how surely what no counter is for; `chance`: what else speaks
    against anything being found.
    """

    spoken: Spoken
    meant: Mapping[str, float]
    actions: Actions
    elsewhere: float
    beyond: float
    chance: float

    def weigh(self, concepts: float, owned: float, document: Voiced) -> Weighed:
        """A document, of which the ranking by concepts says `concepts`, 0 for nothing.

        `owned`: the share of the query that is a name of it as a whole.
        """
        concepts = min(1.0, concepts)
        characters = self.spoken.share_in(document)
        matter = 0.0
        for one, share in document.matters:
            matter = max(matter, self.meant.get(one, 0.0) * share)
        said = CONCEPTS * concepts + CHARACTERS * characters + MATTERS * matter
        said += ACTIONS * agreement(self.actions, document.actions) + OWNED * owned
        score = max(0.0, said / (CONCEPTS + CHARACTERS + MATTERS + ACTIONS + OWNED))
        trust = BY_SCORE * score + BY_CONCEPTS * concepts - self.chance
        trust -= BY_GAP * max(0.0, self.elsewhere - matter)
        trust -= BY_BEYOND * max(0.0, self.beyond - matter)
        return Weighed(score, trust)


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
        meant = self._matters.meant_by(telling) if length else {}
        carried = {one: share for one, share in meant.items() if one in self._carried}
        elsewhere = beyond = 0.0
        for one, share in meant.items():
            if is_beyond(one):
                beyond = max(beyond, share)
            elif one not in self._carried:
                elsewhere = max(elsewhere, share)
        chance = BY_SHORTNESS / max(length, 1) + (BY_FOREIGN if is_foreign else 0.0)
        spoken = self._rarity.spoken(telling)
        return Heard(spoken, carried, said_in(text), elsewhere, beyond, chance)

    def is_about(self, word: str) -> bool:
        """Whether a word is a phrase of a matter that something here is about."""
        return not self._carried.isdisjoint(self._matters.named_by(word))

    def has_written(self, text: str) -> bool:
        """Whether every pair of the characters stands in some text of the catalogue."""
        return self._rarity.has_all(text)
