"""Money that people are owed is no charge; a day of payment and a leave are no limit."""

from dataclasses import replace

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.questions import Topic
from tests.mobile_api.guides.search.conftest import Published


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("退休金多少钱", "retire"),
        ("生育津贴多少钱", "birth-benefit"),
        ("残疾人补贴一个月多少钱", "disabled-subsidy"),
        ("公积金能取多少钱", "hf-withdraw"),
    ],
)
def test_money_that_is_owed_is_no_charge(published: Published, question: str, key: str) -> None:
    given = answer(published, question)
    counter = published.counters[published.guides[key].counters[0]]
    assert (given.outcome, given.topics) == (AnswerOutcome.NOT_PUBLISHED, (Topic.RESULT,))
    assert (given.source and given.source.id, given.phone) == (key, counter.phones[0].number)
    assert given.phone and given.phone in given.text
    assert "没有公布能领多少钱" in given.text


def test_an_amount_that_the_guide_tells_is_told(published: Published) -> None:
    guide = published.guides["disabled-subsidy"]
    told = "护理补贴每人每月80元。"
    own = guide.questions[0].model_copy(update={"question": "护理补贴标准", "answer": told})
    changed = guide.model_copy(update={"questions": [own]})
    guides = {**published.guides, guide.key: changed}
    given = answer(replace(published, guides=guides), "残疾人补贴一个月多少钱")
    assert (given.outcome, given.lines) == (AnswerOutcome.ANSWERED, (told,))


@pytest.mark.parametrize(
    "question",
    [
        "办退休金要交多少钱",
        "残疾人补贴收费吗",
        "办退休要多少钱",
        "补领身份证多少钱",
        "补发护照多少钱",
    ],
)
def test_what_is_charged_is_still_a_fee(published: Published, question: str) -> None:
    assert answer(published, question).topics == (Topic.FEE,)


@pytest.mark.parametrize("question", ["结婚休几天", "产假休几天", "退休金几号发"])
def test_days_that_no_office_takes_are_no_limit(published: Published, question: str) -> None:
    given = answer(published, question)
    assert (given.outcome, given.topics) == (AnswerOutcome.UNKNOWN, ())
