"""People in danger are told whom to call and what to do first, above whatever else is found.

`emergencies.json` is the data, its words those of people: dialects, pinyin, English, sentences
that name no danger at all. A kind is met by a word, a pattern of its `signs` ({spouse} stands
for any word of that group), or all groups of an entry of `together`, in any order.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mobile_api.guides.search.signs import Signs
from mobile_api.guides.search.text import has_han, normalise, read_json

# As much as a question may hold at any door: danger is told anywhere in a long story, also after
# what a search looks at.
LONGEST_TOLD = 800
# What is told within so many characters belongs together; parts overlap by half.
_PART, _STEP = 60, 30
_HAN = re.compile(r"[^a-z0-9 ]+")
_BROKEN_WORD = re.compile(r"^[a-z0-9]+ | [a-z0-9]+$")


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is wrong (`fire`, `crime`, ...) and the numbers to call, the first one first.

    `first` is what to do before help comes, a sentence; `source` says who advises it.
    """

    kind: str
    numbers: tuple[str, ...]
    first: str
    source: str


@dataclass(frozen=True, slots=True)
class _Kind:
    emergency: Emergency
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None
    beside_paper: re.Pattern[str] | None
    english: re.Pattern[str]
    together: tuple[frozenset[str], ...]

    def is_met(self, text: str, tags: set[str]) -> bool:
        """Whether the text, or the words and groups that were found in it, tell of this."""
        if self.counts_beside_paper(text):
            return True
        if self.unless and self.unless.search(text):
            return False
        return bool(self.is_tagged(tags) or self.signs.search(text))

    def counts_beside_paper(self, text: str) -> bool:
        """Whether the text tells of something that a certificate does not make calm."""
        return bool(self.beside_paper and self.beside_paper.search(text))

    def is_tagged(self, tags: set[str]) -> bool:
        return self.emergency.kind in tags or any(groups <= tags for groups in self.together)


@dataclass(frozen=True, slots=True)
class _Rules:
    cries: re.Pattern[str]
    cry_english: re.Pattern[str]
    calm: re.Pattern[str]
    calm_english: re.Pattern[str]
    calm_words: Signs
    other_words: re.Pattern[str]
    places: re.Pattern[str]
    now: re.Pattern[str]
    about_paper: re.Pattern[str]
    at_once: re.Pattern[str]
    happens: re.Pattern[str]
    paper_lost: re.Pattern[str]
    who: re.Pattern[str]
    help: Emergency
    kinds: tuple[_Kind, ...]
    signs: Signs


def _pattern(text: str, groups: Mapping[str, str]) -> re.Pattern[str]:
    for name, words in groups.items():
        text = text.replace(f"{{{name}}}", f"(?:{'|'.join(words.split())})")
    return re.compile(text)


def _kind(entry: dict[str, Any], groups: Mapping[str, str]) -> _Kind:
    beside = entry.get("beside_paper")
    together = (line.split() for line in entry["together"])
    return _Kind(
        emergency=_emergency(entry["id"], entry),
        signs=_pattern("|".join(entry["signs"]) or r"(?!)", groups),
        unless=_pattern(entry["unless"], groups) if entry["unless"] else None,
        beside_paper=_pattern(beside, groups) if beside else None,
        english=re.compile(entry["english"]),
        together=tuple(frozenset(f"{{{one}}}" for one in names) for names in together),
    )


def _emergency(kind: str, entry: dict[str, Any]) -> Emergency:
    return Emergency(kind, tuple(entry["numbers"]), entry["first"], entry["source"])


@functools.cache
def _rules() -> _Rules:
    data = read_json("emergencies.json")
    groups: dict[str, str] = data["groups"]
    words = {entry["id"]: entry["words"].split() for entry in data["kinds"]}
    # A group is tagged {name}, so that none is taken for the kind of the same name.
    words |= {f"{{{name}}}": found.split() for name, found in groups.items()}
    words["help"] = data["cry_words"].split()
    calm = [word for word in data["calm"].split("|") if word.isalpha() and len(word) > 1]
    return _Rules(
        cries=re.compile(data["cries"]),
        cry_english=re.compile(data["cry_english"]),
        calm=re.compile(data["calm"]),
        calm_english=re.compile(data["calm_english"]),
        calm_words=Signs({"calm": calm}, in_accents=False),
        other_words=re.compile(data["other_words"]),
        places=re.compile(data["places"]),
        now=re.compile(data["now"]),
        about_paper=re.compile(data["about_paper"]),
        at_once=re.compile(data["at_once"]),
        happens=re.compile(data["happens"]),
        paper_lost=re.compile(data["paper_lost"]),
        who=_pattern("我|{person}", groups),
        help=_emergency("help", data["help"]),
        kinds=tuple(_kind(entry, groups) for entry in data["kinds"]),
        signs=Signs(words),
    )


@functools.cache
def purposes() -> Mapping[str, str]:
    """What each number is for, in a few characters."""
    numbers: dict[str, str] = read_json("emergencies.json")["numbers"]
    return numbers


def words_of_danger() -> frozenset[str]:
    """What no spelling correction may touch."""
    data = read_json("emergencies.json")
    named = [data["groups"][name] for name in data["untouched"].split()]
    words = " ".join([*named, *(kind["words"] for kind in data["kinds"]), data["cry_words"]])
    return frozenset(words.split())


def hear(text: str) -> Emergency | None:
    """The emergency that a person's own words tell of, wherever among `LONGEST_TOLD` characters."""
    told = normalise(text[:LONGEST_TOLD], longest=None)
    return next((found for part in _parts(told) if (found := find_emergency(part))), None)


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
    after it (家里着火了户口本还在里面), and so do despair and a cry for help anywhere.
    """
    rules = _rules()
    if not has_han(text):
        return _in_letters(text, rules)
    found = _in_chinese(text.replace(" ", ""), rules)
    beside = _HAN.sub(" ", text)
    # A word by itself among characters is a name (FIRE, BOSS).
    return found or (_in_english(beside, rules) if len(beside.split()) > 1 else None)


def _in_chinese(compact: str, rules: _Rules) -> Emergency | None:
    if rules.cries.search(compact):
        return _met(compact, rules) or rules.help
    plain = rules.places.sub("", rules.other_words.sub("", compact))
    papers = list(rules.calm.finditer(plain))
    if not papers:
        return _met(plain, rules)
    beside = next((kind.emergency for kind in rules.kinds if kind.counts_beside_paper(plain)), None)
    after = plain[papers[-1].end() :]
    # 护照被抢了 is about the passport; of whom something is told, must be named after the paper.
    happens = rules.now.search(after) and rules.who.search(after)
    found = beside or (_met(after, rules) if happens else None)
    return found or _met_all_the_same(plain, rules)


def _met_all_the_same(plain: str, rules: _Rules) -> Emergency | None:
    """What happens to people counts wherever the paper stands, unless the paper is asked for."""
    if rules.about_paper.search(plain) and not rules.at_once.search(plain):
        return None
    told = rules.paper_lost.sub(" ", plain)
    return _met(told, rules) if rules.happens.search(told) else None


def _met(text: str, rules: _Rules) -> Emergency | None:
    tags = rules.signs.in_characters(text)
    met = (kind.emergency for kind in rules.kinds if kind.is_met(text, tags))
    return next(met, rules.help if "help" in tags else None)


def _in_english(text: str, rules: _Rules) -> Emergency | None:
    if rules.calm_english.search(text):
        return None
    english = (kind.emergency for kind in rules.kinds if kind.english.search(text))
    return next(english, rules.help if rules.cry_english.search(text) else None)


def _in_letters(text: str, rules: _Rules) -> Emergency | None:
    if rules.calm_english.search(text):
        return None
    found = _in_english(text, rules)
    letters = text.replace(" ", "")
    if found or not letters.isalpha() or rules.calm_words.in_pinyin(letters):
        return found
    tags = rules.signs.in_pinyin(letters)
    spoken = (kind.emergency for kind in rules.kinds if kind.is_tagged(tags))
    return next(spoken, rules.help if "help" in tags else None)
