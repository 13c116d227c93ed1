"""Paper originals by post to the hall: fetched by EMS or posted by the person; their custody."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.cases import telling
from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.post.choice import PostalTerms, chosen_address, postage_of
from mobile_api.cases.post.errors import (
    AlreadyReceived,
    OriginalsNotByPost,
    OriginalsNotExpected,
    OriginalsUnderWay,
    ParcelNotFound,
)
from mobile_api.cases.post.owner import owner_of, parcels_going
from mobile_api.cases.post.schemas import (
    AddressChoice,
    OriginalsReceipt,
    WaybillRequest,
)
from mobile_api.cases.rules import RULES
from mobile_api.cases.scope import locked, scoped, visible_case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import Postage
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.history.moves import actor_of
from notifications.post.errors import ParcelNotCancellable
from notifications.post.models import Parcel, ParcelOutcome
from notifications.post.service import (
    advice_on,
    cancel_parcel,
    follow_parcel,
    normalized,
    post_parcel,
    stop_following,
)
from notifications.post.states import ENDED, CarrierName, Direction, ParcelNews

EXPECTED = frozenset(
    {
        CaseStatus.submitted,
        CaseStatus.correction_requested,
        CaseStatus.pre_reviewed,
        CaseStatus.accepted,
        CaseStatus.under_review,
    }
)
RECEIVED = "originals_received"


async def originals_of(case: Case) -> Sequence[Parcel]:
    """Every parcel to the hall, oldest first."""
    return await parcels_going(case, Direction.to_hall).order_by("created_at", "id")


def may_be_posted(case: Case, guide: ServiceGuide) -> bool:
    return guide.post.materials and case.status in EXPECTED


async def check_expected(caller: Citizen, case_id: UUID) -> None:
    """Whether originals may be posted for the case now; asked before EMS is, so without a lock.

    Raises CaseNotFound, OriginalsNotByPost, OriginalsNotExpected.
    """
    await _guide_if_expected(await visible_case(caller, case_id))


async def order_pickup(
    caller: Citizen, case_id: UUID, choice: AddressChoice, terms: PostalTerms
) -> Case:
    """A courier fetches the originals at that address; EMS was asked whether one comes there.

    The hall pays where posting is free, else the person does, at the door.
    Raises CaseNotFound, OriginalsNotByPost, OriginalsNotExpected, OriginalsUnderWay, and what
    `chosen_address` raises.
    """
    case = await locked(scoped(caller), case_id)
    guide = await _guide_if_expected(case)
    parcels = await originals_of(case)
    if len(parcels) >= most_parcels(case) or any(one.state not in ENDED for one in parcels):
        raise OriginalsUnderWay()
    sender = await chosen_address(caller, choice, terms)
    await post_parcel(
        owner_of(case),
        order_number=f"YM{case.number}-{len(parcels) + 1}",
        sender=sender,
        receiver=terms.hall_contact,
        contents=WORDS.originals.contents,
        direction=Direction.to_hall,
        receiver_pays=postage_of(guide, terms) is Postage.FREE,
    )
    await note(case, actor_of(caller), "pickup_ordered", WORDS.originals.pickup_ordered)
    return case


async def register_number(
    caller: Citizen, case_id: UUID, body: WaybillRequest, terms: PostalTerms
) -> Parcel:
    """Follow a parcel that the person posted themselves. The same number twice is one parcel.

    Raises CaseNotFound, OriginalsNotByPost, OriginalsNotExpected, OriginalsUnderWay.
    """
    case = await locked(scoped(caller), case_id)
    await _guide_if_expected(case)
    parcels = await originals_of(case)
    same = [one for one in parcels if one.waybill_number == body.waybill_number]
    followed = [one for one in same if one.cancel_requested_at is None]
    if followed:
        return followed[0]
    if not same and len(parcels) >= most_parcels(case):
        raise OriginalsUnderWay()
    parcel = await follow_parcel(
        owner_of(case),
        waybill_number=body.waybill_number,
        receiver=terms.hall_contact,
        contents=WORDS.originals.contents,
        carrier_code=body.carrier_code,
    )
    await note(case, actor_of(caller), "originals_posted", WORDS.originals.number_registered)
    return parcel


def advice_on_number(body: WaybillRequest) -> str:
    """A doubt about a number that does not stop anything; empty where there is none."""
    is_ems = body.carrier_code in ("", "ems", "youzhengguonei")
    return advice_on(normalized(body.waybill_number)) if is_ems else ""


async def cancel(caller: Citizen, case_id: UUID, parcel_id: UUID) -> None:
    """Take back a pick-up that nobody came for yet, or a number that was mistyped; not what the
    counter has taken in.

    Raises CaseNotFound, ParcelNotFound, ParcelNotCancellable.
    """
    case = await locked(scoped(caller), case_id)
    parcel = await _original(case, parcel_id)
    if str(parcel.id) in await received_parcels(case):
        raise ParcelNotCancellable()
    if parcel.carrier is CarrierName.kuaidi100:
        await stop_following(parcel.id)
    else:
        await cancel_parcel(parcel.id)


async def receive(caller: Staff, case_id: UUID, receipt: OriginalsReceipt) -> Case:
    """保管登记: who took the originals in, and how they were found; part of the case's history.

    Without a parcel they were brought in person. Raises CaseNotFound, ParcelNotFound,
    AlreadyReceived.
    """
    case = await locked(scoped(caller), case_id)
    if receipt.parcel_id is not None:
        await _original(case, receipt.parcel_id)
        if str(receipt.parcel_id) in await received_parcels(case):
            raise AlreadyReceived()
    payload = receipt.model_dump(mode="json") | {"received_by": caller.key}
    text = WORDS.originals.conditions[receipt.condition]
    await note(case, actor_of(caller), RECEIVED, text, payload)
    return case


async def received_parcels(case: Case) -> set[str]:
    """Ids of the parcels whose originals the counter has taken in."""
    events = await CaseEvent.filter(case_id=case.id, kind=RECEIVED)
    return {str((event.payload or {}).get("parcel_id")) for event in events}


async def tell_case(case: Case, outcome: ParcelOutcome) -> None:
    """What became of originals on their way, in the history of the locked case."""
    text = WORDS.originals.news[outcome.outcome]
    if text is None:
        return
    await note(case, SYSTEM, f"originals_{outcome.outcome.value}", text)
    if outcome.outcome is ParcelNews.delivered:
        await telling.tell_originals_arrived(case, once_per=str(outcome.id))


def most_parcels(case: Case) -> int:
    """With how many parcels originals may come to the hall."""
    return RULES.here().originals_parcels.on(case.began_on).amount


async def _guide_if_expected(case: Case) -> ServiceGuide:
    guide = await guide_of_case(case)
    if not guide.post.materials:
        raise OriginalsNotByPost()
    if not may_be_posted(case, guide):
        raise OriginalsNotExpected()
    return guide


async def _original(case: Case, parcel_id: UUID) -> Parcel:
    parcel = await parcels_going(case, Direction.to_hall).get_or_none(id=parcel_id)
    if parcel is None:
        raise ParcelNotFound()
    return parcel
