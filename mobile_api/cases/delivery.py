"""The postal leg of a case: the result is posted, and what becomes of the parcel moves the case."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mobile_api.cases import messages
from mobile_api.cases.clocks import close_clocks, reopen_clock
from mobile_api.cases.history import SYSTEM, append_event
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.moves import locked, make_move
from mobile_api.cases.review_schemas import DecisionOutcome
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.schemas import DeliveryKind
from mobile_api.cases.states import HAND_OVER, SIGNED_FOR, UNDO_SIGNED_FOR, CaseStatus, Move
from mobile_api.shared import clock
from mobile_api.shared.claims import claim_due, work_each
from mobile_api.shared.database import in_transaction
from notifications.ems.models import ParcelOutcome
from notifications.ems.queries import is_superseded
from notifications.ems.schemas import Contact
from notifications.ems.service import post_parcel
from notifications.ems.states import Outcome

_LEASE = timedelta(minutes=1)
_BATCH = 50

_MOVING = (Outcome.delivered, Outcome.reversed)
_NOTES = {
    Outcome.sent: "证件已交寄EMS。",
    Outcome.returned: "邮件被退回,工作人员将联系您重新确认地址。",
    Outcome.lost: "邮件在途中遗失,我们将为您重新制证,不收费用。",
    Outcome.order_failed: "邮寄下单未成功,工作人员将联系您核对地址。",
    Outcome.cancelled: "邮寄已取消,请到窗口领取。",
}


def goes_by_post(case: Case) -> bool:
    """Whether the result is posted: a refusal is picked up, whatever was chosen before."""
    chosen = (case.delivery or {}).get("kind")
    return chosen == DeliveryKind.post and case.outcome == DecisionOutcome.approved


async def send_result(case: Case, sender: Mapping[str, str]) -> None:
    """Order the posting of the result in the running transaction."""
    receiver = Contact.model_validate((case.delivery or {})["address"])
    await post_parcel(
        case.number or str(case.id),
        order_number=f"YW{case.number}",
        sender=Contact.model_validate(sender),
        receiver=receiver,
        contents="证件",
    )


async def follow_parcels() -> int:
    """Work off what became of parcels; answers how many outcomes were claimed."""
    return await work_each(await claim_due(ParcelOutcome, limit=_BATCH, lease=_LEASE), _follow)


async def _follow(outcome: ParcelOutcome) -> None:
    async with in_transaction():
        # First, so that a claim lost to another worker stops here and tells nothing twice.
        mine = ParcelOutcome.filter(id=outcome.id, attempts=outcome.attempts)
        if not await mine.update(due_at=None, leased_until=None):
            return
        await outcome.fetch_related("parcel")
        found = await Case.filter(number=outcome.reference).first()
        if found is not None:
            await _tell_case(await locked(Case.all(), found.id), outcome)


async def _tell_case(case: Case, outcome: ParcelOutcome) -> None:
    if outcome.outcome in _MOVING and await is_superseded(outcome):
        # Worked off late, after the post said otherwise; that later word moves the case.
        return
    if outcome.outcome is Outcome.delivered:
        await close_clocks(case, clock.today(), ClockKind.delivery)
        if await _moved(case, SIGNED_FOR, "证件已签收送达。", delivered_at=outcome.at):
            await messages.tell_delivered(case)
    elif outcome.outcome is Outcome.reversed:
        await _undo_signed_for(case)
    else:
        if outcome.outcome in (Outcome.returned, Outcome.lost):
            await _undo_signed_for(case)
        await append_event(
            case, f"parcel_{outcome.outcome.value}", before=CaseStatus(case.status), actor=SYSTEM,
            public_text=_NOTES[outcome.outcome],
        )  # fmt: skip
        if outcome.outcome is Outcome.sent:
            await messages.tell_posted(case, outcome.parcel.waybill_number or "")


async def _undo_signed_for(case: Case) -> None:
    """The post's own word is taken back; what the counter handed over stays handed over."""
    deliveries = CaseEvent.filter(case_id=case.id, kind__in=[SIGNED_FOR.name, HAND_OVER.name])
    last = await deliveries.order_by("-sequence").first()
    if last is None or last.kind != SIGNED_FOR.name:
        return
    text = "更正:邮政撤销了先前的签收记录。"
    if await _moved(case, UNDO_SIGNED_FOR, text, delivered_at=None):
        await reopen_clock(case, ClockKind.delivery)


async def _moved(case: Case, move: Move, text: str, **changes: Any) -> bool:
    # An outcome told twice, or after the counter handed the result over, changes nothing.
    if case.status not in move.sources:
        return False
    await make_move(case, move, SYSTEM, public_text=text, **changes)
    return True
