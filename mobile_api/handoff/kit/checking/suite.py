"""All checks of a home city in the order in which they are made, and what each comes to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from mobile_api.handoff.kit.checking import handing, questions, refusals
from mobile_api.handoff.kit.checking.spoiled import SPOILED
from mobile_api.handoff.kit.checking.trial import Trial
from mobile_api.handoff.kit.checking.verdicts import (
    CheckOutcome,
    CheckVerdict,
    Differs,
    MessagePart,
    NoCity,
    NotAsked,
)


@dataclass(frozen=True)
class Check:
    """`work` raises Differs, NotAsked or NoCity."""

    name: str
    title: str
    work: Callable[[Trial], Awaitable[None]]


FIRST = Check("profile", "自我介绍、版本和密钥", questions.profile)
CHECKS = (
    FIRST,
    Check("items", "今天可以移交的事项", questions.items),
    Check("case", "收下一件办件,给出回执", handing.case),
    Check("repeated", "同一条消息再来,回执逐字节相同", handing.again),
    Check("differing", "同一编号不同字节,拒绝", handing.other_bytes),
    Check("replayed", "同一个签名再来,拒绝", handing.replay),
    Check("opened-twice", "同一件办件再开,拒绝", handing.open_twice),
    Check("standing", "办件办到哪里", questions.standing),
    Check("events", "进展从 1 起连续,回执可验", questions.events),
    Check("events-after", "只给 after 之后的进展", questions.later_events),
    Check("unknown-handoff", "不存在(或别人)的办件", questions.unknown_handoff),
    Check("unknown-events", "不存在(或别人)的办件的进展", questions.events_of_unknown),
    *(Check(one.name, one.title, one.check) for one in SPOILED),
    Check("too-large", "正文太大", refusals.too_large),
    Check("not-json", "正文不是 JSON", refusals.not_json),
    Check("members-missing", "正文缺少成员", refusals.without_members),
    Check("version-unknown", "没有约定的版本", refusals.another_version),
    Check("agreement-unknown", "没有的协议", refusals.no_agreement),
    Check("item-unknown", "协议里没有的事项", refusals.no_item),
    Check("mode-unknown", "没有约定的方式", refusals.no_mode),
    Check("region-unknown", "没有约定的地区", refusals.no_region),
    Check("withdrawal-unknown", "撤回没有移交的办件", refusals.unknown_withdrawal),
    Check("withdrawal", "撤回刚才移交的办件", handing.withdrawal),
)


async def run(trial: Trial, checks: Sequence[Check] = CHECKS) -> AsyncIterator[CheckVerdict]:
    """One verdict after the other.

    Raises NoCity where the first question is not answered by a city.
    """
    for check in checks:
        yield await _verdict(check, trial)


async def _verdict(check: Check, trial: Trial) -> CheckVerdict:
    try:
        await check.work(trial)
    except Differs as differs:
        return CheckVerdict(
            check.name, check.title, CheckOutcome.differs, differs.part, differs.told, differs.base
        )
    except NotAsked as reason:
        return CheckVerdict(check.name, check.title, CheckOutcome.not_asked, told=str(reason))
    except NoCity as reason:
        if check is FIRST:
            raise
        return CheckVerdict(
            check.name, check.title, CheckOutcome.differs, MessagePart.line, str(reason)
        )
    return CheckVerdict(check.name, check.title, CheckOutcome.holds)
