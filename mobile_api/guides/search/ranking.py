"""How well a document answers a query, from 0 (not at all) to 1 and a little above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mobile_api.guides.search.indexed import RELATED_SHARE, Indexed, IndexedText
from mobile_api.guides.search.query import Unit
from mobile_api.guides.search.voices.fusion import LEAST_SCORE, Heard, VoiceShares, Weighed

# The share of a query that an answer must meet when the query names a matter that the
# catalogue does not have at all (低保, 天气); below it, an answer is chance. Set on development
# queries, as are the other limits here.
LEAST_RECALL_BESIDE_FOREIGN = 0.44
# Weight that must be matched by something that names a matter, not by 补办 or 外地 alone.
LEAST_EVIDENCE = 1.25
LEAST_FIT = 0.5
# A query of so many characters that a name holds entirely is no chance either.
LEAST_QUOTED = 3
LEAST_ACTION = 1.4
# A hit far behind the best one only distracts.
LEAST_OF_BEST = 0.45
# A theme that also holds the matter is worth showing below it, even if it fits more loosely.
THEME_LEAST_OF_BEST = 0.35
# Of what nothing but its meaning speaks for, so many are shown: near it is to most of a catalogue.
MOST_BY_MEANING_ALONE = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A document with its score and the units that it answers.

    `owned`: the share of the query that is a name of it as a whole, from 0 to 1.
    `weighed`: what all voices say of it, None for initials, of which only concepts are heard.
    """

    indexed: Indexed
    score: float
    owned: float
    units: tuple[Unit, ...] = ()
    weighed: Weighed | None = None

    @property
    def by_others(self) -> float:
        """Its score without its nearness in meaning."""
        return self.weighed.by_others if self.weighed else self.score


@dataclass(frozen=True, slots=True)
class Asked:
    """A query ready to be compared: `said` holds how fully it says each concept."""

    text: str
    units: tuple[Unit, ...]
    cost: float
    said: dict[str, float]
    least_recall: float


def asked(units: Sequence[Unit], least: float = 0.0, text: str = "") -> Asked:
    """The units of a query, read as `text`, with what is the same for every document."""
    said: dict[str, float] = {}
    for unit in units:
        for concept, share in unit.concepts.items():
            said[concept] = max(share, said.get(concept, 0.0))
    if any(unit.is_foreign for unit in units):
        least = max(least, LEAST_RECALL_BESIDE_FOREIGN)
    # Of hints alone nothing would be missing: then their weight is what an answer must meet.
    cost = sum(unit.cost for unit in units) or sum(unit.weight for unit in units)
    return Asked(text, tuple(units), cost, said, least)


def match(asked: Asked, indexed: Indexed) -> Match | None:
    """How `indexed` answers what is asked, or None if that is too little."""
    got, evidence, answered = 0.0, 0.0, []
    for unit in asked.units:
        share = _share(unit, indexed)
        if share:
            got += unit.weight * share
            evidence += unit.weight * share if unit.is_object else 0.0
            answered.append(unit)
    recall = got / asked.cost if asked.cost else 0.0
    if not answered or recall < asked.least_recall:
        return None
    fit = max(_completeness(text, asked, answered) for text in indexed.texts)
    # Two characters in common are often chance (记录, 公共), most of a name is not.
    is_sure = evidence >= LEAST_EVIDENCE or fit >= LEAST_FIT
    if not is_sure and not _says_it_all(answered, asked.units, indexed):
        return None
    score = recall * (0.7 + 0.25 * fit + 0.05 * _in_the_same_words(answered, indexed))
    return Match(indexed, score, owned(asked.text, indexed), tuple(answered))


def weighed(asked: Asked, heard: Heard, indexed: Indexed, meaning: float = 0.0) -> Match:
    """What all voices say of a document; of initials there is nothing to hear but concepts.
    `meaning`: how near it is, from 0 to 1."""
    found = match(asked, indexed)
    if not asked.text:
        return found or Match(indexed, 0.0, 0.0)
    said = _said(asked, heard, indexed, found)
    is_asked = heard.means_rather_another(said, indexed)
    weight = heard.weigh(said, meaning, is_asked=is_asked)
    return Match(indexed, weight.score, said.owned, found.units if found else (), weight)


def said_for(asked: Asked, heard: Heard, indexed: Indexed) -> VoiceShares:
    """What each voice says for a document, unweighed."""
    return _said(asked, heard, indexed, match(asked, indexed))


def _said(asked: Asked, heard: Heard, indexed: Indexed, found: Match | None) -> VoiceShares:
    own = found.owned if found else owned(asked.text, indexed)
    return heard.said_for(found.score if found else 0.0, own, indexed)


def owned(text: str, indexed: Indexed) -> float:
    """Who owns the words: the share of them that is a name or alias as a whole, the longest.

    个体工商户营业执照 holds 营业执照 too, but is more of the name of the one than of the other.
    """
    names = (name.text for name in indexed.texts if name.text in text)
    return max(map(len, names), default=0) / max(len(text), 1)


def _share(unit: Unit, indexed: Indexed) -> float:
    if unit.concepts:
        shares = indexed.shares
        return max(
            (share * shares[each] for each, share in unit.concepts.items() if each in shares),
            default=0.0,
        )
    if unit.text in indexed.names:
        return 1.0
    return RELATED_SHARE if unit.text in indexed.loose else 0.0


def _says_it_all(answered: Sequence[Unit], units: Sequence[Unit], indexed: Indexed) -> bool:
    """A query of one action alone (注销, 报销) is vague but not wrong; nor is a quoted name."""
    if len(answered) < len(units):
        return False
    quoted = [unit for unit in answered if unit.text in indexed.names]
    is_action = any(unit.weight >= LEAST_ACTION and unit.concepts for unit in quoted)
    return is_action or sum(len(unit.text) for unit in quoted) >= LEAST_QUOTED


def _completeness(text: IndexedText, asked: Asked, answered: Sequence[Unit]) -> float:
    """Share of a name that the query also says: 退休 fits 办退休 better than 公积金提取(离退休)."""
    if text.whole:
        said = asked.said
        return sum(weight * said.get(each, 0.0) for each, weight in text.concepts) / text.whole
    covered = sum(len(unit.text) for unit in answered if unit.text in text.text)
    return min(1.0, covered / max(len(text.text), 1))


def _in_the_same_words(answered: Sequence[Unit], indexed: Indexed) -> float:
    """Share of the matched characters that stand in the name or an alias as they were typed."""
    whole = sum(len(unit.text) for unit in answered)
    same = sum(len(unit.text) for unit in answered if unit.text in indexed.names)
    return same / whole if whole else 0.0


def best(matches: Iterable[Match]) -> list[Match]:
    """The matches worth showing, the best first.

    Nearness in meaning orders them, and may bring one to the first place. It shows nothing behind
    it: many are near to whatever is asked, and would fill a page.
    """
    found = sorted(matches, key=_place)
    most = min(1.0, max((each.by_others for each in found), default=0.0))
    if most < LEAST_SCORE:
        first = found[0].score if found else 0.0
        near = [each for each in found if each.score >= first * _least_of_best(each)]
        return near[:MOST_BY_MEANING_ALONE]
    return [
        each for each in found if each is found[0] or each.by_others >= most * _least_of_best(each)
    ]


def _place(match: Match) -> tuple[float, bool, str, int, str]:
    document = match.indexed.document
    popular = not document.popular
    return (-round(match.score, 3), popular, document.kind, len(document.name), document.id)


def _least_of_best(match: Match) -> float:
    is_theme = match.indexed.document.kind == "theme"
    return THEME_LEAST_OF_BEST if is_theme else LEAST_OF_BEST
