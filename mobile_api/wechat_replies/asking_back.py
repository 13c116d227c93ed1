"""A question of which it was asked back what it is about: the next message may say it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from redis.asyncio import Redis

from mobile_api.guides.answering.schemas import SearchAnswer, ShortAnswer
from mobile_api.guides.answering.service import AnswerOutcome, answer_question
from mobile_api.guides.reading.queries import Snapshot
from mobile_api.guides.search.service import normalise
from mobile_api.wechat_replies import conversations
from mobile_api.wechat_replies.conversations import AskedBack
from wechat.inbound import Push

_NUMBER = re.compile("(?:选|第)?([1-3一二两三])(?:个|项|号|种)?")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3}


class Understood(NamedTuple):
    """What a person wrote, what the search found for it, and the answer to it by itself."""

    text: str
    found: SearchAnswer
    told: ShortAnswer


async def told_after_asking(
    snapshot: Snapshot, redis: Redis, push: Push, understood: Understood
) -> ShortAnswer:
    """What is told to a message; or, where it names the item that a question before was waiting
    for, the answer to that question."""
    text, found, told = understood
    said = told.ordinary or told
    asked = None if told.emergency else await conversations.expected_choice(redis, push)
    chosen = _chosen(asked.choices, text, told, found) if asked else None
    if asked and chosen in snapshot.guides:
        await conversations.settle_choice(redis, push)
        return answer_question(snapshot, asked.question, chosen)
    if said.outcome is AnswerOutcome.WHICH_ITEM:
        keys = [one.key for one in said.choices]
        await conversations.expect_choice(redis, push, AskedBack(normalise(text), keys))
    elif asked:
        await conversations.forget_choice(redis, push)
    return told


def _chosen(
    choices: Sequence[str], text: str, told: ShortAnswer, found: SearchAnswer
) -> str | None:
    """The key of the guide that the message names by number or in words; None: it asks anew."""
    number = _NUMBER.fullmatch(normalise(text).replace(" ", ""))
    if number:
        at = _NUMBERS.get(number[1]) or int(number[1])
        return choices[at - 1] if at <= len(choices) else None
    if told.topics:
        return None
    offered = (hit.key for hit in found.hits if hit.key in choices)
    named = told.source.key if told.source and told.outcome is AnswerOutcome.CARD else None
    return next(offered, named)
