"""A question is answered from the guide's own fields, or plainly not at all."""

from dataclasses import replace

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.questions import Topic, question_of, subject_of, weekday_of
from tests.mobile_api.guides.search.conftest import Published


@pytest.mark.parametrize(
    ("question", "key", "said"),
    [
        ("办护照要带什么", "passport", "申请人居民身份证"),
        ("护照多久能办好", "passport", "承诺7个工作日内办结,法定时限为15日"),
        ("身份证补办多少钱", "id-card", "丢失补领、损坏换领:40元/证"),
        ("在哪办护照", "passport", "出入境窗口"),
        ("公积金提取要跑几趟", "hf-withdraw", "不用跑现场"),
        ("身份证能不能网上办", "id-card", "网上提交材料预审"),
        ("身份证能代办吗", "id-card", "必须本人到场"),
        ("怎么办护照", "passport", "办理环节"),
        ("如何办护照", "passport", "办理环节"),
        ("怎么办身份证", "id-card", "办理环节"),
        ("周末能办护照吗", "passport", "周六出入境窗口上班"),
        ("开网吧什么条件", "netbar", "200米以外"),
        ("公积金提取窗口电话多少", "hf-withdraw", "0999-8107200"),
        ("护照能邮寄吗", "passport", "结果可以邮寄给您"),
        ("结婚登记要预约吗", "marriage", "可以预约"),
        ("护照在外地能办吗", "passport", "异地代收代办"),
        ("烟草证的法律依据", "tobacco", "烟草专卖法"),
        ("公积金提取的流程", "hf-withdraw", "受理"),
    ],
)
def test_each_topic(published: Published, question: str, key: str, said: str) -> None:
    given = answer(published, question)
    assert given.outcome is AnswerOutcome.ANSWERED
    assert given.source is not None
    assert (given.source.id, given.source.version) == (key, published.version)
    assert said in given.text + "\n".join(given.lines)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("周六上班吗", "周六出入境窗口上班"),
        ("多少钱", "120元"),
        ("要带户口本吗", "需要以下材料"),
        ("几点下班", "周一至周五 09:00-12:00"),
    ],
)
def test_a_follow_up_is_about_the_guide_on_the_screen(
    published: Published, question: str, said: str
) -> None:
    given = answer(published, question, context="passport")
    assert said in given.text + "\n".join(given.lines)
    assert given.source is not None
    assert given.source.id == "passport"


def test_another_matter_named_in_the_question_is_not_the_one_on_the_screen(
    published: Published,
) -> None:
    given = answer(published, "驾驶证换证要多少钱", context="passport")
    assert given.source is not None
    assert given.source.id == "driver-renew"


def test_a_closed_day_is_said(published: Published) -> None:
    assert answer(published, "周日上班吗", context="marriage").text == "周日不上班。"
    assert answer(published, "星期六护照窗口上班吗").text.startswith("周六出入境窗口上班")


def test_without_a_matter_it_asks_which_one(published: Published) -> None:
    given = answer(published, "多少钱")
    assert (given.outcome, given.phone) == (AnswerOutcome.WHICH_ITEM, "12345")
    assert given.source is None


@pytest.mark.parametrize("question", ["今天天气怎么样", "火星移民要带什么", "", "办假证多少钱"])
def test_what_nobody_published_is_not_known(published: Published, question: str) -> None:
    given = answer(published, question)
    assert (given.outcome, given.phone) == (AnswerOutcome.UNKNOWN, "12345")
    assert "不知道" in given.text


def test_an_empty_field_is_not_invented(published: Published) -> None:
    guide = published.guides["passport"].model_copy(
        update={"questions": [], "eligibility": [], "materials": [], "visit_reason": None}
    )
    changed = replace(published, guides={**published.guides, "passport": guide})
    given = answer(changed, "能代办吗", context="passport")
    assert given.outcome is AnswerOutcome.NOT_PUBLISHED
    counter = published.counters[guide.counters[0]]
    assert given.phone == counter.phones[0].number
    assert given.phone in given.text


def test_the_editors_own_answer_comes_first(published: Published) -> None:
    own = published.guides["id-card"].questions[0]
    assert answer(published, own.question, context="id-card").text == own.answer


def test_danger_is_answered_with_a_number(published: Published) -> None:
    given = answer(published, "着火了怎么办", context="passport")
    assert given.emergency is not None
    assert (given.emergency.kind, given.emergency.numbers) == ("fire", ("119",))
    assert "119" in given.text
    assert given.lines[0] == "119 火警和救援"
    assert given.lines[1] == f"先这样做:{given.emergency.first}"


def test_below_the_numbers_stands_the_ordinary_answer(published: Published) -> None:
    given = answer(published, "老公打我,想办护照走,要带什么")
    assert given.outcome is AnswerOutcome.EMERGENCY
    assert given.ordinary is not None
    assert given.ordinary.source is not None
    assert given.ordinary.source.id == "passport"
    assert given.ordinary.outcome is AnswerOutcome.ANSWERED


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("办护照能拿到什么", "您会拿到:普通护照"),
        ("身份证办好以后给什么证", "居民身份证"),
        ("公积金提取办完给我啥", "您会拿到"),
    ],
)
def test_what_one_gets_is_a_topic(published: Published, question: str, said: str) -> None:
    given = answer(published, question)
    assert (given.outcome, given.topic) == (AnswerOutcome.ANSWERED, Topic.RESULT)
    assert said in given.text


@pytest.mark.parametrize("question", ["护照照片能戴眼镜吗", "身份证照片可以戴隐形眼镜吗"])
def test_an_unknown_question_about_a_known_item_keeps_its_phone_and_a_card(
    published: Published, question: str
) -> None:
    given = answer(published, question)
    assert given.source is not None
    guide = published.guides[given.source.id]
    assert given.outcome is AnswerOutcome.UNKNOWN
    assert given.phone == published.counters[guide.counters[0]].phones[0].number
    assert given.phone in given.text
    assert given.lines[-1] == f"办好拿到:{guide.result.name}"


def test_the_name_of_an_item_alone_gets_its_card(published: Published) -> None:
    given = answer(published, "护照")
    assert (given.outcome, given.source and given.source.id) == (AnswerOutcome.CARD, "passport")
    assert len(given.lines) == 4
    assert "不知道" not in given.text


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("不是护照,是身份证要带什么", "id-card"),
        ("我不办身份证,要办护照,多少钱", "passport"),
        ("办身份证要带什么,不是护照", "id-card"),
    ],
)
def test_what_is_denied_is_not_meant(published: Published, question: str, key: str) -> None:
    given = answer(published, question)
    assert given.source is not None
    assert given.source.id == key


@pytest.mark.parametrize(
    "question", ["上海办护照打什么电话", "在杭州去哪办身份证", "成都护照窗口周六上班吗"]
)
def test_of_another_city_only_its_hotline_is_said(published: Published, question: str) -> None:
    given = answer(published, question)
    assert given.outcome is AnswerOutcome.ELSEWHERE
    assert given.phone in {"021-12345", "0571-12345", "028-12345"}
    assert given.phone in given.text
    assert (given.lines, given.source) == ((), None)


@pytest.mark.parametrize("question", ["从武汉把社保转到这里去哪办", "上海户口怎么迁回来,要带什么"])
def test_what_is_brought_here_is_answered_here(published: Published, question: str) -> None:
    given = answer(published, question)
    assert given.outcome is not AnswerOutcome.ELSEWHERE
    assert given.elsewhere is not None
    assert given.elsewhere.is_origin


def test_words_that_ask_are_told_from_the_matter() -> None:
    assert question_of("办护照要带什么").topics == (Topic.MATERIALS,)
    assert question_of("身份证丢了").topics == ()
    assert subject_of("办护照要带什么") == "办护照要"
    assert (weekday_of("礼拜天开门吗"), weekday_of("几点开门")) == (7, None)
