"""What an agency is told of its credit: every change, and what it can do till when."""

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.states import SANCTION_NAMES
from mobile_api.agency_supermarket.agencies.telling import tell
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry, CreditRepair
from notifications.words.service import date_text

_OBJECT, _NOTHING_TO_DO = "如有异议,请在{day}前提出", "不需要办理任何手续"


async def tell_entered(agency: Agency, entry: CreditEntry, name: str, score: int) -> None:
    last_day = date_text(entry.object_by)
    data = {
        "kind": name,
        "points": f"{entry.points:+d}",
        "score": str(score),
        "reason": entry.reason,
        "until": date_text(entry.counts_until),
        "advice": _NOTHING_TO_DO if entry.points > 0 else _OBJECT.format(day=last_day),
    }
    await tell(agency, "credit_entered", data, once_per=str(entry.id))


async def tell_answered(agency: Agency, entry: CreditEntry, name: str, score: int) -> None:
    data = {"kind": name, "answer": entry.answer, "score": str(score)}
    await tell(agency, "credit_objection_answered", data, once_per=str(entry.id))


async def tell_repair(agency: Agency, repair: CreditRepair, name: str, score: int) -> None:
    outcome = "同意修复" if repair.granted else "未同意修复"
    data = {"kind": name, "outcome": outcome, "reason": repair.reason, "score": str(score)}
    await tell(agency, "credit_repair_decided", data, once_per=str(repair.id))


async def tell_hearing(agency: Agency, effect: CreditEffect) -> None:
    data = {
        "sanction": SANCTION_NAMES[effect.kind],
        "score": str(effect.score),
        "below": str(effect.below),
        "hear_by": date_text(effect.hear_by),
    }
    await tell(agency, "credit_hearing", data, once_per=str(effect.id))


async def tell_hearing_ended(agency: Agency, effect: CreditEffect) -> None:
    data = {"sanction": SANCTION_NAMES[effect.kind], "reason": effect.reason}
    await tell(agency, "credit_hearing_ended", data, once_per=str(effect.id))
