"""The history of a draw, its row locked, and the moves that several acts lead to."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from mobile_api.draws.errors import DrawMoveNotAllowed, DrawNotFound
from mobile_api.draws.models import Draw, DrawEntropy, DrawEvent, DrawSecret
from mobile_api.draws.proof.standing import EntropyStanding, last_closing, standing
from mobile_api.draws.schemas import EntrySaid
from mobile_api.draws.states import DISPUTE, ENTER, FAIL, RETURN, DrawFailure, DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import SYSTEM, actor_of
from mobile_api.shared.history.writing import make_move
from mobile_api.shared.json_columns import UnreadableValue

DRAW_LOG = Log(
    name="draw",
    rows=Draw,
    events=DrawEvent,
    subject="draw_id",
    label="number",
    begins_as=DrawStatus.committed,
    # A commitment is public from its first day.
    kept="TRUE",
    refusal=DrawMoveNotAllowed,
)

# The kind of event by which an entry is bound into the history.
ENTRY = "entry"

_FAILED = {
    DrawFailure.called_off: "摇号终止:{because}",
    DrawFailure.not_frozen: "公布的随机数来源截止时名单尚未冻结,摇号按规则终止。",
    DrawFailure.entropy_missing: "期限内没有两人一致登记公开随机数,摇号按规则终止,密数同时公开。",
    DrawFailure.never_published: "公布的期号和备用期均未开奖,摇号按规则终止,密数同时公开。",
    DrawFailure.contest_upheld: "异议成立,摇号终止:{because}",
}
_STOOD = {
    DrawStatus.frozen: (RETURN, "公开随机数尚未登记齐全。"),
    DrawStatus.disputed: (DISPUTE, "工作人员登记的公开随机数不一致,等待核对。"),
    DrawStatus.entropy_entered: (ENTER, "公开随机数由两人一致登记齐全。"),
}


async def locked_draw(draw_id: UUID) -> Draw:
    """The draw, its row locked until the transaction ends. Raises DrawNotFound."""
    transaction_needed()
    draw = await Draw.filter(id=draw_id).select_for_update().first()
    if draw is None:
        raise DrawNotFound()
    return draw


async def entries_said(draw_id: UUID) -> list[EntrySaid]:
    """Every entry in order; who entered it as a number that begins with 1 in each draw."""
    rows = await DrawEntropy.filter(draw_id=draw_id).order_by("entered_at", "id")
    numbers: dict[UUID, int] = {}
    return [
        EntrySaid(
            id=row.id,
            by=numbers.setdefault(row.entered_by, len(numbers) + 1),
            name=row.name,
            issue=row.issue,
            values=row.values,
            evidence=row.evidence,
            at=row.entered_at,
            void=row.void,
        )
        for row in rows
    ]


async def stands(draw: Draw) -> EntropyStanding:
    return standing(draw.sources, await entries_said(draw.id))


async def settle(draw: Draw, staff: Staff) -> None:
    """Move a locked draw to where the entered numbers put it; nothing where it stands there."""
    stood = await stands(draw)
    if stood.never:
        await fail(draw, DrawFailure.never_published)
        return
    begins = last_closing(draw.sources, stood.issues)
    if stood.status is not draw.status:
        move, text = _STOOD[stood.status]
        await make_move(DRAW_LOG, draw, move, actor_of(staff), public_text=text)
        # Whoever has to enter them anew, after a dispute, has as long as before.
        begins = max(begins, clock.now())
    until = max(begins + timedelta(days=draw.wait_days), draw.due_at or begins)
    await set_due(draw, until if draw.status is DrawStatus.frozen else None)


async def set_due(draw: Draw, due_at: object) -> None:
    draw.due_at = due_at  # type: ignore[assignment]
    await Draw.filter(id=draw.id).update(due_at=due_at)


async def fail(draw: Draw, failure: DrawFailure, because: str = "") -> None:
    """End a locked draw without a result. The secret becomes public, so that anyone can see what
    it would have come to. Raises DrawMoveNotAllowed."""
    await make_move(
        DRAW_LOG,
        draw,
        FAIL,
        SYSTEM,
        public_text=_FAILED[failure].format(because=because),
        failure=failure,
        revealed_secret=draw.revealed_secret or await kept_secret(draw),
        due_at=None,
        leased_until=None,
    )
    await DrawSecret.filter(draw_id=draw.id).delete()


async def kept_secret(draw: Draw) -> str | None:
    """None where it is gone, or its key is."""
    try:
        kept = await DrawSecret.get_or_none(draw_id=draw.id)
    except UnreadableValue:
        return None
    return None if kept is None else str(kept.secret)


async def events_of(draw: Draw) -> Sequence[DrawEvent]:
    return await DrawEvent.filter(draw_id=draw.id).order_by("sequence")
