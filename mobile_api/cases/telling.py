"""Which milestones are told to the applicant, in words that fit WeChat's fields."""

from datetime import date

from mobile_api.cases.applicants import recipient_of
from mobile_api.cases.models import Case
from mobile_api.cases.words import WORDS
from notifications.service import notify
from notifications.words.service import date_text


def _page_of(case: Case) -> str:
    """The mini-program's page of the case, and for which enterprise it is looked at."""
    acting = f"&for={case.enterprise_id}" if case.enterprise_id else ""
    return f"pages/case/detail?id={case.id}{acting}"


async def _tell(case: Case, event: str, data: dict[str, str], *, once_per: str) -> None:
    if case.handoff_side == "home":
        # The city where they applied tells them: here nobody has an inbox, a phone or WeChat.
        return
    await notify(
        await recipient_of(case),
        event,
        {"item_name": case.item_name, "case_number": case.number or "", **data},
        subject=f"case:{case.id}",
        dedupe_key=f"{case.id}:{event}:{once_per}",
        page=_page_of(case),
    )


async def tell_correction(case: Case, count: int, answer_by: date) -> None:
    """补正: how many faults, and till when."""
    advice = WORDS.counter.faults_counted.format(count=count)
    data = {"advice": advice, "due_on": date_text(answer_by)}
    await _tell(case, "correction_requested", data, once_per=str(case.correction_round))


async def tell_accepted(case: Case, accepted_on: date, due_on: date) -> None:
    """受理: since when, and till when a decision is promised."""
    data = {"accepted_on": date_text(accepted_on), "due_on": date_text(due_on)}
    await _tell(case, "accepted", data, once_per="once")


async def tell_completed(case: Case, result: str, hint: str) -> None:
    """办结: what was decided and what comes next."""
    await _tell(case, "completed", {"outcome": result, "advice": hint}, once_per="once")


async def tell_posted(case: Case, waybill_number: str) -> None:
    """寄出: the waybill number."""
    data = {"waybill_number": waybill_number}
    await _tell(case, "posted", data, once_per=waybill_number)


async def tell_submitted(case: Case) -> None:
    """收到: in the inbox, so that a person who lost the answer on a bad network finds it."""
    await _tell(case, "submitted", {}, once_per=str(case.correction_round))


async def tell_pre_reviewed(case: Case, following: str) -> None:
    """预审通过, and what comes next."""
    await _tell(case, "pre_reviewed", {"advice": following}, once_per="once")


async def tell_declined(case: Case, reason: str) -> None:
    """不予受理, with the reason."""
    await _tell(case, "declined", {"advice": reason}, once_per="once")


async def tell_delivered(case: Case, *, once_per: str) -> None:
    """送达: of each delivery, for one that is taken back is followed by another."""
    await _tell(case, "delivered", {}, once_per=once_per)


async def tell_not_delivered(case: Case, *, once_per: str) -> None:
    """更正: what was told as delivered is still on its way."""
    await _tell(case, "delivery_undone", {}, once_per=once_per)


async def tell_returned(case: Case, waybill_number: str, due_on: date, *, once_per: str) -> None:
    """退回: the parcel came back; till when another address is waited for."""
    data = {"waybill_number": waybill_number, "due_on": date_text(due_on)}
    await _tell(case, "parcel_returned", data, once_per=once_per)


async def tell_held(case: Case, waybill_number: str, *, once_per: str) -> None:
    """待领取: the parcel lies in a locker or at a counter of the post."""
    await _tell(case, "parcel_held", {"waybill_number": waybill_number}, once_per=once_per)


async def tell_astray(case: Case, news: str, *, once_per: str) -> None:
    """未送达: what another city's parcel met with, in its words."""
    await _tell(case, "home_parcel_astray", {"news": news}, once_per=once_per)


async def tell_lost(case: Case, *, once_per: str) -> None:
    """遗失: the result is made anew."""
    await _tell(case, "parcel_lost", {}, once_per=once_per)


async def tell_kept(case: Case, *, once_per: str) -> None:
    """窗口保管: a returned result is kept at the counter."""
    await _tell(case, "result_held", {}, once_per=once_per)


async def tell_address_kept(case: Case, *, once_per: str) -> None:
    """改址未成: the parcel was collected before the change reached EMS."""
    await _tell(case, "address_not_changed", {}, once_per=once_per)


async def tell_originals_collected(case: Case, papers: str, *, once_per: str) -> None:
    """收取原件: the list of what was taken, as the receipt of it."""
    await _tell(case, "originals_collected", {"papers": papers}, once_per=once_per)


async def tell_originals_lost(case: Case, papers: str, *, once_per: str) -> None:
    """原件遗失或缺失."""
    await _tell(case, "originals_lost", {"papers": papers}, once_per=once_per)


async def tell_originals_handed_back(case: Case, papers: str, *, once_per: str) -> None:
    """原件已交还本人."""
    await _tell(case, "originals_handed_back", {"papers": papers}, once_per=once_per)


async def tell_originals_arrived(case: Case, *, once_per: str) -> None:
    """材料原件已送达大厅."""
    await _tell(case, "originals_arrived", {}, once_per=once_per)
