"""What the steps of the custody log are called."""

from collections.abc import Mapping
from typing import Final

from mobile_api.handoff.states import CustodyStep

STEP_NAMES: Final[Mapping[CustodyStep, str]] = {
    CustodyStep.collected: "收取",
    CustodyStep.sealed: "封装",
    CustodyStep.posted: "寄出",
    CustodyStep.delivered: "快递已签收",
    CustodyStep.sent_back: "快递已退回",
    CustodyStep.received: "收到",
    CustodyStep.returned: "退还",
    CustodyStep.handed_over: "交还本人",
    CustodyStep.lost: "遗失",
    CustodyStep.corrected: "更正",
}
