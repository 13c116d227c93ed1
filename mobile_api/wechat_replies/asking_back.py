"""A question of which it was asked back what it is about: the next message may say it."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from redis.asyncio import Redis

from mobile_api.guides.answering.schemas import SearchAnswer, ShortAnswer
from mobile_api.guides.answering.service import AnswerOutcome, answer_question
from mobile_api.guides.reading.queries import Snapshot
from mobile_api.guides.search.service import may_mean, normalise
from mobile_api.wechat_replies import conversations
from mobile_api.wechat_replies.conversations import AskedBack
from mobile_api.wechat_replies.texts import say
from wechat.inbound import Push
from wechat.official_account.service import TextReply

_NUMBER = re.compile(
    "(?:我?(?:要|想要?)?[选第]{0,2})([0-9]{1,2}|[零一二两三四五六七八九十])"
    "(?:[个项号种条])?(?:吧|的|了|谢谢)?"
)
_NUMBERS = {figure: at for at, figure in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NONE = re.compile(
    "(?:这些|上面)?(?:都|全)?(?:不是|不对|不要)(?:的|了|这些|这个)?|没有我要的|取消|算了|"
    "不用了?|不问了|不需要|谢谢[你您]?"
)


class Understood(NamedTuple):
    """What a person wrote, what the search found for it, and the answer to it by itself."""

    text: str
    found: SearchAnswer
    told: ShortAnswer


async def told_after_asking(
    snapshot: Snapshot, redis: Redis, push: Push, understood: Understood
) -> ShortAnswer | TextReply:
    """What is told to a message; or, where it names the item that a question before was waiting
    for, the answer to that question; a reply of its own to what chooses nothing."""
    text, told = understood.text, understood.told
    asked = await conversations.expected_choice(redis, push)
    chosen = None if told.emergency or not asked else _chosen(asked.choices, understood)
    if chosen is _Chosen.out_of_range and asked:
        return TextReply(content=say("choice_out_of_range", last=len(asked.choices)))
    if asked and isinstance(chosen, str) and chosen in snapshot.guides:
        await conversations.settle_choice(redis, push)
        # What was found by its meaning alone is among the choices only where that is told again.
        near = await snapshot.near(asked.question)
        return answer_question(snapshot, asked.question, chosen, near)
    said = told.ordinary or told
    if chosen is None and said.outcome is AnswerOutcome.WHICH_ITEM:
        keys = [one.key for one in said.choices]
        await conversations.expect_choice(redis, push, AskedBack(normalise(text), keys))
    elif asked:
        await conversations.forget_choice(redis, push)
    if chosen is None:
        return told
    is_none = chosen is _Chosen.none_of_them
    return TextReply(content=say("choice_forgotten" if is_none else "choice_withdrawn"))


class _Chosen(Enum):
    """What a message chooses that is no item."""

    out_of_range = auto()
    none_of_them = auto()


def _chosen(choices: Sequence[str], understood: Understood) -> str | _Chosen | None:
    """The key of the guide that the message names by number or in words; None: it asks anew."""
    said = normalise(understood.text).replace(" ", "")
    if _NONE.fullmatch(said):
        return _Chosen.none_of_them
    number = _NUMBER.fullmatch(said)
    if number and choices:
        figure = number[1]
        at = _NUMBERS[figure] if figure in _NUMBERS else int(figure)
        return choices[at - 1] if 1 <= at <= len(choices) else _Chosen.out_of_range
    return None if understood.told.topics else _named(choices, understood)


def _named(choices: Sequence[str], understood: Understood) -> str | None:
    """The offered item that is found first, unless something else is to be done with it; where
    none was offered, whatever item is named."""
    told, first = understood.told, next(iter(understood.found.hits), None)
    if not choices:
        is_guide = told.source is not None and told.source.kind == "item"
        is_named = is_guide and told.outcome is AnswerOutcome.CARD
        return told.source.key if told.source and is_named else None
    is_offered = first is not None and first.key in choices
    return first.key if first and is_offered and may_mean(understood.text, first.name) else None
