"""Why needs fail (流标原因), as the figures count it."""

from enum import StrEnum


class FailedFor(StrEnum):
    """The reasons of the selection, those of needs that it never reached, and a complaint's."""

    no_bids = "no_bids"
    none_valid = "none_valid"
    too_few = "too_few"
    winner_excluded = "winner_excluded"
    never_opened = "never_opened"
    never_chosen = "never_chosen"
    no_draw = "no_draw"
    not_scored = "not_scored"
    complaint = "complaint"
    other = "other"


FAILED_FOR_NAMES = {
    FailedFor.no_bids: "没有机构报价",
    FailedFor.none_valid: "没有有效报价",
    FailedFor.too_few: "有效报价少于规定家数",
    FailedFor.winner_excluded: "候选机构都已不能中选",
    FailedFor.never_opened: "采购人没有按时开启报价",
    FailedFor.never_chosen: "采购人没有按时选定",
    FailedFor.no_draw: "摇号没有结果",
    FailedFor.not_scored: "方案没有评审结果",
    FailedFor.complaint: "经投诉处理终止",
    FailedFor.other: "其他原因",
}
