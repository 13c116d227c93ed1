"""Bidding: a sealed bid is received, replaced or withdrawn until the deadline, with a receipt.

The row of the need is locked, so that its log has one order; what decides is when a bid arrived,
and not when its turn came.
"""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import related_to_owner
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.agencies.scope import own_agency
from mobile_api.agency_supermarket.bids.log import enter, log_of, receipts_of
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.schemas import NOT_SEALED, BidRequest
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.errors import (
    AgencyCannotBid,
    BidChangedTooOften,
    BiddingOver,
    BidNotFound,
    ChangeNotRead,
    NeedChanged,
    NeedNotFound,
    NotEligible,
)
from mobile_api.agency_supermarket.needs.history import (
    change_number,
    changed_since,
    last_change_of_substance,
)
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.sealing.offers import (
    LARGEST_WITHOUT_PROPOSAL,
    SealedOffer,
    seal,
)
from mobile_api.agency_supermarket.selection.engine import price_fault
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.enterprises.queries import hold_who_answers
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError, FieldFault, InvalidInput
from mobile_api.shared.text.words import yuan

__all__ = [
    "bid",
    "given_before",
    "keep",
    "log_of",
    "must_be_given_again",
    "obstacle_to_bid",
    "own_bid",
    "receipts_of",
    "to_be_given_again",
    "withdraw",
]

# Of one agency for one need. Everything stays in the log, which everybody checks as a whole; one
# more is left for taking it back.
MOST_ACTS = 50
_ONE_OF_TWO = "请提交密封的报价,或直接填写报价内容,不要两样都交。"
_PRICE = "请填写报价金额(分)。"
_OVER_BUDGET = "最高限价是{limit},高于限价的报价无效,请改低。"
_PROPOSAL = "这项需求按方案择优,请填写方案。"
_NO_PROPOSAL = "这项需求不评方案,请不要填写方案。"


async def bid(caller: Citizen, need_id: UUID, given: BidRequest, received_at: datetime) -> Bid:
    """Receive a bid, or one in the place of the one before.

    `received_at`: when the call had arrived. Raises NotForMarket, AgencyNotFound, NeedNotFound,
    BiddingOver, AgencyCannotBid, NotEligible, NeedChanged and ChangeNotRead (whoever sent it does
    not know what the need has become), BidChangedTooOften, InvalidInput, NotSignedIn (the account
    has ended since).
    """
    agency = await own_agency(caller)
    need = await _open_need(need_id, received_at)
    await hold_who_answers(caller)
    await _check_eligible(need, agency)
    await _check_read(need, given, received_at)
    ciphertext = _sealed(need, agency, given)
    acts = BidLogEntry.filter(need_id=need.id, bid__agency_id=agency.id)
    if await acts.count() >= MOST_ACTS:
        raise BidChangedTooOften()
    before = await Bid.get_or_none(need_id=need.id, agency_id=agency.id)
    act = BidAct.replaced if before and not before.is_withdrawn else BidAct.submitted
    said = {
        "submitted_by": caller.person_id,
        "ciphertext": ciphertext,
        "sealed_here": given.sealed is None,
        "is_withdrawn": False,
    }
    made = await _kept(need, agency, before, said)
    await enter(need, made, act, ciphertext, received_at)
    return made


async def _check_read(need: Need, given: BidRequest, received_at: datetime) -> None:
    """Of a locked need: nothing is changed beside it.

    A bid may arrive while a change is being written, before anybody can read it: so the sender says
    what was read. And one that named a change before it was there has guessed.
    """
    if await changed_since(need.id, received_at):
        raise NeedChanged()
    last = await change_number(need.id)
    if (given.change_read or 0) != last:
        raise ChangeNotRead(last)


async def _kept(need: Need, agency: Agency, before: Bid | None, said: dict[str, Any]) -> Bid:
    if before is None:
        return await Bid.create(need_id=need.id, agency_id=agency.id, **said)
    await before.update_from_dict(said).save(update_fields=list(said))
    return before


async def withdraw(caller: Citizen, need_id: UUID, received_at: datetime) -> Bid:
    """撤回. Again, it changes nothing. Raises BidNotFound, BiddingOver and others as `bid`."""
    agency = await own_agency(caller)
    need = await _open_need(need_id, received_at)
    found = await Bid.get_or_none(need_id=need.id, agency_id=agency.id)
    if found is None:
        raise BidNotFound()
    if not found.is_withdrawn:
        found.is_withdrawn = True
        await found.save(update_fields=["is_withdrawn"])
        await enter(need, found, BidAct.withdrawn, bytes(found.ciphertext), received_at)
    return found


async def own_bid(caller: Citizen, need_id: UUID) -> Bid:
    """Raises NotForMarket, AgencyNotFound, BidNotFound."""
    agency = await own_agency(caller)
    found = await Bid.get_or_none(need_id=need_id, agency_id=agency.id)
    if found is None:
        raise BidNotFound()
    return found


async def _open_need(need_id: UUID, received_at: datetime) -> Need:
    need = await locked_need(public_needs(), need_id)
    if need.status is not NeedStatus.published or received_at >= need.bids_close_at:
        raise BiddingOver()
    return need


async def obstacle_to_bid(caller: Citizen, need_id: UUID) -> AppError | None:
    """Why one's agency would be refused now, before it has written anything; None where it would
    not. Raises NotForMarket, AgencyNotFound, NeedNotFound."""
    agency = await own_agency(caller)
    need = await public_needs().get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    try:
        await _check_eligible(need, agency)
    except (AgencyCannotBid, NotEligible) as error:
        return error
    return None


async def _check_eligible(need: Need, agency: Agency) -> None:
    """What is known today; who stands behind whom is judged at the opening.

    Raises AgencyCannotBid for what lies with the agency itself, NotEligible for who is avoided.
    """
    standing = await standing_of(agency.id, need.service_type)
    if not standing.may_serve:
        raise AgencyCannotBid()
    related = await related_to_owner(need, [standing], clock.now())
    is_avoided = bool(related) or standing.social_credit_code in need.avoided
    if is_avoided or standing.enterprise_id == need.enterprise_id:
        raise NotEligible()


def _sealed(need: Need, agency: Agency, given: BidRequest) -> bytes:
    if faults := list(_faults(need, given)):
        raise InvalidInput(faults)
    if given.sealed is not None:
        return base64.b64decode(given.sealed)
    offer = SealedOffer(
        need_number=need.number or "",
        agency_id=agency.id,
        price_fen=given.price_fen,
        days=given.days,
        note=given.note,
        proposal=given.proposal or None,
    )
    return seal(offer, need.owner_recipient, need.platform_recipient)


def _faults(need: Need, given: BidRequest) -> Iterator[FieldFault]:
    wants_proposal = need.terms.judging is not None
    if given.sealed is not None:
        if (given.price_fen, given.days, given.note, given.proposal) != (None, None, "", None):
            yield FieldFault("/sealed", "one_of_two", _ONE_OF_TWO)
        elif not wants_proposal and len(given.sealed) * 3 // 4 > LARGEST_WITHOUT_PROPOSAL + 2:
            yield FieldFault("/sealed", "not_sealed", NOT_SEALED)
        return
    if given.price_fen is None:
        yield FieldFault("/price_fen", "missing", _PRICE)
    elif price_fault(given.price_fen, need.terms) is ExclusionReason.price_over_budget:
        limit = yuan(need.terms.budget_fen or 0)
        yield FieldFault("/price_fen", "over_budget", _OVER_BUDGET.format(limit=limit))
    if wants_proposal and not given.proposal:
        yield FieldFault("/proposal", "missing", _PROPOSAL)
    if given.proposal and not wants_proposal:
        yield FieldFault("/proposal", "other_method", _NO_PROPOSAL)


async def given_before(need_id: UUID, at: datetime) -> frozenset[UUID]:
    """The bids that were last given before that instant."""
    given = BidLogEntry.filter(need_id=need_id).exclude(act=BidAct.withdrawn)
    rows = [(UUID(str(row[0])), row[1]) for row in await given.values_list("bid_id", "received_at")]
    again = {bid_id for bid_id, received_at in rows if received_at >= at}
    return frozenset({bid_id for bid_id, _ in rows} - again)


async def to_be_given_again(need_id: UUID) -> frozenset[UUID]:
    """The bids that do not count unless they are given again: older than the last change of what
    the need asks for."""
    changed_at = await last_change_of_substance(need_id)
    return await given_before(need_id, changed_at) if changed_at else frozenset()


async def must_be_given_again(found: Bid, need: Need) -> bool:
    """Whether one's own bid is one of them; after the opening its reason says so."""
    if found.is_withdrawn or need.status is not NeedStatus.published:
        return False
    changed_at = await last_change_of_substance(need.id)
    last = await BidLogEntry.filter(bid_id=found.id).order_by("-bid_number").first()
    return changed_at is not None and last is not None and last.received_at < changed_at


async def keep(bids: Sequence[Bid], *columns: str) -> None:
    """Write these columns of all of them by one statement."""
    if bids:
        await Bid.bulk_update(bids, columns)
