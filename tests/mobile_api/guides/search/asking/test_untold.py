"""What no field of a guide tells is said to be so; a theme answers for itself; what is rather
another matter is asked, not told."""

from dataclasses import replace

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from mobile_api.guides.search.questions import Topic, question_of
from tests.mobile_api.guides.search.conftest import Published


@pytest.mark.parametrize(
    ("question", "key", "what"),
    [
        ("退休工资几号发", "retire", "哪天发钱"),
        ("产假休几天", "birth-benefit", "能休几天假"),
        ("身份证过期会罚款吗", "id-card", "罚"),
        ("退休金能领几年", "retire", "能领多长时间"),
        ("交多少年社保能退休", "retire", "要交多少年"),
        ("取件单丢了怎么拿护照", "passport", "回执"),
        ("护照最迟什么时候办", "passport", "最迟"),
    ],
)
def test_what_no_field_tells_is_said_without_the_fee(
    published: Published, question: str, key: str, what: str
) -> None:
    guide = published.guides[key].model_copy(update={"questions": [], "eligibility": []})
    changed = replace(published, guides={**published.guides, key: guide})
    given = answer(changed, question)
    assert (given.outcome, given.source and given.source.id) == (AnswerOutcome.UNKNOWN, key)
    assert what in given.text and "没有写" in given.text
    assert given.phone and given.phone in given.text
    assert given.lines == ()


def test_what_the_editors_wrote_of_it_is_told(published: Published) -> None:
    guide = published.guides["retire"]
    told = "养老金每月15日发放。"
    own = guide.questions[0].model_copy(update={"question": "待遇何时到卡", "answer": told})
    changed = guide.model_copy(update={"questions": [own]})
    given = answer(
        replace(published, guides={**published.guides, "retire": changed}), "退休工资几号发"
    )
    assert (given.outcome, given.lines) == (AnswerOutcome.ANSWERED, (told,))


def test_how_much_may_be_drawn_is_an_amount(published: Published) -> None:
    given = answer(published, "租房能提多少公积金")
    assert (given.topics, given.source and given.source.id) == ((Topic.RESULT,), "hf-withdraw")
    assert "能领多少钱" in given.text


def test_free_rides_are_no_fee_of_the_card(published: Published) -> None:
    given = answer(published, "外地来的老人坐公交免费不")
    assert (given.source and given.source.id, given.topics) == ("elder-card", ())
    assert "不收费" not in given.text + "".join(given.lines)
    assert "不收费" not in answer(published, "老年证能免费进公园吗").text
    assert answer(published, "办老年证要不要钱").topics == (Topic.FEE,)


def test_a_tax_is_no_fee_of_the_window(published: Published) -> None:
    given = answer(published, "二手房过户交多少税,要带什么", context="re-transfer")
    assert given.source and given.source.id == "re-transfer"
    assert "税" in given.text
    assert [one.topic for one in given.more] == [Topic.FEE, Topic.MATERIALS]
    assert given.more[0].text.startswith("税以外,")


def test_of_words_that_ask_together_the_nearest_ask() -> None:
    assert question_of("房子过户给儿子税多少").topics == (Topic.FEE,)
    assert question_of("给多少钱").topics == (Topic.RESULT,)


@pytest.mark.parametrize("question", ["房子过户给儿子税多少", "电动车上牌"])
def test_what_is_rather_another_matter_is_asked(published: Published, question: str) -> None:
    assert published.search.search(question).perhaps
    assert answer(published, question).source is None


def test_a_theme_tells_its_own_limit(published: Published) -> None:
    given = answer(published, "注销公司要几天")
    theme = published.themes["company-exit"]
    assert given.source and (given.source.kind, given.source.id) == ("theme", theme.key)
    assert f"{theme.promised_working_days}个工作日" in given.text
    assert given.lines == tuple(one.name for one in theme.components)


def test_of_a_theme_no_part_answers_for_all(published: Published) -> None:
    given = answer(published, "注销公司要带什么")
    assert given.source and given.source.kind == "theme"
    assert "看您的情况" in given.text


def test_what_people_say_for_a_matter_is_no_slip(published: Published) -> None:
    assert published.search.search("水管爆了").hits == ()
