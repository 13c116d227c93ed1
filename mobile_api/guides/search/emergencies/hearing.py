"""How danger is heard: in characters, by sound, in pinyin, in English; and what calms it."""

import re
from collections.abc import Iterable, Iterator

from mobile_api.guides.search.emergencies.rules import Emergency, Rules, read_rules
from mobile_api.guides.search.text import has_han, normalise

# As much as a question may hold at any door: danger is told anywhere in a long story, also after
# what a search looks at.
LONGEST_TOLD = 800
# What is told within so many characters belongs together; parts overlap by half.
_PART, _STEP = 60, 30
_HAN = re.compile(r"[^a-z0-9 ]+")
# Between spaces, which punctuation became; words in letters stay together.
_CLAUSE = re.compile(r"[a-z][a-z0-9]*(?: [a-z][a-z0-9]*)+|[^ ]+")
_SHORTEST_TOLD, _LONGEST_NAME = 4, 12
# So often a question, however long, is heard without what it asks.
_MOST_TELLINGS = 200
_BROKEN_WORD = re.compile(r"^[a-z0-9]+ | [a-z0-9]+$")


def hear(text: str) -> Emergency | None:
    """The emergency that a person's own words tell of, wherever among `LONGEST_TOLD` characters."""
    told = normalise(text[:LONGEST_TOLD], longest=None)
    rules, parts = read_rules(), list(_parts(told))
    tellings = _Tellings(len(parts))
    heard = (_heard(part, rules, tellings) for part in parts)
    return next((found for found in heard if found), None)


def _parts(told: str) -> Iterator[str]:
    if len(told) <= _PART:
        yield told
        return
    for start in range(0, len(told) - _PART + _STEP, _STEP):
        # A word that was cut in two is another word: campfire.
        yield _BROKEN_WORD.sub("", told[start : start + _PART])


def find_emergency(text: str) -> Emergency | None:
    """The emergency that a normalised query tells of, or None when it is surely calm.

    A sign counts unless the text asks for paper (证明, 保险, 报销, 许可 ...): who asks for a
    certificate after a fire needs the counter. What happens to people counts before the paper and
    after it (家里着火了户口本还在里面), and so do despair and a cry for help anywhere. What is over
    and now is a matter (去年被车撞了怎么赔) is none, unless something of it goes on. A clause that
    tells of danger by itself counts, whoever refuses or asks for what beside it (着火了,物业不管).
    """
    return _heard(text, read_rules(), _Tellings())


class _Tellings:
    """What the clauses of one question tell: each is heard once, however its parts overlap.

    What they tell beside what is asked is bounded, in equal shares, so that the first part
    leaves something for the last.
    """

    def __init__(self, parts: int = 1) -> None:
        self._heard: dict[str, Emergency | None] = {}
        self._share, self._left = max(1, _MOST_TELLINGS // parts), 0

    def next_part(self) -> None:
        """What a part leaves of its share is for those behind it."""
        self._left += self._share

    def few(self, told_beside: Iterable[str]) -> Iterator[str]:
        """As many as the share allows; what was heard before costs nothing."""
        for told in told_beside:
            known = told in self._heard
            if known or self._left > 0:
                self._left -= not known
                yield told

    def hear(self, told: str, rules: Rules) -> Emergency | None:
        """The emergency that is told by itself."""
        if told not in self._heard:
            self._heard[told] = _by_itself(told, rules)
        return self._heard[told]


def _heard(text: str, rules: Rules, tellings: _Tellings) -> Emergency | None:
    tellings.next_part()
    if not has_han(text):
        return _in_letters(text, rules)
    if rules.no_cry.search(text.replace(" ", "")):
        return None
    return _told(text, rules) or _in_a_clause(text, rules, tellings)


def _told(text: str, rules: Rules) -> Emergency | None:
    found = _in_chinese(text.replace(" ", ""), rules)
    found = found and _unless_over(found, text, rules)
    beside = _HAN.sub(" ", text)
    # A word by itself among characters is a name (FIRE, BOSS).
    return found or (_in_english(beside, rules) if len(beside.split()) > 1 else None)


def _in_a_clause(text: str, rules: Rules, tellings: _Tellings) -> Emergency | None:
    """What a clause tells of by itself, or without what it asks of an office.

    Not, if another one says outright that it is past.
    """
    clauses = _CLAUSE.findall(rules.aftermath.without_what_is_over(text))
    for place, clause in enumerate(clauses):
        others = [*clauses[:place], *clauses[place + 1 :]]
        # The whole text was heard before.
        itself = [clause] if clause != text else []
        beside_asking = tellings.few(rules.asking.told_beside(clause))
        for told in (*itself, *beside_asking):
            found = tellings.hear(told, rules)
            # Despair follows what is past: 老公去世了,我撑不下去了,公司不管.
            beside = [] if found and found.kind in rules.despair else others
            if found and not rules.aftermath.is_closed(told, beside):
                return found
    return None


def _by_itself(clause: str, rules: Rules) -> Emergency | None:
    if not has_han(clause):
        # A short word by itself is a name here, too.
        told = " " in clause or len(clause) > _LONGEST_NAME or rules.cry_english.search(clause)
        return _in_letters(clause, rules) if told else None
    # 火灾 认定书 are words to search for; 着火了 and 煤气泄漏 tell of something.
    searched = len(clause) < _SHORTEST_TOLD or rules.incident.search(clause)
    happens = rules.happens.search(clause) or rules.who.search(clause)
    found = _told(clause, rules) if happens or not searched else None
    # 手机被偷,怎么补卡 is about the card.
    return found and _told(rules.paper_lost.sub("", clause), rules)


def _in_chinese(compact: str, rules: Rules) -> Emergency | None:
    if rules.cries.search(compact):
        return _met(compact, rules) or rules.help
    plain = _without_other_words(compact, rules)
    papers = list(rules.calm.finditer(plain))
    if not papers:
        return _met(plain, rules)
    return _met_beside(plain, papers[-1].end(), rules) or _met_all_the_same(plain, rules)


def _without_other_words(compact: str, rules: Rules) -> str:
    return rules.places.sub("", rules.other_words.sub("", compact))


def _unless_over(found: Emergency, text: str, rules: Rules) -> Emergency | None:
    """Only what was found is looked at again, so that the calm pay nothing for it."""
    told = rules.aftermath.without_what_is_over(text)
    compact = told.replace(" ", "")
    if rules.cries.search(compact):
        return found
    plain = _without_other_words(compact, rules)
    outright = found.kind in rules.outright
    asked_until = rules.aftermath.asked_until(plain, outright=outright)
    if asked_until is not None:
        return _met_beside(plain, asked_until, rules)
    return found if told == text else _in_chinese(compact, rules)


def _met_beside(plain: str, asked_until: int, rules: Rules) -> Emergency | None:
    """What nothing that is asked for makes calm, or what is told after it of somebody."""
    beside = next((kind.emergency for kind in rules.kinds if kind.counts_beside_paper(plain)), None)
    after = plain[asked_until:]
    # 护照被抢了 is about the passport; of whom something is told, must be named after the paper.
    happens = rules.now.search(after) and rules.who.search(after)
    return beside or (_met(after, rules) if happens else None)


def _met_all_the_same(plain: str, rules: Rules) -> Emergency | None:
    """What happens to people counts wherever the paper stands, unless the paper is asked for."""
    if rules.about_paper.search(plain) and not rules.at_once.search(plain):
        return None
    told = rules.paper_lost.sub(" ", plain)
    return _met(told, rules) if rules.happens.search(told) else None


def _met(text: str, rules: Rules) -> Emergency | None:
    tags = rules.signs.in_characters(text)
    met = (kind.emergency for kind in rules.kinds if kind.is_met(text, tags))
    return next(met, rules.help if "help" in tags else None)


def _in_english(text: str, rules: Rules) -> Emergency | None:
    if rules.calm_english.search(text):
        return None
    english = (kind.emergency for kind in rules.kinds if kind.english.search(text))
    return next(english, rules.help if rules.cry_english.search(text) else None)


def _in_letters(text: str, rules: Rules) -> Emergency | None:
    if rules.calm_english.search(text):
        return None
    found = _in_english(text, rules)
    letters = text.replace(" ", "")
    if found or not letters.isalpha() or rules.calm_words.in_pinyin(letters):
        return found
    tags = rules.signs.in_pinyin(letters)
    spoken = (kind.emergency for kind in rules.kinds if kind.is_tagged(tags))
    return next(spoken, rules.help if "help" in tags else None)
