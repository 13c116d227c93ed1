"""Messages of the taking city take effect: rows in the transaction that stores the message."""

from collections import Counter
from datetime import datetime

from mobile_api.cases.states import ANSWER_FROM_AFAR
from mobile_api.cases.transfer.service import MOST_PAGES, locked_for_nobody
from mobile_api.cases.transfer.service import withdraw_from_afar as withdraw_case
from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.inbox import NewMessage, StoredAnswer
from mobile_api.handoff.incoming.adding import NewCase, add_alone
from mobile_api.handoff.incoming.agreed import Agreed, agreed
from mobile_api.handoff.incoming.fetching import owner_key_of
from mobile_api.handoff.incoming.opening import applicant_hash, opened, said_in
from mobile_api.handoff.incoming.queries import home_row
from mobile_api.handoff.incoming.telling import tell
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.partners.own_keys import CannotUnseal, unsealed
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import OVER, HandoffStatus
from mobile_api.handoff.wire.cases import (
    CaseMessage,
    CorrectionMessage,
    Material,
    SealedCase,
    WithdrawalMessage,
)
from mobile_api.handoff.wire.events import EventKind
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake, wake_sometimes
from mobile_api.shared.process.parts import SETTINGS
from uploads.taking_in import let_go


async def case_that_came(partner: Partner, said: CaseMessage, received_at: datetime) -> NewCase:
    """What it asks of this city; nothing is written. Raises Refused."""
    if partner.state is PartnerState.draining:
        raise Refused("draining")
    on = clock.beijing_date(received_at)
    known = await agreed(partner, said.agreement, said.region_code, on)
    item = _item(known, said)
    _check_region(item, known.region)
    _check_pages(said.materials)
    person = applicant_hash(item.item_key, _opened_by(known, said.sealed).applicant.id_number)
    return NewCase(said.handoff_id, item.id, known.region, said.taken_number, person)


async def take_case(message: NewMessage, new: NewCase, answer: StoredAnswer) -> None:
    """A case has arrived, and `answer` is its receipt; the worker makes it one of ours.

    By one statement, outside of any transaction. Raises Refused, as `add_alone`.
    """
    await add_alone(message, new, answer)
    await wake_sometimes(Handoff._meta.db_table)


def _item(known: Agreed, said: CaseMessage) -> AgreedItem:
    """What it is for, by the narrowest word for what does not hold. Raises Refused."""
    if not known.is_agreed:
        raise Refused("no_agreement")
    same = [one for one in known.items if one.basic_code == said.item]
    if not same:
        raise Refused("item_not_agreed")
    for one in same:
        if one.mode is said.mode:
            return one
    raise Refused("mode_not_agreed")


def _check_region(item: AgreedItem, region: str) -> None:
    """Without a list every county of this city is agreed. Raises Refused."""
    own = SETTINGS.here().region_code
    if not (region in item.regions if item.regions else region[:4] == own[:4]):
        raise Refused("region_not_agreed")


def _opened_by(known: Agreed, sealed: str) -> SealedCase:
    try:
        return said_in(unsealed(sealed, known.identities))
    except CannotUnseal:
        raise Refused("sealed_unreadable") from None


def _check_pages(materials: list[Material]) -> None:
    """As many pages of one material as a case here may have. Raises Refused."""
    pages = Counter(one.key for one in materials)
    if pages and max(pages.values()) > MOST_PAGES:
        raise Refused("too_many_materials")


async def _opened(sealed: str) -> SealedCase:
    try:
        return await opened(sealed)
    except CannotUnseal:
        raise Refused("sealed_unreadable") from None


async def take_correction(
    partner: Partner, said: CorrectionMessage, received_at: datetime
) -> Handoff:
    """What was asked for has arrived; the worker looks at it before any day is counted.

    Raises Refused.
    """
    handoff = await _locked(partner, said)
    if handoff.case_id is None or handoff.due_at is not None:
        # Not yet a case, or the last correction is still being looked at.
        raise Refused("not_now")
    case = await locked_for_nobody(handoff.case_id)
    if said.round != case.correction_round:
        raise Refused("round_differs")
    if case.status not in ANSWER_FROM_AFAR.sources:
        raise Refused("not_now")
    _check_pages(said.materials)
    await _opened(said.sealed)
    handoff.due_at = handoff.changed_at = received_at
    await handoff.save(update_fields=["due_at", "changed_at"])
    await wake(Handoff._meta.db_table)
    return handoff


async def take_withdrawal(
    partner: Partner, said: WithdrawalMessage, received_at: datetime
) -> Handoff:
    """The applicant wants it back. Asked again it changes nothing. Raises Refused."""
    handoff = await _locked(partner, said)
    if handoff.withdrawal_asked_at is not None or handoff.status in OVER:
        return handoff
    handoff.withdrawal_asked_at = handoff.changed_at = received_at
    await handoff.save(update_fields=["withdrawal_asked_at", "changed_at"])
    if handoff.case_id is None:
        # Whoever fetches its pages at this moment finds another status and stops.
        await tell(handoff, EventKind.withdrawn, status=HandoffStatus.withdrawn, due_at=None)
        await let_go(owner_key_of(handoff))
        return handoff
    # The history of the case says it to whoever follows, after what happened before.
    await withdraw_case(await locked_for_nobody(handoff.case_id), partner.name)
    return handoff


async def _locked(partner: Partner, said: CorrectionMessage | WithdrawalMessage) -> Handoff:
    handoff = await home_row(partner, said.handoff_id, is_locked=True)
    if handoff is None:
        raise Refused("unknown_handoff")
    return handoff
