"""Beside a guide on the screen another matter is another, and what names nothing is about it."""

import pytest

from mobile_api.guides.answering.answers import AnswerOutcome, answer
from tests.mobile_api.guides.search.conftest import Published


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
