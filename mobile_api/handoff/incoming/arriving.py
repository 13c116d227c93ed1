"""What came from the taking city becomes a case here, or goes back with every reason.

The pages are fetched and inspected first, a few at each turn; then one transaction makes the case,
its event and its receipt. Cut anywhere, the next turn goes on from what stands in rows.
"""

from datetime import timedelta

from mobile_api.cases.states import ANSWER_FROM_AFAR
from mobile_api.cases.transfer.service import (
    Received,
    answer_from_afar,
    draft_received,
    locked_for_nobody,
    receive,
)
from mobile_api.handoff.exchange.client import PARTNERS
from mobile_api.handoff.incoming.fetching import (
    UNREACHABLE,
    PageSource,
    Returned,
    fetch_some,
    inspected,
    owner_key_of,
    pages_by_key,
)
from mobile_api.handoff.incoming.reading import (
    applicant_faults,
    check_whole,
    offered,
    read,
    received,
)
from mobile_api.handoff.incoming.telling import Telling, case_message, tell
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.states import HandoffStatus, MessageKind
from mobile_api.handoff.wire.cases import CorrectionMessage
from mobile_api.handoff.wire.events import CorrectionReturnedFacts, EventKind, ReturnedFacts
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.process.parts import SETTINGS
from uploads.errors import FilesNotUsable
from uploads.service import STORE
from uploads.taking_in import let_go

_A_MOMENT = timedelta(seconds=1)
NOTHING, WAITS, CHANGED, BACK = "nothing", "waits", "changed", "returned"
CHECKED, CORRECTED = "checked", "corrected"


async def arrive(held: Held[Handoff]) -> str:
    """Do what is next with the message that waits in this handoff; answers how that went.

    Raises TryAgain while the taking city, the store or a file is not to be had.
    """
    partner = await Partner.get(id=held.row.partner_id)
    try:
        return await _arrive(PageSource(PARTNERS.here(), STORE.here(), partner, held.row), held)
    except FilesNotUsable:
        # Swept since it was inspected: it is fetched anew.
        raise TryAgain("files_not_usable") from None
    except Returned as returned:
        async with in_transaction():
            return await _give_back(held, returned.codes)


async def _arrive(source: PageSource, held: Held[Handoff]) -> str:
    message = await _waiting(held.row)
    if message is None:
        await held.record(due_at=None)
        return NOTHING
    arrival = await read(held.row, message)
    known = {material.key for material in arrival.guide.materials}
    wanted = pages_by_key(arrival.said.materials, arrival.item.names, known)
    is_all_here = await fetch_some(source, wanted)
    files = await inspected(source.owner_key, wanted) if is_all_here else None
    if files is None:
        wait = _A_MOMENT if is_all_here else timedelta()
        await held.record(due_at=clock.now() + wait, problem="")
        return WAITS
    said = received(arrival, files, source.owner_key)
    async with in_transaction():
        return await _take(held, source.partner, message, said)


async def _take(
    held: Held[Handoff], partner: Partner, message: IncomingMessage, said: Received
) -> str:
    handoff = await held.locked()
    if handoff.status is not held.row.status:
        # Taken back while its pages were fetched.
        await held.record(due_at=None)
        return CHANGED
    make = _make_case if message.kind is MessageKind.case else _correct
    return await make(held, handoff, partner, message, said)


async def _waiting(handoff: Handoff) -> IncomingMessage | None:
    """The message that is to be looked at: the case itself, then each correction in its turn."""
    if handoff.case_id is None:
        is_new = handoff.status is HandoffStatus.received
        return await case_message(handoff) if is_new else None
    corrections = IncomingMessage.filter(
        handoff_row_id=handoff.id, kind=MessageKind.correction, answer_status=202, applied_at=None
    )
    return await corrections.order_by("-received_at").first()


async def _make_case(
    held: Held[Handoff],
    handoff: Handoff,
    partner: Partner,
    message: IncomingMessage,
    said: Received,
) -> str:
    item = await AgreedItem.get(id=handoff.agreed_item_id)
    case, faults = await draft_received(await offered(item), said, SETTINGS.here().region_code)
    check_whole([*faults, *applicant_faults(said.applicant)])
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
    assert handoff.case_id is not None
    case = await locked_for_nobody(handoff.case_id)
    await _mark_applied(message)
    await held.record(due_at=None, problem="")
    if case.status not in ANSWER_FROM_AFAR.sources:
        return CHANGED
    # The history of the case tells the taking city of it, in its place.
    check_whole(await answer_from_afar(case, said, message.received_at, partner.name))
    return CORRECTED


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
