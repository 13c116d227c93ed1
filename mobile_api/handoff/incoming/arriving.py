"""What came from the taking city becomes a case here, or goes back with every reason.

The pages are fetched and inspected first, a few at each turn; then one transaction makes the case,
its event and its receipt. Cut anywhere, the next turn goes on from what stands in rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from mobile_api.cases.errors import NotOnline
from mobile_api.cases.transfer.service import (
    ANSWER_FROM_AFAR,
    Received,
    answer_from_afar,
    delivery_received,
    draft_received,
    guide_of_case,
    locked_for_nobody,
    needed_assurance,
    open_guide,
    receive,
)
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.errors import GuideNotFound
from mobile_api.handoff.exchange.client import PartnerClient
from mobile_api.handoff.incoming.fetching import (
    UNREACHABLE,
    Returned,
    Source,
    fetch_some,
    inspected,
    owner_key_of,
    pages_by_key,
)
from mobile_api.handoff.incoming.opening import opened, said_by
from mobile_api.handoff.incoming.telling import Telling, case_message, tell
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.partners.own_keys import CannotUnseal
from mobile_api.handoff.states import HandoffStatus, MessageKind
from mobile_api.handoff.wire.cases import CaseMessage, CorrectionMessage, SealedCase
from mobile_api.handoff.wire.events import CorrectionReturnedFacts, EventKind, ReturnedFacts
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.process.parts import SETTINGS
from uploads.errors import FilesNotUsable
from uploads.stores.storage import ObjectStore
from uploads.taking_in import let_go

_A_MOMENT = timedelta(seconds=1)
_CODES = {
    "situation": "situation_unknown",
    "form": "form_incomplete",
    "delivery": "form_incomplete",
    "materials": "material_missing",
}
NOTHING, WAITS, CHANGED, BACK = "nothing", "waits", "changed", "returned"
CHECKED, CORRECTED = "checked", "corrected"
Body = CaseMessage | CorrectionMessage


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A message as it came, what was sealed in it, and the guide that it has to do for."""

    message: IncomingMessage
    said: Body
    inside: SealedCase
    item: AgreedItem
    guide: ServiceGuide


async def arrive(line: PartnerClient, store: ObjectStore, held: Held[Handoff]) -> str:
    """Do what is next with the message that waits in this handoff; answers how that went.

    Raises TryAgain while the taking city, the store or a file is not to be had.
    """
    partner = await Partner.get(id=held.row.partner_id)
    try:
        return await _arrive(Source(line, store, partner, held.row), held)
    except FilesNotUsable:
        # Swept since it was inspected: it is fetched anew.
        raise TryAgain("files_not_usable") from None
    except Returned as returned:
        async with in_transaction():
            return await _give_back(held, returned.codes)


async def _arrive(source: Source, held: Held[Handoff]) -> str:
    message = await _waiting(held.row)
    if message is None:
        await held.record(due_at=None)
        return NOTHING
    arrival = await _read(held.row, message)
    known = {material.key for material in arrival.guide.materials}
    wanted = pages_by_key(arrival.said.materials, arrival.item.names, known)
    is_all_here = await fetch_some(source, wanted)
    files = await inspected(source.owner_key, wanted) if is_all_here else None
    if files is None:
        wait = _A_MOMENT if is_all_here else timedelta()
        await held.record(due_at=clock.now() + wait, problem="")
        return WAITS
    said = _received(arrival, files, source.owner_key)
    async with in_transaction():
        handoff = await held.locked()
        if handoff.status is not held.row.status:
            # Taken back while its pages were fetched.
            await held.record(due_at=None)
            return CHANGED
        if isinstance(arrival.said, CaseMessage):
            return await _make_case(held, handoff, source.partner, message, said)
        return await _correct(held, handoff, source.partner, message, said)


async def _waiting(handoff: Handoff) -> IncomingMessage | None:
    """The message that is to be looked at: the case itself, then each correction in its turn."""
    if handoff.case_id is None:
        is_new = handoff.status is HandoffStatus.received
        return await case_message(handoff) if is_new else None
    corrections = IncomingMessage.filter(
        handoff_row_id=handoff.id, kind=MessageKind.correction, answer_status=202, applied_at=None
    )
    return await corrections.order_by("-received_at").first()


async def _read(handoff: Handoff, message: IncomingMessage) -> _Arrival:
    """Raises Returned."""
    shape = CaseMessage if message.kind is MessageKind.case else CorrectionMessage
    said: Body = shape.model_validate_json(bytes(message.body))
    try:
        inside = await opened(said.sealed)
    except CannotUnseal:
        # Its key was retired since the message was taken.
        raise Returned("sealed_unreadable") from None
    item = await AgreedItem.get(id=handoff.agreed_item_id)
    guide = await _guide(handoff, item, said)
    _check_situation(guide, said.situation)
    return _Arrival(message, said, inside, item, guide)


async def _guide(handoff: Handoff, item: AgreedItem, said: Body) -> ServiceGuide:
    """Of the item as it is offered today, for a correction of the case. Raises Returned."""
    if isinstance(said, CorrectionMessage) and handoff.case_id is not None:
        async with in_transaction():
            return await guide_of_case(await locked_for_nobody(handoff.case_id))
    return await _offered(item.item_key, said)


async def _offered(item_key: str, said: Body) -> ServiceGuide:
    try:
        guide = (await open_guide(item_key)).guide
    except (GuideNotFound, NotOnline):
        raise Returned("item_gone") from None
    if isinstance(said, CaseMessage) and said.identity.level < needed_assurance(guide):
        raise Returned("identity_too_weak")
    return guide


def _check_situation(guide: ServiceGuide, situation: Mapping[str, str]) -> None:
    """Raises Returned for a question that our guide does not ask, or an answer that it has not."""
    options = {one.key: {option.key for option in one.options} for one in guide.scenario_questions}
    if any(answer not in options.get(key, ()) for key, answer in situation.items()):
        raise Returned("situation_unknown")


def _received(arrival: _Arrival, files: Mapping[str, Sequence[UUID]], owner_key: str) -> Received:
    details, form, post_to = said_by(arrival.inside, arrival.item.names)
    said = arrival.said
    return Received(
        applicant=details,
        level=said.identity.level if isinstance(said, CaseMessage) else 0,
        situation=said.situation,
        form=form,
        files=files,
        owner_key=owner_key,
        delivery=delivery_received(arrival.guide, post_to),
    )


async def _make_case(
    held: Held[Handoff],
    handoff: Handoff,
    partner: Partner,
    message: IncomingMessage,
    said: Received,
) -> str:
    item = await AgreedItem.get(id=handoff.agreed_item_id)
    try:
        found = await open_guide(item.item_key)
    except (GuideNotFound, NotOnline):
        raise Returned("item_gone") from None
    case, faults = await draft_received(found, said, SETTINGS.here().region_code)
    _check_whole(faults)
    case = await receive(case, message.received_at, partner.name)
    await tell(
        handoff,
        EventKind.checked,
        Telling(case_number=case.number),
        status=HandoffStatus.checked,
        case_id=case.id,
    )
    await held.record(due_at=None, problem="")
    return CHECKED


async def _correct(
    held: Held[Handoff],
    handoff: Handoff,
    partner: Partner,
    message: IncomingMessage,
    said: Received,
) -> str:
    case = await locked_for_nobody(handoff.case_id)
    await _mark_applied(message)
    await held.record(due_at=None, problem="")
    if case.status not in ANSWER_FROM_AFAR.sources:
        return CHANGED
    # The history of the case tells the taking city of it, in its place.
    _check_whole(await answer_from_afar(case, said, message.received_at, partner.name))
    return CORRECTED


def _check_whole(faults: Sequence[FieldFault]) -> None:
    """Raises Returned, and with it the transaction is undone."""
    if faults:
        raise Returned(*(_CODES[fault.path.split("/")[1]] for fault in faults))


async def _mark_applied(message: IncomingMessage) -> None:
    await IncomingMessage.filter(id=message.id).update(applied_at=clock.now())


async def give_up(held: Held[Handoff], last: TryAgain) -> str | None:
    """Days have passed: pages that nobody could fetch end it, anything else is for operators."""
    if last.code != UNREACHABLE:
        return None
    return await _give_back(held, (UNREACHABLE,))


async def _give_back(held: Held[Handoff], codes: tuple[str, ...]) -> str:
    """With every reason at once. Of a correction the round stays open: it may be sent again."""
    handoff = await held.locked()
    message = await _waiting(handoff)
    if message is None:
        await held.record(due_at=None)
        return CHANGED
    if handoff.case_id is None:
        what = Telling(facts=ReturnedFacts(codes=codes), receipt={"code": codes[0]})
        await tell(handoff, EventKind.returned, what, status=HandoffStatus.returned)
    else:
        said = CorrectionMessage.model_validate_json(bytes(message.body))
        await _mark_applied(message)
        facts = CorrectionReturnedFacts(round=said.round, codes=codes)
        await tell(handoff, EventKind.correction_returned, Telling(facts=facts))
    await let_go(owner_key_of(handoff))
    await held.record(due_at=None, problem="")
    return BACK
