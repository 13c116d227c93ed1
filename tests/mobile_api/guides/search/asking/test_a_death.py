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
    assert not is_bereaved("公公去世五年了房子怎么过户")


@pytest.mark.parametrize(
    "text",
    [
        "我儿子没了户口",
        "我女儿没了户口怎么上",
        "我妈没了公积金怎么办",
        "我公公走了公积金贷款",
        "我姐走了医保报销",
        "我妈走了社保局还是没办成",
        "我爸走了银行贷款",
        "老公走了低保申请",
        "爷爷走了养老认证",
        "爸爸走了社保减员怎么办",
        "我爸走了三趟都没办成注销户口",
        "我姐走了遗产公证",
        "我爸走了后门能投诉吗",
        "老人走了以后门没锁找谁",
        "老公走了以后孩子归谁",
        "老公死了心要离婚",
        "我爸死了这条心",
        "我爸昨天走的高速被罚",
    ],
)
def test_a_way_that_was_gone_and_a_thing_that_was_lost_are_no_death(text: str) -> None:
    assert as_a_death(normalise(text)) == normalise(text)
    assert not is_bereaved(text)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("我男人死了户口怎么销", "老人去世户口怎么销"),
        ("我妹跳楼死了户口怎么销", "老人去世户口怎么销"),
        ("我儿子没了户口怎么销", "孩子死亡户口怎么销"),
        ("我先生不在了他的公积金怎么取", "老人去世他的公积金怎么取"),
        ("我爸走了,他的存款怎么取", "老人去世 他的存款怎么取"),
        ("奶奶没了抚恤金找谁领", "老人去世抚恤金找谁领"),
        ("老人走了以后户口怎么注销", "老人去世以后户口怎么注销"),
        ("老人走了房子还在他名下", "老人去世房子还在他名下"),
        ("妈妈在医院走了怎么下户口", "老人去世怎么下户口"),
        ("我妈上礼拜走了户口还没弄", "老人去世户口还没弄"),
        ("我闺女走了刚火化", "孩子死亡刚火化"),
        ("岳父昨天走的", "老人去世销户丧葬"),
        ("我外公过身了", "老人去世销户丧葬"),
        ("我老婆难产死了", "老人去世销户丧葬"),
        ("家父仙逝", "老人去世销户丧葬"),
    ],
)
def test_a_death_is_heard_however_it_is_told(text: str, heard: str) -> None:
    assert as_a_death(normalise(text)) == heard
    assert is_bereaved(text)


def test_a_death_in_service_keeps_its_words() -> None:
    text = "我丈夫因公牺牲抚恤金怎么领"
    assert is_bereaved(text)
    assert as_a_death(text) == text


@pytest.mark.parametrize("asked", ["生二胎有补贴吗", "生二胎补贴多少钱"])
def test_who_tells_of_no_death_is_not_told_of_one(city: PublishedCity, asked: str) -> None:
    given = answer(city, asked)
    named = [given.text, *(hit.name for hit in given.choices)]
    assert not any("死亡" in text for text in named) and given.source is None


@pytest.mark.parametrize("asked", ["特扶金怎么领", "独生子女没了有什么扶助"])
def test_who_asks_for_what_follows_a_death_is_told_of_it(city: PublishedCity, asked: str) -> None:
    given = answer(city, asked)
    told = [given.source.name] if given.source else [hit.name for hit in given.choices]
    assert any("独生子女死亡" in name for name in told)
