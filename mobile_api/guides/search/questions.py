"""What a citizen wants to know about a matter: its fee, its limit, its window..."""

import functools
import re
from enum import StrEnum

from mobile_api.guides.search.text import normalise, read_json, wording


class Topic(StrEnum):
    """What a question is about; each is answered from one part of a guide."""

    RESULT = "result"
    HOURS = "hours"
    PROXY = "proxy"
    VISITS = "visits"
    ONLINE = "online"
    POST = "post"
    BOOKING = "booking"
    ELSEWHERE = "elsewhere"
    FEE = "fee"
    LIMIT = "limit"
    BASIS = "basis"
    PHONE = "phone"
    ELIGIBILITY = "eligibility"
    MATERIALS = "materials"
    PLACE = "place"
    PROCESS = "process"


_WEEKDAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天末])")
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 6}


@functools.cache
def _patterns() -> dict[Topic, re.Pattern[str]]:
    # In the order of the file: the narrow ones first, so that 在哪 does not hide 网上在哪办.
    return {Topic(name): re.compile(words) for name, words in read_json("questions.json").items()}


def topic_of(question: str) -> Topic | None:
    """What is asked, or None when it is none of our topics."""
    text = normalise(question).replace(" ", "")
    return next((topic for topic, words in _patterns().items() if words.search(text)), None)


def subject_of(question: str) -> str:
    """The question without the words that ask: what it is asked about, possibly nothing."""
    text = normalise(question).replace(" ", "")
    for words in _patterns().values():
        text = words.sub(" ", text)
    return text.strip()


def is_question(text: str) -> bool:
    """Whether something is asked at all; 护照 only names a matter."""
    return bool(re.search(wording()["asks"], text))


def weekday_of(question: str) -> int | None:
    """The weekday that is named, 1 Monday to 7 Sunday; 周末 is Saturday."""
    found = _WEEKDAY.search(normalise(question))
    return _WEEKDAYS[found.group(1)] if found else None
