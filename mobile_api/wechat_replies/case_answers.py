"""查件: where is my case, asked by number and second factor, or by the applicant alone."""

from dataclasses import dataclass

from redis.asyncio import Redis

from mobile_api.cases.errors import FactorDoesNotMatch
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.queries import case_by_number, own_cases
from mobile_api.cases.status.schemas import StatusAnswer, StatusQuestion
from mobile_api.cases.status.service import (
    HOLDER_NAMES,
    LENGTH,
    check_character,
    is_case_number,
    scoped,
    status_answer,
    status_name,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.ids import new_id
from mobile_api.shared.text.words import at_time, on_date
from mobile_api.wechat_replies import conversations
from mobile_api.wechat_replies.links import CASE_PAGE, Links
from mobile_api.wechat_replies.texts import say
from wechat.inbound import Push
from wechat.models import WechatBinding, hash_of_openid
from wechat.official_account.service import TextReply, fitting

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """Answers about cases; `region_code` only makes the example of a number."""

    redis: Redis
    links: Links
    region_code: str

    async def about(self, push: Push, number: str) -> TextReply:
        """The applicant sees the case at once; everybody else is asked for the second factor."""
        applicant = await _applicant(push)
        if not number:
            return await self._own(applicant) if applicant else self._text("ask_number")
        if not is_case_number(number):
            return self._text("number_wrong")
        own = await scoped(applicant).get_or_none(number=number) if applicant else None
        if own is not None:
            return await self._status(own)
        if not await conversations.expect_tail(self.redis, push, number):
            return self._text("cannot_query")
        return self._text("ask_tail")

    async def with_tail(self, push: Push, tail: str) -> TextReply:
        """The answer to `ask_tail`; who guesses is stopped by the limits of the public query."""
        number = await conversations.expected_case(self.redis, push)
        if number is None:
            return self._text("ask_again")
        question = StatusQuestion(number=number, id_number_tail=tail)
        try:
            case = await case_by_number(self.redis, question, f"wechat {push.openid}")
        except FactorDoesNotMatch:
            return self._text("no_match")
        except TooManyRequests as error:
            minutes = -(-(error.retry_after or 60) // 60)
            return self._text("too_many_queries", minutes=minutes)
        except TemporarilyUnavailable:
            return self._text("cannot_query")
        await conversations.settle(self.redis, push)
        return await self._status(case)

    async def cancelled(self, push: Push) -> TextReply | None:
        """None when nothing was asked: then 取消 is a matter to search for."""
        if await conversations.expected_case(self.redis, push) is None:
            return None
        await conversations.forget(self.redis, push)
        return self._text("cancelled")

    def _text(self, key: str, **values: object) -> TextReply:
        known = {
            "length": LENGTH,
            "minutes": conversations.MINUTES,
            "example": _example(self.region_code),
            "status_page": self.links.status_page(),
        }
        return TextReply(content=say(key, **(known | values)))

    async def _own(self, applicant: Citizen) -> TextReply:
        cases = [one for one in await own_cases(applicant, None, _SHOWN) if one.number][:_SHOWN]
        if not cases:
            return self._text("no_own_cases")
        lines = [
            say("own_case", item=one.item_name, status=status_name(one), number=one.number)
            for one in cases
        ]
        return TextReply(content=fitting([say("own_cases"), *lines, say("own_cases_more")]))

    async def _status(self, case: Case) -> TextReply:
        answer = await status_answer(case)
        page = f"{CASE_PAGE}?id={case.id}"
        link = self.links.link(say("status_page_name"), "/status", page)
        return TextReply(content=fitting([*_status_lines(answer), "", link]))


def _status_lines(answer: StatusAnswer) -> list[str]:
    holder, status = HOLDER_NAMES[answer.holder], answer.status_name
    lines = [
        say("status", item=answer.item_name, number=answer.number, status=status, holder=holder)
    ]
    if answer.due_on:
        lines.append(say("status_due", name=answer.due_name or "", date=on_date(answer.due_on)))
    if answer.due_on and answer.is_provisional:
        lines.append(say("status_provisional"))
    if answer.steps:
        latest = answer.steps[-1]
        lines.append(say("status_step", time=at_time(latest.at), text=latest.text))
    if answer.parcel:
        lines.append(say("status_parcel", state=answer.parcel.state_name))
    if answer.status is CaseStatus.correction_requested:
        lines.append(say("status_correction"))
    return lines


async def _applicant(push: Push) -> Citizen | None:
    """The person to whom this WeChat account is bound."""
    bound = WechatBinding.filter(app_id=push.app_id, openid_hash=hash_of_openid(push.openid))
    binding = await bound.first()
    # There is no session behind a message; nothing that is read here looks at one.
    return Citizen(binding.person_id, new_id()) if binding else None


def _example(region_code: str) -> str:
    body = f"{region_code}{clock.today():%Y%m%d}000001"
    return body + check_character(body)
