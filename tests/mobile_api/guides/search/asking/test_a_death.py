"""Who tells of a death in the family is shown what comes after it, with one plain word before."""

import pytest

from benchmarks.asking.questions import PublishedCity, published_of
from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.text import as_a_death, is_bereaved, normalise
from tests.mobile_api.guides.search.conftest import Published
from tests.mobile_api.guides.search.scoring import read

WORD = "请节哀。"


@pytest.fixture(scope="module", params=["yugang", "mingjiang"])
def city(request: pytest.FixtureRequest) -> PublishedCity:
    return published_of(read(f"{request.param}_catalogue.json"))


@pytest.mark.parametrize(
    "told", ["我老公死了", "我妈走了", "孩子夭折", "我儿子没了", "奶奶昨晚过世了"]
)
def test_of_a_death_alone_its_matters_are_offered(city: PublishedCity, told: str) -> None:
    given = answer(city, told)
    assert given.outcome is AnswerOutcome.WHICH_ITEM
    assert given.text.startswith(WORD) and given.text.count(WORD) == 1
    assert 2 <= len(given.choices) <= 3
    assert "死亡" in given.choices[0].name and "户口" in given.choices[0].name
    assert all(WORD not in hit.name for hit in given.choices)
    assert not any("老人" in hit.why for hit in city.search.search(told).hits)


@pytest.mark.parametrize("asked", ["我爸刚走了户口上咋整", "宝宝刚出生就夭折了户口要销吗"])
def test_what_is_asked_after_a_death_is_answered(city: PublishedCity, asked: str) -> None:
    given = answer(city, asked)
    first = given.source.name if given.source else given.choices[0].name
    assert "死亡" in first and "户口" in first
    assert given.text.startswith(WORD)


def test_where_nothing_is_here_the_word_and_whom_to_ask_are_said(published: Published) -> None:
    given = answer(published, "我老公死了")
    assert (given.outcome, given.phone, given.lines) == (AnswerOutcome.UNKNOWN, "12345", ())
    assert given.text.startswith(WORD) and "12345" in given.text and "不知道" not in given.text


def test_the_chosen_matter_is_told_at_a_glance(city: PublishedCity) -> None:
    key = answer(city, "我老公死了").choices[0].id
    given = answer(city, "我老公死了", context=key)
    assert given.source and given.source.id == key
    assert given.lines and given.text.startswith(WORD)


@pytest.mark.parametrize(
    "text",
    [
        "老公走了三年没回来",
        "我妈没了工作",
        "孩子走丢了",
        "老公死活不同意离婚",
        "我爸走了一趟窗口",
        "孩子妈走了再没回来",
        "我家狗死了",
        "我爸没了身份证怎么补",
        "妈妈不在家能代办吗",
    ],
)
def test_who_went_or_lost_something_did_not_die(text: str) -> None:
    assert as_a_death(normalise(text)) == normalise(text)
    assert not is_bereaved(text)


def test_of_a_death_long_ago_nobody_is_condoled() -> None:
    assert is_bereaved("我妈去世房子没过户")
    assert not is_bereaved("我妈十年前去世房子没过户")
