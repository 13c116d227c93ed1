"""What `emergencies.json` says, ready to be compared with what people type."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mobile_api.guides.search.emergencies.aftermath import Aftermath
from mobile_api.guides.search.emergencies.asking import Asking
from mobile_api.guides.search.signs import Signs
from mobile_api.guides.search.text import read_json

# So many words of asking follow each other at most; a bound keeps the pattern linear.
_LONGEST_ASKING = 16


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
class Kind:
    """The signs of one kind; `beside_paper`: what a certificate does not make calm."""

    emergency: Emergency
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None
    beside_paper: re.Pattern[str] | None
    english: re.Pattern[str]
    together: tuple[frozenset[str], ...]

    def is_met(self, text: str, tags: set[str]) -> bool:
        """Whether the text, or the words and groups that were found in it, tell of this."""
        if self.beside_paper and self.beside_paper.search(text):
            return True
        if not (self.signs.search(text) or (tags and self.is_tagged(tags))):
            return False
        return not (self.unless and self.unless.search(text))

    def counts_beside_paper(self, text: str) -> bool:
        """Whether the text tells of something that a certificate does not make calm."""
        return bool(self.beside_paper and self.beside_paper.search(text))

    def is_tagged(self, tags: set[str]) -> bool:
        return self.emergency.kind in tags or any(groups <= tags for groups in self.together)


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of `emergencies.json`, by the names that they have there."""

    cries: re.Pattern[str]
    no_cry: re.Pattern[str]
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
    aftermath: Aftermath
    asking: Asking
    outright: frozenset[str]
    despair: frozenset[str]
    incident: re.Pattern[str]
    who: re.Pattern[str]
    help: Emergency
    kinds: tuple[Kind, ...]
    signs: Signs


def _pattern(text: str, groups: Mapping[str, str]) -> re.Pattern[str]:
    for name, words in groups.items():
        text = text.replace(f"{{{name}}}", f"(?:{'|'.join(words.split())})")
    return re.compile(text)


def _kind(entry: dict[str, Any], groups: Mapping[str, str]) -> Kind:
    beside = entry.get("beside_paper")
    together = (line.split() for line in entry["together"])
    return Kind(
        emergency=_emergency(entry["id"], entry),
        signs=_pattern("|".join(entry["signs"]) or r"(?!)", groups),
        unless=_pattern(entry["unless"], groups) if entry["unless"] else None,
        beside_paper=_pattern(beside, groups) if beside else None,
        english=re.compile(entry["english"]),
        together=tuple(frozenset(f"{{{one}}}" for one in names) for names in together),
    )


def _aftermath(data: dict[str, Any], groups: Mapping[str, str]) -> Aftermath:
    past, now = data["past"], f"{data['at_once']}|{data['going_on']}"
    return Aftermath(
        over=_pattern(f"(?:{past}){data['event']}(?!.*(?:{data['later']}|{now}))", groups),
        now=re.compile(now),
        past=re.compile(f"(?<![跟和像同比说])(?:{past})(?!{data['alike']})"),
        closed=re.compile(data["closed"]),
        claims=re.compile(data["claims"]),
        two_of=(
            re.compile(f"{past}|{data['years']}|{data['ended']}"),
            re.compile(data["asks"]),
            re.compile(f"{data['owed']}|{data['calm']}"),
        ),
    )


def _any_of(words: str) -> str:
    """A pattern of words, each once, the longest first."""
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


def _asking(data: dict[str, Any], groups: Mapping[str, str]) -> Asking:
    claimed = _any_of(data["claimed"])
    errand = _any_of(f"{data['claimed']} {data['errands']}")
    word = _any_of(f"{data['claimed']} {data['errands']} {data['asking']}")
    # Possessive: nothing is tried twice, however a hostile text repeats them.
    run = f"(?:{word}){{1,{_LONGEST_ASKING}}}+"
    return Asking(
        first=re.compile(run),
        last=re.compile(f"{run}$"),
        word=re.compile(word),
        errand=re.compile(errand),
        claimed=re.compile(claimed),
        done=re.compile(data["done"]),
        named=re.compile(f"(?:{data['named']})$"),
        begun=_pattern(data["begun"], groups),
        ended=re.compile(data["ended"]),
        past=re.compile("|".join(data[one] for one in ("past", "years", "ended", "closed"))),
        now=re.compile(f"{data['at_once']}|{data['going_on']}"),
    )


def _emergency(kind: str, entry: dict[str, Any]) -> Emergency:
    return Emergency(kind, tuple(entry["numbers"]), entry["first"], entry["source"])


@functools.cache
def read_rules() -> Rules:
    """The rules of the data file, read once per process."""
    data = read_json("emergencies.json")
    groups: dict[str, str] = data["groups"]
    words = {entry["id"]: entry["words"].split() for entry in data["kinds"]}
    # A group is tagged {name}, so that none is taken for the kind of the same name.
    words |= {f"{{{name}}}": found.split() for name, found in groups.items()}
    words["help"] = data["cry_words"].split()
    calm = [word for word in data["calm"].split("|") if word.isalpha() and len(word) > 1]
    return Rules(
        cries=re.compile(data["cries"]),
        no_cry=re.compile(data["no_cry"]),
        cry_english=re.compile(data["cry_english"]),
        calm=re.compile(data["calm"]),
        calm_english=re.compile(data["calm_english"]),
        calm_words=Signs({"calm": calm}, in_accents=False),
        other_words=_pattern("|".join([data["other_words"], *data["other_matters"]]), groups),
        places=re.compile(data["places"]),
        now=re.compile(data["now"]),
        about_paper=re.compile(data["about_paper"]),
        at_once=re.compile(f"{data['at_once']}|{data['going_on']}"),
        happens=re.compile(f"{data['happens']}|{data['going_on']}"),
        paper_lost=re.compile(data["paper_lost"]),
        aftermath=_aftermath(data, groups),
        asking=_asking(data, groups),
        incident=re.compile(data["incident"]),
        outright=frozenset(data["outright"].split()),
        despair=frozenset(data["despair"].split()),
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
