"""Where a parcel can stand, what that is called in Chinese, and what its owner is told of it."""

from datetime import timedelta
from enum import StrEnum


class Direction(StrEnum):
    """双向寄递: results to the person, paper originals to the hall."""

    to_person = "to_person"
    to_hall = "to_hall"


class CarrierName(StrEnum):
    """Who tells of a parcel: EMS of those that we order, Kuaidi100 of any carrier's number."""

    ems = "ems"
    kuaidi100 = "kuaidi100"


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
    ParcelState.collected,
    ParcelState.in_transit,
    ParcelState.out_for_delivery,
    ParcelState.attempted,
    ParcelState.held_at_locker,
}
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


class ParcelNews(StrEnum):
    """What a follower is told. `reversed`: the outcome told before is void, the parcel moves on.

    `held`: to be fetched at a locker or a counter; `still_held`: it lies there since three days.
    """

    sent = "sent"
    held = "held"
    still_held = "still_held"
    delivered = "delivered"
    returned = "returned"
    lost = "lost"
    reversed = "reversed"
    cancelled = "cancelled"
    order_failed = "order_failed"


class AlertKind(StrEnum):
    """提醒: what staff should look at."""

    silent = "silent"
    lost = "lost"
    returned = "returned"
    refused = "refused"
    locker_expiring = "locker_expiring"
    order_failed = "order_failed"


ALERT_NAMES = {
    AlertKind.silent: "邮件长时间没有新消息,请联系快递公司查询",
    AlertKind.lost: "邮件遗失,请办理理赔并重新制证",
    AlertKind.returned: "邮件已退回,请联系当事人重新确认地址",
    AlertKind.refused: "收件人拒收,请联系当事人",
    AlertKind.locker_expiring: "邮件存放多日未取,请提醒当事人领取",
    AlertKind.order_failed: "下单未成功,请核对地址后重新下单",
}
# How long a parcel may say nothing new, by where it stands; what has ended may be silent for ever.
SILENT_AFTER = {
    ParcelState.ordered: timedelta(days=3),
    ParcelState.collected: timedelta(days=2),
    ParcelState.in_transit: timedelta(days=4),
    ParcelState.out_for_delivery: timedelta(days=2),
    ParcelState.attempted: timedelta(days=3),
    ParcelState.held_at_locker: timedelta(days=7),
    ParcelState.returning: timedelta(days=10),
}

_OUTCOME_OF = dict.fromkeys((*_MOVING, ParcelState.returning), ParcelNews.sent) | {
    ParcelState.held_at_locker: ParcelNews.held,
    **{state: ParcelNews(state.value) for state in ENDED},
}
_FINAL_OUTCOMES = {ParcelNews.delivered, ParcelNews.returned, ParcelNews.lost}
_HELD_OUTCOMES = {ParcelNews.held, ParcelNews.still_held}


def outcome_to_tell(
    told: ParcelNews | None, state: ParcelState, *, is_long_held: bool = False
) -> tuple[ParcelNews | None, ParcelNews | None]:
    """What to tell now, if anything, and what counts as told afterwards.

    `is_long_held`: the parcel has waited to be fetched for so long that a reminder is due.
    """
    present = _OUTCOME_OF.get(state)
    if told in _FINAL_OUTCOMES and present not in _FINAL_OUTCOMES:
        return ParcelNews.reversed, ParcelNews.sent
    if present is ParcelNews.held and is_long_held:
        present = ParcelNews.still_held
    # A courier who takes it out of the locker again sends nothing anew.
    if (
        present is None
        or present is told
        or (present is ParcelNews.sent and told in _HELD_OUTCOMES)
    ):
        return None, told
    return present, present
