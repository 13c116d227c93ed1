"""What a dispute may be about, where it stands, and how it may end."""

from dataclasses import dataclass
from enum import StrEnum


class DisputeAbout(StrEnum):
    """What is objected to."""

    terms = "terms"  # 采购需求的条件
    result = "result"  # 选取结果


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    objected = "objected"
    overdue = "overdue"
    answered = "answered"
    complained = "complained"
    dismissed = "dismissed"
    upheld = "upheld"
    withdrawn = "withdrawn"
    lapsed = "lapsed"
    moot = "moot"


STATUS_NAMES = {
    DisputeStatus.objected: "异议已提出,等待采购人答复",
    DisputeStatus.overdue: "采购人逾期未答复,可以投诉",
    DisputeStatus.answered: "采购人已答复,不服的可以投诉",
    DisputeStatus.complained: "投诉处理中",
    DisputeStatus.dismissed: "投诉不成立",
    DisputeStatus.upheld: "投诉成立",
    DisputeStatus.withdrawn: "已撤回",
    DisputeStatus.lapsed: "未在期限内投诉,已结束",
    DisputeStatus.moot: "采购已变更或终止,不再处理",
}
ABOUT_NAMES = {DisputeAbout.terms: "采购需求", DisputeAbout.result: "选取结果"}
# Nothing is signed while one of these stands.
OPEN = frozenset(
    {
        DisputeStatus.objected,
        DisputeStatus.overdue,
        DisputeStatus.answered,
        DisputeStatus.complained,
    }
)
# The next word is the complainant's.
MAY_COMPLAIN = frozenset({DisputeStatus.overdue, DisputeStatus.answered})


@dataclass(frozen=True)
class DisputeMove:
    """From where to where: of a dispute every step is an event of its need."""

    sources: frozenset[DisputeStatus]
    target: DisputeStatus


# By whoever made it, as long as the desk has not decided; the days of signing go on from then.
WITHDRAW = DisputeMove(OPEN, DisputeStatus.withdrawn)


class DisputeRemedy(StrEnum):
    """What follows where a complaint was right."""

    anew = "anew"  # chosen anew without the winner
    fail = "fail"  # 流标
