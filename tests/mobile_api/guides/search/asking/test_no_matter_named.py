"""What names a counter or papers only is asked back; a verb at the end asks how it is done; the
place in the name of an item asks for no other place."""

import pytest

from benchmarks.asking.questions import PublishedCity, published_of
from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.questions import Topic, question_of
from tests.mobile_api.guides.search.scoring import read


@pytest.fixture(scope="module", params=["yugang", "mingjiang"])
def city(request: pytest.FixtureRequest) -> PublishedCity:
    return published_of(read(f"{request.param}_catalogue.json"))


@pytest.mark.parametrize("asked", ["材料不齐怎么办", "你们几点下班", "材料不够怎么办"])
def test_of_a_counter_and_papers_alone_no_item_is_told(city: PublishedCity, asked: str) -> None:
    given = answer(city, asked)
    assert (given.outcome, given.choices, given.source) == (AnswerOutcome.WHICH_ITEM, (), None)
    assert given.topics and "哪一项" in given.text and "12345" in given.text


@pytest.mark.parametrize(
    ("asked", "name"), [("转学材料不齐怎么办", "转学"), ("你们那里工伤认定要多久", "工伤认定")]
)
def test_beside_them_a_matter_is_answered(city: PublishedCity, asked: str, name: str) -> None:
    given = answer(city, asked)
    assert given.source and name in given.source.name


@pytest.mark.parametrize(
    ("asked", "name"), [("残疾证怎么评", "残疾人证"), ("工伤怎么认", "工伤认定")]
)
def test_how_with_a_verb_at_the_end_asks_for_the_steps(
    city: PublishedCity, asked: str, name: str
) -> None:
    given = answer(city, asked)
    assert (given.outcome, given.topics) == (AnswerOutcome.ANSWERED, (Topic.PROCESS,))
    assert given.source and name in given.source.name


@pytest.mark.parametrize("asked", ["异地看病怎么报", "跨省异地就医怎么备案"])
def test_the_place_in_a_name_asks_for_no_other_place(city: PublishedCity, asked: str) -> None:
    given = answer(city, asked)
    assert given.source and "异地就医备案" in given.source.name
    assert given.topics == (Topic.PROCESS,)


def test_another_place_beside_a_name_is_still_asked_for() -> None:
    names = ("异地就医备案", "异地就医")
    assert question_of("异地就医外地能办吗", names).topics == (Topic.ELSEWHERE,)
    of_another = question_of("身份证异地能办吗", ("居民身份证补领", "身份证"))
    assert of_another.topics == (Topic.ELSEWHERE,)
