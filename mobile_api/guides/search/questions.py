"""What a citizen wants to know about a matter: its fee, its limit, its window..."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from mobile_api.guides.catalogue.vocabulary import Labelled
from mobile_api.guides.search.text import normalise, read_json, without_names, wording


class Topic(Labelled):
    """What a question is about; each is answered from one part of a guide."""

    RESULT = "result", "办理结果"
    HOURS = "hours", "办公时间"
    PROXY = "proxy", "能否代办"
    VISITS = "visits", "到现场次数"
    ONLINE = "online", "能否网上办理"
    POST = "post", "能否邮寄"
    BOOKING = "booking", "能否预约"
    ELSEWHERE = "elsewhere", "能否异地办理"
    FEE = "fee", "收费"
    LIMIT = "limit", "办理时限"
    BASIS = "basis", "办理依据"
    PHONE = "phone", "咨询电话"
    ELIGIBILITY = "eligibility", "申请条件"
    MATERIALS = "materials", "申请材料"
    PLACE = "place", "办理地点"
    PROCESS = "process", "办理流程"


# More than so many things at once nobody reads in a short answer.
MOST_TOPICS = 3
# What may stand between two concepts that ask together: 带(几样)什么.
_BESIDE = "[^ ]{0,4}?"
_WEEKDAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天末])")
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 6}
_HOW_MUCH = re.compile("(?:多少|几多|好多)(?![年天个])")
_HOW_LONG_VALID = re.compile("效|年|期|作废|多久|多长|永久")
# 带什么和多少钱 are two parts of a sentence.
_PARTS = re.compile(" +|以及|还有|[和跟与及]")


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that people ask and no field of a guide tells, `what` it is; only its editors may
    have `written` of it.

    `is_topic`: its words ask for a topic, too, which `beside` then introduces.
    """

    what: str
    asks: re.Pattern[str]
    written: re.Pattern[str]
    is_topic: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """What is asked: `topics` in the order asked, at most `MOST_TOPICS`.

    `weekday` is the one that is named, 1 Monday to 7 Sunday; `validity`: whether it is asked how
    long the result is valid; `amount`: how much money it is that is paid out; `untold`: something
    that no field of a guide tells.
    """

    topics: tuple[Topic, ...] = ()
    weekday: int | None = None
    validity: bool = False
    amount: bool = False
    untold: Untold | None = None


class _Strength(IntEnum):
    """What is surer is heard where words overlap: a whole word, concepts together, a weak word."""

    WORD = 0
    TOGETHER = 1
    OTHERWISE = 2


@dataclass(frozen=True, slots=True)
class _Asking:
    """Words that ask, from `start` to `end`."""

    start: int
    end: int
    topic: Topic
    strength: _Strength


@dataclass(frozen=True, slots=True)
class _Words:
    """Every word by its topic and strength, what is heard for a topic in another way, and what
    sounds like one but asks for nothing that a guide tells."""

    topics: dict[str, tuple[Topic, _Strength]]
    longest: int
    patterns: tuple[tuple[Topic, _Strength, re.Pattern[str]], ...]
    of_nothing: re.Pattern[str]
    untold: tuple[Untold, ...]


_KINDS_OF_WORDS = (("otherwise", _Strength.OTHERWISE), ("asks", _Strength.WORD))
_KINDS_TOGETHER = (
    ("together", _Strength.TOGETHER),
    ("otherwise_together", _Strength.OTHERWISE),
)


@functools.cache
def _words() -> _Words:
    data: dict[str, Any] = read_json("questions.json")
    topics: dict[str, tuple[Topic, _Strength]] = {}
    patterns = []
    concepts = {name: _any_of(words.split()) for name, words in data["concepts"].items()}
    for entry in data["topics"]:
        topic = Topic[entry["topic"].upper()]
        for kind, strength in _KINDS_OF_WORDS:
            topics.update(dict.fromkeys(entry.get(kind, "").split(), (topic, strength)))
        for kind, strength in _KINDS_TOGETHER:
            for each in entry.get(kind, ()):
                patterns.append((topic, strength, _together(each, concepts)))
        patterns += [(topic, _Strength.WORD, re.compile(each)) for each in entry["patterns"]]
    of_nothing = re.compile(data["of_nothing"])
    untold = tuple(map(_untold, data["untold"]))
    return _Words(topics, max(map(len, topics)), tuple(patterns), of_nothing, untold)


def _untold(entry: dict[str, Any]) -> Untold:
    asks, written = re.compile(entry["asks"]), re.compile(entry["written"])
    beside = entry.get("beside", "")
    return Untold(entry["what"], asks, written, bool(beside), beside)


def _together(names: str, concepts: Mapping[str, str]) -> re.Pattern[str]:
    """A word of each concept in this order, each close to the one before or (+) at once behind."""
    parts = ("".join(concepts[name] for name in part.split("+")) for part in names.split())
    return re.compile(_BESIDE.join(parts))


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def words_that_ask() -> Iterable[str]:
    """Every word that asks for a topic."""
    return _words().topics


def question_of(reading: str, names: Iterable[str] = ()) -> AskedAbout:
    """What is asked in a query as the search has read it.

    `names`: what the matter is called; words inside of them ask nothing (免费火化).
    """
    text = without_names(normalise(reading), names)
    text = _words().of_nothing.sub(" ", text)
    untold = next((one for one in _words().untold if one.asks.search(text)), None)
    if untold and not untold.is_topic:
        text = untold.asks.sub(" ", text)
    asked = list(_asked(text))
    topics = tuple(dict.fromkeys(one.topic for one in asked))[:MOST_TOPICS]
    of_result = [text[one.start : one.end] for one in asked if one.topic is Topic.RESULT]
    validity = any(map(_HOW_LONG_VALID.search, of_result))
    amount = any(map(_HOW_MUCH.search, of_result))
    return AskedAbout(topics, weekday_of(text), validity, amount and not validity, untold)


def subject_of(question: str) -> str:
    """The question without the words that ask: what it is asked about, possibly nothing."""
    text = normalise(question)
    for one in reversed(_covering(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return " ".join(text.split())


def is_question(text: str) -> bool:
    """Whether something is asked at all; 护照 only names a matter."""
    return bool(re.search(wording()["asks"], text))


def weekday_of(question: str) -> int | None:
    """The weekday that is named, 1 Monday to 7 Sunday; 周末 is Saturday."""
    found = _WEEKDAY.search(normalise(question))
    return _WEEKDAYS[found.group(1)] if found else None


def _asked(text: str) -> Iterator[_Asking]:
    """What asks, in order; a weak word asks where nothing else in its part of the sentence does."""
    found = _covering(text)
    ends = [part.start() for part in _PARTS.finditer(text)]

    def part_of(one: _Asking) -> int:
        return sum(end <= one.start for end in ends)

    asking = {part_of(one) for one in found if one.strength is not _Strength.OTHERWISE}
    for one in found:
        if one.strength is not _Strength.OTHERWISE or part_of(one) not in asking:
            yield one


def _covering(text: str) -> list[_Asking]:
    """What is heard, in the order of the text: where it overlaps the surest, then the longest."""
    kept: list[_Asking] = []
    known = list(_known(text))
    closer = [one for one in known if not any(_is_closer(other, one) for other in known)]
    for one in sorted(closer, key=lambda each: (each.strength, each.start - each.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


def _is_closer(one: _Asking, other: _Asking) -> bool:
    """Of 给儿子税多少 the nearest to 多少 asks: it is the 税, and nobody is given anything."""
    are_together = one.strength is other.strength is _Strength.TOGETHER
    is_inside = one.end == other.end and one.start > other.start
    return are_together and is_inside and other.topic is Topic.RESULT


def _known(text: str) -> Iterator[_Asking]:
    words = _words()
    for start in range(len(text)):
        for end in range(start + 2, min(start + words.longest, len(text)) + 1):
            known = words.topics.get(text[start:end])
            if known:
                yield _Asking(start, end, *known)
    for topic, strength, pattern in words.patterns:
        for found in pattern.finditer(text):
            yield _Asking(*found.span(), topic, strength)
