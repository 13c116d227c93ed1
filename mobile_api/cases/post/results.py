"""Posting a result: the next parcel of a case, another address before it leaves, another after it
came back."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.cases.history import Actor, note
from mobile_api.cases.models import Case, ChosenDelivery
from mobile_api.cases.post import tasks
from mobile_api.cases.post.choice import PostalTerms, chosen_address
from mobile_api.cases.post.diverting import refusal_of_change
from mobile_api.cases.post.errors import (
    NotByPost,
    NothingToReaddress,
    NothingToReissue,
    PostedTooOften,
)
from mobile_api.cases.post.models import PostalTask, PostalTaskKind, PostalTaskState
from mobile_api.cases.post.owner import owner_of, parcel_of_task, parcels_going
from mobile_api.cases.post.schemas import (
    AddressChoice,
    ReaddressRequest,
    StaffAddress,
    StaffReaddress,
)
from mobile_api.cases.rules import RULES
from mobile_api.cases.scope import locked, scoped
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from notifications.post.models import Parcel
from notifications.post.schemas import Contact, ParcelView
from notifications.post.service import cancel_parcel, order_again, post_parcel
from notifications.post.states import Direction, ParcelState

_WAITING = (PostalTaskState.open, PostalTaskState.held)


async def results_of(case: Case) -> Sequence[Parcel]:
    """Every posting of the result of a case, in the order of their numbers."""
    return await _results(case).order_by("created_at", "id")


def may_be_posted_again(case: Case, results: Iterable[Parcel | ParcelView]) -> bool:
    """Not what came back too often; what was cancelled for another address never left."""
    times = sum(one.state != ParcelState.cancelled for one in results)
    return times < RULES.here().result_postings.on(case.began_on).amount


async def latest_result(case: Case) -> Parcel | None:
    """The posting that counts, its row locked after the case's."""
    return await _results(case).select_for_update().order_by("-created_at", "-id").first()


def _results(case: Case) -> QuerySet[Parcel]:
    return parcels_going(case, Direction.to_person)


async def post_result(
    case: Case, sender: Contact, address: Contact, *, receiver_pays: bool
) -> Parcel:
    """Order the next posting of the result of a locked case: YW..., then YW...-2 and so on."""
    number = await _results(case).count() + 1
    return await post_parcel(
        owner_of(case),
        order_number=f"YW{case.number}" + (f"-{number}" if number > 1 else ""),
        sender=sender,
        receiver=address,
        contents=WORDS.results.contents,
        receiver_pays=receiver_pays,
    )


async def post_again(
    case: Case, previous: Parcel, address: Contact, actor: Actor, kind: str, text: str
) -> None:
    """Post the result of a locked case once more, as `previous` was, to that address."""
    await post_result(case, previous.known_sender, address, receiver_pays=previous.receiver_pays)
    await write_address(case, address)
    await note(case, actor, kind, text)


async def change_address(
    caller: Citizen, case_id: UUID, choice: AddressChoice, terms: PostalTerms
) -> Case:
    """Another receiver, as long as EMS has not collected the parcel.

    A parcel that EMS knows of is cancelled first; what EMS answers decides (`delivery`).
    Raises CaseNotFound, NotByPost, AddressChangeTooLate, MoveNotAllowed, AddressNotFound.
    """
    case = await locked(scoped(caller), case_id)
    address = await chosen_address(caller, choice, terms)
    if not case.is_to_be_posted:
        raise NotByPost()
    await _change(case, address, actor_of(caller))
    return case


async def _change(case: Case, address: Contact, actor: Actor) -> None:
    parcel = await latest_result(case)
    refusal = refusal_of_change(case, parcel)
    if refusal is not None:
        raise refusal
    if parcel is None:
        await write_address(case, address)
        await note(case, actor, "address_changed", WORDS.results.address_changed)
    elif parcel.state is ParcelState.order_failed:
        await order_again(parcel.id, receiver=address)
        await write_address(case, address)
        await note(case, actor, "address_changed", WORDS.results.address_changed)
    else:
        await await_cancelling(case, address)
        await note(case, actor, "address_change_asked", WORDS.results.address_change_asked)
        await cancel_parcel(parcel.id)


async def readdress(
    caller: Citizen, case_id: UUID, body: ReaddressRequest, terms: PostalTerms
) -> Case:
    """The person says what becomes of a returned result: posted elsewhere, or kept at the counter.

    Raises CaseNotFound, NothingToReaddress, PostedTooOften, AddressNotFound, InvalidInput.
    """
    case = await locked(scoped(caller), case_id)
    task = await tasks.task_of(case, PostalTaskKind.readdress, _WAITING)
    if task is None:
        raise NothingToReaddress()
    address = None
    if body.kind is DeliveryKind.post:
        address = await chosen_address(caller, body, terms)
    await _settle(case, task, address, actor_of(caller))
    return case


async def readdress_for(caller: Staff, case_id: UUID, body: StaffReaddress) -> Case:
    """The same by staff on the person's word, audited. Raises as `readdress` does."""
    if body.kind is DeliveryKind.post and body.address is None:
        raise InvalidInput([FieldFault("/address", "missing", WORDS.results.address_missing)])
    case = await locked(scoped(caller), case_id)
    task = await tasks.task_of(case, PostalTaskKind.readdress, _WAITING)
    if task is None:
        raise NothingToReaddress()
    is_posted = body.kind is DeliveryKind.post and body.address is not None
    address = Contact.of(body.address) if is_posted and body.address else None
    await _settle(case, task, address, actor_of(caller))
    await audit(
        caller,
        "readdress_for_person",
        subject_kind="case",
        subject_id=case.id,
        reason=body.reason,
    )
    return case


async def _settle(case: Case, task: PostalTask, address: Contact | None, actor: Actor) -> None:
    if address is None:
        await tasks.keep_at_counter(case)
        await note(case, actor, "kept_for_pick_up", WORDS.results.kept_for_pick_up)
    else:
        if not may_be_posted_again(case, await results_of(case)):
            raise PostedTooOften()
        previous = await parcel_of_task(task)
        await post_again(case, previous, address, actor, "posted_again", WORDS.results.posted_again)
    await tasks.close_task(task, actor.key)


async def reissue(caller: Staff, case_id: UUID, body: StaffAddress) -> Case:
    """A lost result has been made anew: post it, to the same receiver or the one given.

    Raises CaseNotFound, NothingToReissue.
    """
    case = await locked(scoped(caller), case_id)
    task = await tasks.task_of(case, PostalTaskKind.reissue, _WAITING)
    if task is None:
        raise NothingToReissue()
    previous = await parcel_of_task(task)
    address = Contact.of(body.address) if body.address else previous.receiver
    await post_again(case, previous, address, actor_of(caller), "reissued", WORDS.results.reissued)
    await tasks.close_task(task, caller.key)
    await audit(
        caller, "reissue_result", subject_kind="case", subject_id=case.id, reason=body.reason
    )
    return case


async def write_address(case: Case, address: Contact) -> None:
    """This is where the result goes now; nothing is pending any more."""
    await _write_delivery(case, kind=DeliveryKind.post, address=address, next_address=None)


async def await_cancelling(case: Case, next_address: Contact | None) -> None:
    """The parcel under way is to be cancelled for another address; None: for none any more."""
    await _write_delivery(case, next_address=next_address)


async def _write_delivery(case: Case, **changes: Any) -> None:
    chosen = case.delivery or ChosenDelivery(kind=DeliveryKind.post)
    case.delivery = chosen.model_copy(update=changes)
    case.touched_at = clock.now()
    await case.save(update_fields=["delivery", "touched_at"])
