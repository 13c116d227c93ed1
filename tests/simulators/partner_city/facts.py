"""Facts of events, where a test does not tell its own: plausible ones of today."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

_STATUTORY_DAYS, _PROMISED_DAYS, _ANSWER_DAYS = 20, 10, 15
FAULT = {
    "target": "material",
    "key": "photo",
    "reason": "照片不清楚",
    "advice": "请重新拍摄后上传",
}
REASON = {"reason": "不符合办理条件", "advice": "可以在六十日内申请行政复议"}


def facts_of(event: str, today: date, outcome: str, rounds: int, plain: Any) -> dict[str, Any]:
    """`rounds` of correction were asked for before; `plain` is what will be sealed.

    Limits are of calendar days, so that no calendar of working days is needed to count them.
    """
    if event == "correction_requested":
        answer_by = (today + timedelta(days=_ANSWER_DAYS)).isoformat()
        return {"round": rounds + 1, "count": len(plain["faults"]), "answer_by": answer_by}
    if event == "accepted":
        return _accepted(today)
    told: Mapping[str, dict[str, Any]] = {
        "returned": {"codes": ["material_missing"]},
        "corrected": {"round": rounds},
        "suspended": {"reason_code": "hearing", "until": None},
        "resumed": {"reason_code": "hearing", "until": None},
        "decided": {"outcome": outcome, "decided_on": today.isoformat()},
        "posted": {"carrier": "ems", "waybill_number": "1199000000011"},
        "delivered": {"carrier": "ems", "waybill_number": "1199000000011"},
        "delivery_undone": {"carrier": "ems", "waybill_number": "1199000000011"},
    }
    return dict(told.get(event, {}))


def plain_of(event: str, outcome: str) -> Any:
    """What is to be sealed with it, None where nothing is."""
    if event == "correction_requested":
        return {"faults": [FAULT]}
    if event == "declined" or (event == "decided" and outcome == "refused"):
        return dict(REASON)
    return None


def _accepted(today: date) -> dict[str, Any]:
    def limit(days: int) -> dict[str, Any]:
        return {"value": days, "unit": "calendar_day"}

    def due(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    return {
        "accepted_on": today.isoformat(),
        "statutory": limit(_STATUTORY_DAYS),
        "promised": limit(_PROMISED_DAYS),
        "statutory_due_on": due(_STATUTORY_DAYS),
        "promised_due_on": due(_PROMISED_DAYS),
        "deemed": False,
    }
