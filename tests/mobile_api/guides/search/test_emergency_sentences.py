"""What people in danger type, and what others type with the same words.

Of each set the rules were tuned on the even sentences; the odd ones were held out and only
counted (`--log-cli-level=info` says the rates). The second set was written after the rules had
met the first, the third one by somebody else, who let the rules be mended by all of it.
"""

import logging
from typing import Any

import pytest

from mobile_api.guides.search import SearchEngine, SearchOutcome
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.emergencies import find_emergency, hear, purposes, words_of_danger
from mobile_api.guides.search.index import Among
from mobile_api.guides.search.spelling import Spelling
from mobile_api.guides.search.text import normalise, read_json
from tests.mobile_api.guides.search.scoring import read

LOG = logging.getLogger(__name__)
SETS = (
    "emergency_sentences.json",
    "emergency_sentences_later.json",
    "emergency_sentences_beside_paper.json",
)
LEAST_HEARD, MOST_NEEDLESS = 0.95, 0.1
HALVES = [(name, half) for name in SETS for half in (0, 1)]


def sentences(name: str, part: str, half: int) -> list[dict[str, Any]]:
    """Every second sentence of a part of a set."""
    found: list[dict[str, Any]] = read(name)[part][half::2]
    return found


@pytest.mark.parametrize("half", [0, 1])
def test_an_emergency_is_heard_and_shows_the_right_number(engine: SearchEngine, half: int) -> None:
    told = [one for name in SETS for one in sentences(name, "emergencies", half)]
    heard = {one["text"]: engine.search(one["text"]).emergency for one in told}
    missed = [text for text, found in heard.items() if found is None]
    LOG.info("half %d: heard %d of %d", half, len(told) - len(missed), len(told))
    assert len(missed) <= (1 - LEAST_HEARD) * len(told), missed
    wrong = [
        one["text"]
        for one in told
        if (found := heard[one["text"]]) and one["number"] not in found.numbers
    ]
    assert len(wrong) <= (1 - LEAST_HEARD) * len(told), wrong


@pytest.mark.parametrize(("name", "half"), HALVES)
def test_the_calm_are_seldom_shown_the_numbers(engine: SearchEngine, name: str, half: int) -> None:
    calm = [one for one in sentences(name, "calm", half) if "both" not in one]
    shown = [one["text"] for one in calm if engine.search(one["text"]).emergency]
    LOG.info("%s half %d: shown to %d of %d", name, half, len(shown), len(calm))
    assert len(shown) <= MOST_NEEDLESS * len(calm), shown


@pytest.mark.parametrize("name", SETS)
def test_nobody_loses_the_ordinary_result(engine: SearchEngine, name: str) -> None:
    texts = [one["text"] for part in ("calm", "emergencies") for one in read(name)[part]]
    for text in texts:
        ordinary = engine._ordinary(normalise(text), 10, Among())
        assert engine.search(text, limit=10).hits == ordinary.hits, text


@pytest.mark.parametrize("text", ["人身安全保护令怎么申请", "老公打我想离婚"])
def test_who_is_beaten_gets_the_numbers_beside_paper(engine: SearchEngine, text: str) -> None:
    found = engine.search(text)
    assert found.emergency is not None
    assert found.emergency.numbers[:2] == ("110", "12338")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("办护照的时候我妈晕倒了", "illness"),
        ("护照被抢了", None),
        ("家里着火了,户口本还在里面", "fire"),
        ("火灾后户口本烧了怎么补", None),
        ("我爸突然不会说话了医保能报销吗", "illness"),
        ("中风后遗症残疾证", None),
        ("老板不给工资我要跳楼", "jump"),
        ("自杀能赔保险吗", None),
        ("公司着火了", "fire"),
        ("火锅店着火了", "fire"),
        ("我撑不下去了", "crisis"),
        ("店撑不下去了", None),
        ("公司撑不下去怎么注销", None),
    ],
)
def test_paper_and_business_are_calm_only_where_they_are_meant(text: str, kind: str | None) -> None:
    found = find_emergency(normalise(text))
    assert (found.kind if found else None) == kind


_STORY = "我家住在示范区和平街道一号楼,老人今年七十八岁,平时身体一直都很好,今天早上吃完饭以后,"


@pytest.mark.parametrize("before", [0, 1, 2, 8])
@pytest.mark.parametrize("told", ["突然晕倒了叫不醒", "救命", "my dad is not breathing"])
def test_danger_is_heard_wherever_in_a_story_it_is_told(
    engine: SearchEngine, told: str, before: int
) -> None:
    text = _STORY * before + told + ",然后想问护照怎么办"
    assert engine.search(text).emergency is not None
    assert engine.suggest(text) == []


def test_a_word_that_is_cut_is_no_danger() -> None:
    story = "we went to the lake and sat around the campfire with our friends from school "
    assert not [start for start in range(60) if hear((story * 4)[start:].strip())]


def test_despair_alone_is_no_closing_of_a_business(engine: SearchEngine) -> None:
    assert engine.search("我撑不下去了").hits == ()
    assert engine.search("店撑不下去了").outcome is SearchOutcome.FOUND


@pytest.mark.parametrize(
    ("text", "alike"), [("家暴", "家抱"), ("想死", "享死"), ("误服", "务服"), ("割腕", "割完")]
)
def test_no_correction_touches_words_of_danger(text: str, alike: str) -> None:
    lexicon, words = default_lexicon(), [alike]
    assert Spelling(lexicon, words).correct(text, strict=False) == alike
    untouched = Spelling(lexicon, words, words_of_danger())
    assert untouched.correct(text, strict=False) == text


def test_every_kind_says_whom_to_call_what_to_do_and_who_advises_it() -> None:
    data = read_json("emergencies.json")
    for entry in [*data["kinds"], data["help"]]:
        assert set(entry["numbers"]) <= purposes().keys()
        assert len(entry["first"]) > 10
        assert entry["source"]
    assert set(data["untouched"].split()) <= data["groups"].keys()
    named = {one for kind in data["kinds"] for line in kind["together"] for one in line.split()}
    assert named <= data["groups"].keys()
