"""Bidding: a sealed bid is received, replaced or withdrawn until the deadline, with a receipt.

The row of the need is locked, so that its log has one order; what decides is when a bid arrived,
and not when its turn came.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import avoided_codes
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.agencies.scope import own_agency
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.receipts import BidReceipt, issue
from mobile_api.agency_supermarket.bids.schemas import NOT_SEALED, BidRequest
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.errors import (
    BidChangedTooOften,
    BiddingNotOver,
    BiddingOver,
    BidNotFound,
    NeedChanged,
    NotEligible,
)
from mobile_api.agency_supermarket.needs.history import changed_since
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.sealing.offers import (
    LARGEST_WITHOUT_PROPOSAL,
    SealedOffer,
    seal,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.signatures.schemas import Signature

# Of one agency for one need. Everything stays in the log, which everybody checks as a whole; one
# more is left for taking it back.
MOST_ACTS = 50
_OF_RECEIPTS = (
    "bid_number",
    "act",
    "ciphertext_sha256",
    "received_at",
    "previous",
    "running",
    "key_id",
    "signature",
)
_ONE_OF_TWO = "请提交密封的报价,或直接填写报价内容,不要两样都交。"
_PRICE = "请填写报价金额(分)。"
_PROPOSAL = "这项需求按方案择优,请填写方案。"
_NO_PROPOSAL = "这项需求不评方案,请不要填写方案。"


async def bid(caller: Citizen, need_id: UUID, given: BidRequest, received_at: datetime) -> Bid:
    """Receive a bid, or one in the place of the one before.

    `received_at`: when the call had arrived. Raises NotForMarket, AgencyNotFound, NeedNotFound,
    BiddingOver, NotEligible, NeedChanged (after it had arrived: whoever sent it has not read the
    change), BidChangedTooOften, InvalidInput.
    """
    agency = await own_agency(caller)
    need = await _open_need(need_id, received_at)
    await _check_eligible(need, agency)
    if await changed_since(need.id, received_at):
        raise NeedChanged()
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
    await _log(need, made, act, ciphertext, received_at)
    return made


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
        await _log(need, found, BidAct.withdrawn, bytes(found.ciphertext), received_at)
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


async def _check_eligible(need: Need, agency: Agency) -> None:
    """What is known today; who stands behind whom is judged at the opening. Raises NotEligible."""
    standing = await standing_of(agency.id, need.service_type)
    is_avoided = standing.social_credit_code in await avoided_codes(need)
    if not standing.may_serve or is_avoided or standing.enterprise_id == need.enterprise_id:
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
    if wants_proposal and not given.proposal:
        yield FieldFault("/proposal", "missing", _PROPOSAL)
    if given.proposal and not wants_proposal:
        yield FieldFault("/proposal", "other_method", _NO_PROPOSAL)


async def _log(
    need: Need, found: Bid, act: BidAct, ciphertext: bytes, received_at: datetime
) -> None:
    number = need.bid_count + 1
    previous = need.bid_head or None
    receipt = issue(need.number or "", number, act, ciphertext, received_at, previous)
    await BidLogEntry.create(
        need_id=need.id,
        bid_id=found.id,
        bid_number=number,
        act=act,
        ciphertext=ciphertext,
        ciphertext_sha256=hashlib.sha256(ciphertext).hexdigest(),
        received_at=received_at,
        previous=receipt.previous,
        running=receipt.running,
        key_id=receipt.signature.key_id,
        signature=receipt.signature.value,
    )
    need.bid_count, need.bid_head = number, receipt.running
    await need.save(update_fields=["bid_count", "bid_head"])


async def receipts_of(found: Bid, need: Need) -> list[BidReceipt]:
    """Of one bid, in order."""
    entries = await BidLogEntry.filter(bid_id=found.id).order_by("bid_number")
    return [_receipt(need, one) for one in entries]


async def log_of(need: Need) -> list[BidReceipt]:
    """Of all bids of a need, in order. Raises BiddingNotOver before the deadline."""
    if not need.is_closed and need.status is NeedStatus.published:
        raise BiddingNotOver()
    # Their ciphertexts are megabytes that nobody is shown.
    entries = BidLogEntry.filter(need_id=need.id).order_by("bid_number").only(*_OF_RECEIPTS)
    return [_receipt(need, one) for one in await entries]


def _receipt(need: Need, one: BidLogEntry) -> BidReceipt:
    return BidReceipt(
        need_number=need.number or "",
        bid_number=one.bid_number,
        act=one.act,
        ciphertext_sha256=one.ciphertext_sha256,
        received_at=one.received_at,
        previous=one.previous,
        running=one.running,
        signature=Signature(key_id=one.key_id, value=one.signature),
    )


async def given_before(need_id: UUID, at: datetime) -> frozenset[UUID]:
    """The bids that were last given before that instant."""
    given = BidLogEntry.filter(need_id=need_id).exclude(act=BidAct.withdrawn)
    rows = [(UUID(str(row[0])), row[1]) for row in await given.values_list("bid_id", "received_at")]
    again = {bid_id for bid_id, received_at in rows if received_at >= at}
    return frozenset({bid_id for bid_id, _ in rows} - again)


async def bids_of(need_id: UUID) -> Sequence[Bid]:
    """Every bid for a need, also what was withdrawn, in one order."""
    return await Bid.filter(need_id=need_id).order_by("id")


async def keep(bids: Sequence[Bid], *columns: str) -> None:
    """Write these columns of all of them by one statement."""
    if bids:
        await Bid.bulk_update(bids, columns)


async def bidders_of(need_id: UUID) -> list[UUID]:
    """The agencies with a bid that stands."""
    found = Bid.filter(need_id=need_id, is_withdrawn=False)
    return [UUID(str(one)) for one in await found.values_list("agency_id", flat=True)]
