"""Shapes the postal leg: for the owner of a case, and for the window that hands parcels over."""

from collections.abc import Mapping

from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.models import Case
from mobile_api.cases.post.choice import CARRIERS, PostalTerms, postage_of
from mobile_api.cases.post.models import PostalTask, PostalTaskState
from mobile_api.cases.post.originals import may_be_posted
from mobile_api.cases.post.owner import owner_of
from mobile_api.cases.post.results import may_be_posted_again
from mobile_api.cases.post.schemas import (
    CarrierView,
    DeliveryView,
    HallAddress,
    LegEvent,
    ParcelLeg,
    PostalTaskView,
)
from mobile_api.cases.words import WORDS
from notifications.post.schemas import ParcelView
from notifications.post.service import parcels_of
from notifications.post.states import Direction, ParcelState

_CANCELLABLE = frozenset({ParcelState.order_pending, ParcelState.ordered})


async def delivery_view(case: Case, terms: PostalTerms) -> DeliveryView:
    """Both directions of a case's post, and what waits for its owner."""
    guide = await guide_of_case(case)
    parcels = await parcels_of(owner_of(case)) if case.number else []
    results = [one for one in parcels if one.direction == Direction.to_person]
    chosen = case.delivery
    task = await open_task(case)
    return DeliveryView(
        kind=chosen.kind if chosen else None,
        postage=postage_of(guide, terms),
        agrees_to_postage=chosen is not None and chosen.agrees_to_postage,
        receiver=chosen.address.masked() if chosen and chosen.address else None,
        is_address_change_pending=chosen is not None and chosen.next_address is not None,
        result=[_leg(one, WORDS.results.next_steps) for one in results],
        originals=[
            _leg(one, WORDS.originals.next_steps)
            for one in parcels
            if one.direction == Direction.to_hall
        ],
        may_post_originals=may_be_posted(case, guide),
        hall=_hall(terms),
        carriers=[CarrierView(code=code, name=name) for code, name in CARRIERS.items()],
        task=task_view(task, case) if task else None,
        may_post_again=task is not None and may_be_posted_again(case, results),
    )


def _hall(terms: PostalTerms) -> HallAddress | None:
    """None for an instance that posts nothing."""
    hall = terms.hall
    if not hall:
        return None
    place = "".join(hall.get(part, "") for part in ("province", "city", "county", "address"))
    return HallAddress(name=hall.get("name", ""), phone=hall.get("phone", ""), address=place)


async def open_task(case: Case) -> PostalTask | None:
    """What waits for its owner or for staff because of a parcel: the newest."""
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


def _leg(parcel: ParcelView, next_steps: Mapping[ParcelState, str | None]) -> ParcelLeg:
    state, track = ParcelState(parcel.state), _track(parcel)
    return ParcelLeg(
        id=parcel.id,
        waybill_number=parcel.waybill_number,
        carrier_code=parcel.carrier_code,
        state=parcel.state,
        state_name=parcel.state_name,
        next_step=next_steps[state] or "",
        receiver=parcel.receiver,
        latest=track[0] if track else None,
        track=track,
        delivered_at=parcel.delivered_at,
        is_cancellable=state in _CANCELLABLE,
    )


def _track(parcel: ParcelView) -> list[LegEvent]:
    return [
        LegEvent(at=one.at, text=one.text, place=one.place, carrier_text=one.carrier_text)
        for one in parcel.events
    ]
