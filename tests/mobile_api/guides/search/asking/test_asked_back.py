"""Several topics are answered together; what is doubtful is asked back, and the chosen answers."""

from dataclasses import replace

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.questions import Topic
from tests.mobile_api.guides.search.conftest import Published


def test_several_topics_are_answered_together_in_their_order(published: Published) -> None:
    given = answer(published, "护照多少钱,要带什么,去哪办")
    assert given.outcome is AnswerOutcome.ANSWERED
    assert given.topics == (Topic.FEE, Topic.MATERIALS, Topic.PLACE)
    assert "120元" in "".join(given.lines)
    assert [one.topic for one in given.more] == [Topic.MATERIALS, Topic.PLACE]
    assert "申请人居民身份证" in "".join(given.more[0].lines)
    assert "出入境窗口" in "".join(given.more[1].lines)
    assert given.phone is None


def test_of_several_topics_each_is_said_to_be_missing_by_itself(published: Published) -> None:
    guide = published.guides["passport"].model_copy(
        update={"questions": [], "eligibility": [], "materials": [], "visit_reason": None}
    )
    changed = replace(published, guides={**published.guides, "passport": guide})
    given = answer(changed, "护照多少钱,能代办吗", context="passport")
    assert given.outcome is AnswerOutcome.ANSWERED
    assert [one.text.split(",")[0] for one in given.more] == [f"“{guide.name}”没有公布能否代办"]
    assert given.phone and given.phone in given.more[0].text


def test_the_result_says_how_it_is_handed_over_and_how_long_it_is_valid(
    published: Published,
) -> None:
    told = answer(published, "办护照能拿到什么")
    assert "结果可以邮寄给您" in told.lines
    assert "十六周岁以上签发的有效期十年,十六周岁以下签发的有效期五年。" in told.lines
    guide = published.guides["tobacco"].model_copy(update={"questions": []})
    changed = replace(published, guides={**published.guides, "tobacco": guide})
    silent = answer(changed, "烟草证管几年")
    assert silent.topics == (Topic.RESULT,)
    assert "有效期指南里没有写,请以证件上写的为准" in silent.lines


def test_what_fits_alike_is_asked_back_and_the_chosen_one_answers(published: Published) -> None:
    asked = answer(published, "营业执照多少钱")
    keys = [hit.id for hit in asked.choices]
    assert (asked.outcome, asked.topics) == (AnswerOutcome.WHICH_ITEM, (Topic.FEE,))
    assert 2 <= len(keys) <= 3
    for key in keys:
        given = answer(published, "营业执照多少钱", context=key)
        assert (given.source and given.source.id, given.topic) == (key, Topic.FEE)


def test_a_doubtful_item_is_asked_back(published: Published) -> None:
    asked = answer(published, "公积金贷款多少钱")
    assert published.search.search("公积金贷款多少钱").perhaps
    assert (asked.outcome, asked.text) == (AnswerOutcome.WHICH_ITEM, "也许您要问的是:")
    assert 1 <= len(asked.choices) <= 3
    chosen = answer(published, "公积金贷款多少钱", context=asked.choices[-1].id)
    assert chosen.source and chosen.source.id == asked.choices[-1].id


def test_what_is_on_the_screen_gives_way_to_what_is_surely_meant_alone(
    published: Published,
) -> None:
    assert answer(published, "公积金贷款多少钱", context="passport").source
    given = answer(published, "社保卡补办多少钱", context="passport")
    assert given.source and given.source.id == "ss-card"


@pytest.mark.parametrize(
    "question",
    [
        "注销公司要几天",
        "退休要带什么",
        "结婚要带什么",
        "养老金要带什么",
        "开饭店要几天",
        "老年证要带什么",
    ],
)
def test_another_matter_is_answered_however_its_score_is(
    published: Published, question: str
) -> None:
    alone = answer(published, question)
    assert alone.outcome is AnswerOutcome.ANSWERED
    assert answer(published, question, context="passport") == alone


@pytest.mark.parametrize("question", ["离婚要带什么", "低保要带什么", "火锅多少钱"])
def test_of_another_matter_that_is_not_here_nothing_is_said(
    published: Published, question: str
) -> None:
    given = answer(published, question, context="passport")
    assert (given.outcome, given.phone) == (AnswerOutcome.UNKNOWN, "12345")
    assert published.guides["passport"].name in given.text and "请搜索" in given.text
    assert given.lines == ()


@pytest.mark.parametrize(
    "question",
    [
        "丢了补办多少钱",
        "换发要多少钱",
        "过期了换多少钱",
        "第一次办多少钱",
        "孩子要带什么",
        "老人要带什么",
        "残疾人要交钱吗",
        "照片多少钱",
        "这个多少钱",
        "你好请问多少钱",
        "户口在外地怎么办",
        "出国旅游要带什么",
        "护照多少钱",
    ],
)
def test_what_names_nothing_else_is_about_the_guide_on_the_screen(
    published: Published, question: str
) -> None:
    given = answer(published, question, context="passport")
    assert given.outcome is AnswerOutcome.ANSWERED
    assert given.source and given.source.id == "passport"


def test_the_card_says_fee_time_place_and_what_it_is_for(published: Published) -> None:
    lines = answer(published, "护照照片能戴眼镜吗").lines
    assert [line.split(":")[0] for line in lines] == [
        "收费",
        "承诺办理时限",
        "办理地点",
        "办好拿到",
    ]
    assert "120元/本" in lines[0] and "出入境窗口" in lines[2]
