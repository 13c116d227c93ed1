"""What goes on now is danger; what happened before and is a matter now is a question of papers.

Of `aftermath_sentences.json` the emergencies and the aftermath were written before the rules were
read: the rules were tuned on the even sentences, of the odd ones only the totals were looked at
(`--log-cli-level=info` says the rates). Each floor lies a little below what was reached.
"""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search import SearchEngine
from mobile_api.guides.search.emergencies import find_emergency, hear
from mobile_api.guides.search.text import normalise
from tests.mobile_api.guides.search.conftest import Published
from tests.mobile_api.guides.search.scoring import read

LOG = logging.getLogger(__name__)


class Floors(NamedTuple):
    """The least share of emergencies that are heard, the greatest of aftermath taken for one."""

    heard: float
    needless: float


HALVES = [(0, Floors(0.97, 0.04)), (1, Floors(0.91, 0.17))]


def sentences(part: str) -> list[Any]:
    """A part of the data."""
    found: list[Any] = read("aftermath_sentences.json")[part]
    return found


def unheard(texts: Iterable[str]) -> list[str]:
    """Those in which no danger is heard."""
    return [text for text in texts if hear(text) is None]


@pytest.mark.parametrize(("half", "floors"), HALVES)
def test_what_goes_on_is_heard_with_the_right_number(half: int, floors: Floors) -> None:
    told = sentences("emergencies")[half::2]
    heard = {one["text"]: hear(one["text"]) for one in told}
    missed = [text for text, found in heard.items() if found is None]
    LOG.info("half %d: heard %d of %d", half, len(told) - len(missed), len(told))
    assert len(missed) <= (1 - floors.heard) * len(told)
    right = [
        one for one in told if (found := heard[one["text"]]) and one["number"] in found.numbers
    ]
    LOG.info("half %d: with the right number %d", half, len(right))
    assert len(right) >= (floors.heard - 0.05) * len(told)


@pytest.mark.parametrize(("half", "floors"), HALVES)
def test_what_is_over_is_seldom_taken_for_danger(half: int, floors: Floors) -> None:
    texts = sentences("aftermath")[half::2]
    shown = len(texts) - len(unheard(texts))
    LOG.info("half %d: shown to %d of %d", half, shown, len(texts))
    assert shown <= floors.needless * len(texts)


def test_who_tells_of_both_is_in_danger() -> None:
    texts = sentences("both")
    missed = unheard(texts)
    assert len(missed) <= 0.07 * len(texts), missed


def test_other_voices() -> None:
    emergencies, aftermath = sentences("more_emergencies"), sentences("more_aftermath")
    missed, calm = unheard(emergencies), unheard(aftermath)
    assert len(missed) <= 0.06 * len(emergencies), missed
    assert len(calm) >= 0.78 * len(aftermath)


def test_a_city_that_was_written_apart() -> None:
    yugang = read("yugang_searches.json")
    assert unheard(one["q"] for one in yugang["emergencies"]) == []
    aftermath = [one["q"] for one in yugang["searches"] if one["style"] == "aftermath"]
    assert len(aftermath) - len(unheard(aftermath)) <= 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("去年厂里机器压断手怎么认定工伤", None),
        ("手被机器压住了", "trapped"),
        # The past is left out; what is told beside it is heard by itself.
        ("上个月家里着火了 身份证烧了", None),
        ("上个月家里着火了 楼下冒烟了", "fire"),
        ("上个月办了护照 家里着火了", "fire"),
        ("我们就一个儿子 前年车祸走了", None),
        ("我妈去年做了支架胸口疼得厉害", "illness"),
        ("去年买的电动车冒烟了", "fire"),
        # Who was lost, and who is beaten at home, is so still.
        ("上个月我妈走丢了", "lost"),
        ("上周老公打了我", "partner"),
        # A claim by itself, or two signs of three; one says nothing.
        ("被车撞了对方不赔", None),
        ("车翻了以后公司说没责任", None),
        ("三年级学生落水了学校在河边", "water"),
        # What goes on outweighs what is asked for.
        ("昨天被打了,现在他又来砸门", "intruder"),
        ("我被车撞了在流血司机说不赔", "traffic"),
        ("被车撞了怎么赔,我妈晕倒了", "illness"),
        ("去年中风现在又犯了叫不醒", "illness"),
        ("去年被车撞了怎么赔 my dad is not breathing", "illness"),
    ],
)
def test_what_makes_a_matter(text: str, kind: str | None) -> None:
    found = find_emergency(normalise(text))
    assert (found.kind if found else None) == kind


def test_every_door_hears_the_same(engine: SearchEngine, published: Published) -> None:
    over, now = "去年被车撞了身份证丢了怎么补办", "去年丢的身份证,现在我爸叫不醒"
    assert engine.search(over).emergency is None
    assert engine.suggest(over)
    assert answer(published, over).outcome is not AnswerOutcome.EMERGENCY
    assert engine.search(now).emergency is not None
    assert engine.suggest(now) == []
    assert answer(published, now).outcome is AnswerOutcome.EMERGENCY
