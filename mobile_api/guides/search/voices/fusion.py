"""The voices together: one score, which orders, and one trust, which says what is shown.

Both are learned from one half of the searches of cities and checked on the other half;
`docs/search.md` tells the figures and how to measure another city.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple, Protocol

from mobile_api.guides.search.voices.actions import Actions, agreement, said_in
from mobile_api.guides.search.voices.characters import Rarity, Spoken, Texts, without
from mobile_api.guides.search.voices.matters import Matters, is_beyond


class VoiceShares(NamedTuple):
    """What each voice says for a document, from 0 to 1, the action from -1 to 1.

    `owned`: the share of the query that is a name of it as a whole, so that its owner comes first.
    """

    concepts: float
    characters: float
    matter: float
    action: float
    owned: float


class Grounds(NamedTuple):
    """What speaks for a document being what is meant, and against it.

    `gap`: by how much more the query means a matter that is not here; `beyond`: what no counter is
    for, where the concepts are silent (我想吃火锅 and 火锅店); `foreign`: whether a word is for
    what nothing here is about (天气); `base`: 1 for all.
    """

    score: float
    concepts: float
    owned: float
    gap: float
    beyond: float
    foreign: float
    base: float = 1.0


# `python -m benchmarks.weights` learns both; `docs/search.md` says on what these were learned.
WEIGHTS = VoiceShares(1.0, 3.2, 6.0, 0.35, 0.5)
TRUST = Grounds(3.0, 2.2, 2.1, -11.0, -6.5, -0.8, 1.0)
# What is likelier wrong than right is not shown, nor what hardly anything speaks for; what is
# not much likelier right is offered as a question. The trust is the log of the odds.
LEAST_TRUST, LEAST_SCORE, SURE = 0.0, 0.05, 1.6
# Of a query as short as a person's name one character in common is not enough.
SHORT, LEAST_OF_SHORT = 3, 0.13
# Nearness in meaning adds to what the others say and to the trust; a fifth of it to the trust by
# which something is shown and not asked, for what nobody here has is near to something too.
MEANING, TRUST_IN_MEANING, NOT_ASKED = 0.15, 1.5, 0.2
# So much of what a query means elsewhere, or beyond any counter, must be meant here as well.
NOT_ELSEWHERE, NOT_BEYOND = 0.8, 0.5
# A matter elsewhere that is meant at least so surely, and so much rather than what a document is
# about, makes a question of a find: 电动车上牌, where only cars are registered. Not where the
# document is called so, or so much of the query are phrases of its own matters.
ELSEWHERE_ASKS, RATHER, CALLED_SO, SAID_OUTRIGHT = 0.35, 1.3, 0.5, 0.5
MOST_WHERE_ASKED = SURE - NOT_ASKED * TRUST_IN_MEANING - 0.1
# A matter of which less stands in any name is one that is not here, though a neighbour may be.
CARRIED = 0.85
# How much each kind of further text of a document counts beside its name, which counts 1.
FURTHER_SHARES = {
    "questions": 0.5,
    "conditions": 0.35,
    "materials": 0.3,
    "department": 0.2,
    "legal_basis": 0.15,
}
LOOSE_SHARE = 0.6


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
    meant, says whether to show it; `nearness` in meaning, from 0 to 1, is in the score, and adds
    to the trust.
    """

    score: float
    trust: float
    nearness: float = 0.0
    least_score: float = LEAST_SCORE

    @property
    def by_others(self) -> float:
        """The score by all voices but that of meaning."""
        return self.score - MEANING * self.nearness

    @property
    def is_shown(self) -> bool:
        """Whether enough speaks for it to be shown at all."""
        trust = self.trust + TRUST_IN_MEANING * self.nearness
        return trust >= LEAST_TRUST and self.score >= self.least_score

    @property
    def is_doubtful(self) -> bool:
        """Whether to ask 也许您要找的是 instead of showing it as what was meant."""
        return self.trust + NOT_ASKED * TRUST_IN_MEANING * self.nearness < SURE


@dataclass(frozen=True, slots=True)
class Heard:
    """A query as the voices understand it.

    `meant`: the matters here that it may mean; `elsewhere`: how surely it means one that nothing
    here is about; `beyond`: how surely what no counter is for; `outright`: how much of it are
    phrases of a matter here, `outright_elsewhere` of one that is not; the others as in `Grounds`.
    """

    spoken: Spoken
    meant: Mapping[str, float]
    actions: Actions
    elsewhere: float
    beyond: float
    foreign: float
    length: int
    outright: Mapping[str, float]
    outright_elsewhere: float

    def said_for(self, concepts: float, owned: float, document: Voiced) -> VoiceShares:
        """Of a document the ranking by concepts says `concepts`, 0 for nothing."""
        matter = _most(self.meant, document)
        action = agreement(self.actions, document.actions)
        characters = self.spoken.share_in(document)
        return VoiceShares(min(1.0, concepts), characters, matter, action, owned)

    def grounds(self, said: VoiceShares) -> Grounds:
        """What is said for a document, against all else that the query may mean."""
        score = max(0.0, sum(map(mul, WEIGHTS, said)) / sum(WEIGHTS))
        gap = max(0.0, self.elsewhere - NOT_ELSEWHERE * said.matter) * (1 - said.concepts / 2)
        beyond = 0.0 if said.concepts else max(0.0, self.beyond - NOT_BEYOND * said.matter)
        return Grounds(score, said.concepts, said.owned, gap, beyond, self.foreign)

    def means_rather_another(self, said: VoiceShares, document: Voiced) -> bool:
        """Whether what is not here is meant, however many words a document has in common."""
        if said.owned >= CALLED_SO or self.elsewhere < max(ELSEWHERE_ASKS, RATHER * said.matter):
            return False
        return _most(self.outright, document) < max(self.outright_elsewhere, SAID_OUTRIGHT)

    def weigh(self, said: VoiceShares, meaning: float = 0.0, *, is_asked: bool = False) -> Weighed:
        """A document of which this is said; `meaning`: how near it is in meaning, from 0 to 1. Of
        what is not near, or where nobody can tell, it is heard as without `meaning`. `is_asked`:
        whatever speaks for it, it is shown as a question."""
        evidence = self.grounds(said)
        score = evidence.score + MEANING * meaning
        is_short = self.length <= SHORT and not said.concepts
        least = LEAST_OF_SHORT if is_short else LEAST_SCORE
        trust = sum(map(mul, TRUST, evidence))
        if is_asked:
            trust = min(trust, MOST_WHERE_ASKED)
        return Weighed(score, trust, meaning, least)


def _most(shares: Mapping[str, float], document: Voiced) -> float:
    """The share of the matter of a document that has the most."""
    return max((shares.get(one, 0.0) * share for one, share in document.matters), default=0.0)


class Voices:
    """The voices over the documents of a catalogue; immutable after building."""

    def __init__(self, documents: Sequence[Voiced], matters: Matters) -> None:
        self._matters = matters
        self._rarity = Rarity(documents)
        carried: dict[str, float] = {}
        for document in documents:
            for one, share in document.matters:
                carried[one] = max(share, carried.get(one, 0.0))
        self._carried = frozenset(carried)
        self._surely = frozenset(one for one, share in carried.items() if share >= CARRIED)

    def hear(self, text: str, fillers: Sequence[tuple[int, int]], *, is_foreign: bool) -> Heard:
        """A normalised query; of its fillers alone (怎么办) nothing is heard.

        `is_foreign`: it has a word for what nothing here is about.
        """
        telling = without(text, fillers)
        meant = self._matters.meant_by(telling) if telling.strip() else {}
        carried = {one: share for one, share in meant.items() if one in self._carried}
        elsewhere = beyond = 0.0
        for one, share in meant.items():
            if is_beyond(one):
                beyond = max(beyond, share)
            elif one not in self._surely:
                elsewhere = max(elsewhere, share)
        # Of 孩子 and 办证 the characters are in common with nearly everything.
        spoken = self._rarity.spoken("" if self._matters.is_vague(telling) else telling)
        actions = said_in(text)
        length = len(telling.replace(" ", ""))
        outright = self._matters.said_outright(telling)
        theirs = (one for one in outright if one not in self._surely and not is_beyond(one))
        most = max(map(outright.__getitem__, theirs), default=0.0)
        foreign = float(is_foreign)
        return Heard(spoken, carried, actions, elsewhere, beyond, foreign, length, outright, most)

    def is_about(self, word: str) -> bool:
        """Whether a word is a phrase of a matter that something here is about."""
        return not self._carried.isdisjoint(self._matters.named_by(word))

    def phrases_in(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where whole phrases of matters stand in a normalised text."""
        return self._matters.phrases_in(text)

    def has_written(self, text: str) -> bool:
        """Whether every pair of the characters stands in some text of the catalogue."""
        return self._rarity.has_all(text)
