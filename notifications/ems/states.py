"""Where a parcel can stand, what that is called in Chinese, and what its owner is told of it."""

from enum import StrEnum


class Direction(StrEnum):
    """双向寄递: results to the person, paper originals to the hall."""

    to_person = "to_person"
    to_hall = "to_hall"


class ParcelState(StrEnum):
    """邮件状态. All from `collected` on are computed from the track and never set by hand."""

    order_pending = "order_pending"
    ordered = "ordered"
    collected = "collected"
    in_transit = "in_transit"
    out_for_delivery = "out_for_delivery"
    attempted = "attempted"
    held_at_locker = "held_at_locker"
    delivered = "delivered"
    returning = "returning"
    returned = "returned"
    lost = "lost"
    cancelled = "cancelled"
    order_failed = "order_failed"


STATE_NAMES = {
    ParcelState.order_pending: "等待下单",
    ParcelState.ordered: "已下单,等待揽收",
    ParcelState.collected: "已揽收",
    ParcelState.in_transit: "运输中",
    ParcelState.out_for_delivery: "派送中",
    ParcelState.attempted: "投递未成功",
    ParcelState.held_at_locker: "待领取",
    ParcelState.delivered: "已签收",
    ParcelState.returning: "退回途中",
    ParcelState.returned: "已退回寄件人",
    ParcelState.lost: "邮件遗失",
    ParcelState.cancelled: "已取消",
    ParcelState.order_failed: "下单未成功",
}

_MOVING = {
    ParcelState.collected, ParcelState.in_transit, ParcelState.out_for_delivery,
    ParcelState.attempted, ParcelState.held_at_locker,
}  # fmt: skip
# What later scans do not change: a parcel on its way back is also sorted, carried and tried.
ABSORBED: dict[ParcelState, set[ParcelState]] = {
    ParcelState.returning: _MOVING,
    ParcelState.delivered: _MOVING,
    ParcelState.lost: _MOVING | {ParcelState.returning},
    # Nothing that comes after the sender has it back makes it delivered to the receiver.
    ParcelState.returned: _MOVING | {ParcelState.returning, ParcelState.delivered},
}
FINAL = {ParcelState.delivered, ParcelState.returned, ParcelState.lost}
ENDED = FINAL | {ParcelState.cancelled, ParcelState.order_failed}


class Outcome(StrEnum):
    """What a follower is told. `reversed`: the outcome told before is void, the parcel moves on."""

    sent = "sent"
    delivered = "delivered"
    returned = "returned"
    lost = "lost"
    reversed = "reversed"
    cancelled = "cancelled"
    order_failed = "order_failed"


_OUTCOME_OF = dict.fromkeys((*_MOVING, ParcelState.returning), Outcome.sent) | {
    state: Outcome(state.value) for state in ENDED
}
_FINAL_OUTCOMES = {Outcome.delivered, Outcome.returned, Outcome.lost}


def outcome_to_tell(
    told: Outcome | None, state: ParcelState
) -> tuple[Outcome | None, Outcome | None]:
    """What to tell now, if anything, and what counts as told afterwards."""
    present = _OUTCOME_OF.get(state)
    if told in _FINAL_OUTCOMES and (present is None or present is Outcome.sent):
        return Outcome.reversed, Outcome.sent
    if present is None or present is told:
        return None, told
    return present, present
