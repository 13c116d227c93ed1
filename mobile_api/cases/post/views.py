"""Shapes the postal leg: for the owner of a case, and for the window that hands parcels over."""

from collections.abc import Sequence

from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.models import Case
from mobile_api.cases.post.choice import PostalTerms, postage_of
from mobile_api.cases.post.models import PostalTask, PostalTaskState
from mobile_api.cases.post.originals import may_be_posted
from mobile_api.cases.post.owner import owner_of
from mobile_api.cases.post.results import MOST_POSTINGS, times_posted
from mobile_api.cases.post.schemas import DeliveryView, LegEvent, ParcelLeg, PostalTaskView
from notifications.post.schemas import ParcelView
from notifications.post.service import parcels_of
from notifications.post.states import Direction, ParcelState

_S = ParcelState
_NEXT_STEPS = {
    _S.order_pending: "正在向邮政下单",
    _S.ordered: "等待邮递员揽收",
    _S.collected: "邮件将运往收件地",
    _S.in_transit: "邮件到达收件地后派送",
    _S.out_for_delivery: "请保持电话畅通,当面签收",
    _S.attempted: "邮递员将再次派送或与收件人联系",
    _S.held_at_locker: "请按取件短信的地点和期限领取,逾期将退回",
    _S.delivered: "",
    _S.returning: "邮件退回后,请确认新的收件地址",
    _S.returned: "请确认新的收件地址,或到窗口领取",
    _S.lost: "工作人员正在处理理赔和补发",
    _S.cancelled: "",
    _S.order_failed: "等待核对地址后重新下单",
}
_TO_HALL_NEXT_STEPS = _NEXT_STEPS | {
    _S.ordered: "等待邮递员上门取件或快递公司的第一条消息",
    _S.collected: "邮件将运往政务服务中心",
    _S.in_transit: "邮件到达后由政务服务中心签收",
    _S.out_for_delivery: "等待政务服务中心签收",
    _S.attempted: "邮递员将再次派送",
    _S.held_at_locker: "等待政务服务中心领取",
    _S.delivered: "等待窗口登记接收",
    _S.returning: "邮件退回后,请重新寄送或送到窗口",
    _S.returned: "请重新寄送或送到窗口",
    _S.lost: "请与快递公司和窗口联系",
    _S.order_failed: "请到邮局交寄后填写邮件号,或送到窗口",
}
_CANCELLABLE = frozenset({_S.order_pending, _S.ordered})


async def delivery_view(case: Case, terms: PostalTerms) -> DeliveryView:
    """Both directions of a case's post, and what waits for its owner."""
    guide = await guide_of_case(case)
    parcels = await parcels_of(owner_of(case)) if case.number else []
    results = [one for one in parcels if one.direction == Direction.to_person]
    chosen = case.delivery
    task = await _open_task(case)
    return DeliveryView(
        kind=chosen.kind if chosen else None,
        postage=postage_of(guide, terms),
        agrees_to_postage=chosen is not None and chosen.agrees_to_postage,
        receiver=chosen.address.masked() if chosen and chosen.address else None,
        is_address_change_pending=chosen is not None and chosen.next_address is not None,
        result=[_leg(one, _NEXT_STEPS) for one in results],
        originals=[
            _leg(one, _TO_HALL_NEXT_STEPS) for one in parcels if one.direction == Direction.to_hall
        ],
        may_post_originals=may_be_posted(case, guide),
        task=task_view(task, case) if task else None,
        may_post_again=task is not None and times_posted(results) < MOST_POSTINGS,
    )


async def _open_task(case: Case) -> PostalTask | None:
    waiting = PostalTask.filter(
        case_id=case.id, state__in=[PostalTaskState.open, PostalTaskState.held]
    )
    return await waiting.order_by("-opened_at").first()


def task_view(task: PostalTask, case: Case) -> PostalTaskView:
    return PostalTaskView(
        id=task.id,
        case_id=case.id,
        case_number=case.number or "",
        item_name=case.item_name,
        parcel_id=task.parcel_id,
        kind=task.kind.value,
        state=task.state.value,
        opened_at=task.opened_at,
        due_on=task.due_on,
    )


def _leg(parcel: ParcelView, next_steps: dict[ParcelState, str]) -> ParcelLeg:
    state = ParcelState(parcel.state)
    return ParcelLeg(
        id=parcel.id,
        waybill_number=parcel.waybill_number,
        carrier_code=parcel.carrier_code,
        state=parcel.state,
        state_name=parcel.state_name,
        next_step=next_steps[state],
        receiver=parcel.receiver,
        latest=_latest(parcel),
        delivered_at=parcel.delivered_at,
        is_cancellable=state in _CANCELLABLE,
    )


def _latest(parcel: ParcelView) -> LegEvent | None:
    events: Sequence[LegEvent] = [
        LegEvent(at=one.at, text=one.text, place=one.place, carrier_text=one.carrier_text)
        for one in parcel.events[:1]
    ]
    return events[0] if events else None
