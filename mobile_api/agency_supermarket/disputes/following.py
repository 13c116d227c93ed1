"""What happens to disputes by themselves: days run out, a need is cancelled or fails."""

from datetime import timedelta

from mobile_api.agency_supermarket.disputes import telling
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.objecting import end, let_complain
from mobile_api.agency_supermarket.disputes.states import (
    ABOUT_NAMES,
    MAY_COMPLAIN,
    OPEN,
    DisputeStatus,
)
from mobile_api.agency_supermarket.needs.history import NEED_LOG, note
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.agency_supermarket.needs.states import CANCEL, FAIL_NEED
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.history.moves import SYSTEM

DISPUTES = DueTable(
    model=Dispute, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


async def run_out(held: Held[Dispute]) -> str:
    """The days of whoever has the next word are over."""
    async with in_transaction():
        # The need first, as everybody does who changes its disputes.
        need = await need_by_itself(held.row.need_id)
        dispute = await held.locked()
        if dispute.due_at is None or dispute.due_at > clock.now():
            await held.record(due_at=dispute.due_at)
            return "changed_before"
        if dispute.status is DisputeStatus.objected:
            await _owner_silent(need, dispute)
            await held.record(
                due_at=dispute.due_at, status=dispute.status, complain_by=dispute.complain_by
            )
        elif dispute.status in MAY_COMPLAIN:
            await held.record(due_at=None, status=DisputeStatus.lapsed, ended_at=clock.now())
            about = ABOUT_NAMES[dispute.about]
            text = f"一项对{about}的异议没有在期限内转为投诉,已结束。"
            await note(need, SYSTEM, "dispute_lapsed", text)
        else:
            await held.record(due_at=None, overdue_at=clock.now())
            await note(need, SYSTEM, "dispute_late", "管理部门没有在期限内决定投诉。")
            await telling.tell_late(need, dispute)
    return str(dispute.status)


async def _owner_silent(need: Need, dispute: Dispute) -> None:
    dispute.status = DisputeStatus.overdue
    await let_complain(dispute)
    text = f"采购人没有在期限内答复异议;提出人可以在{dispute.complain_by}前投诉。"
    await note(need, SYSTEM, "dispute_overdue", text)
    await telling.tell_overdue(need, dispute)


async def _follow(event: NeedEvent) -> None:
    """A need that is over has nothing left to object to."""
    need = await need_by_itself(event.need_id)
    for dispute in await Dispute.filter(need_id=need.id, status__in=OPEN):
        await end(dispute, DisputeStatus.moot)
        await telling.tell_moot(need, dispute)


def following() -> list[Follower[NeedEvent]]:
    """Seen again, it finds none open any more."""
    kinds = frozenset({CANCEL.name, FAIL_NEED.name})
    return [Follower(NEED_LOG, "market_disputes", kinds, _follow)]
