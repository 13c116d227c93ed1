"""The log of a need's bids: every act with its receipt, in one order by the lock of the need."""

import hashlib
from datetime import datetime

from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.receipts import BidReceipt, issue
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.errors import BiddingNotOver
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.signatures.schemas import Signature

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


async def enter(
    need: Need, found: Bid, act: BidAct, ciphertext: bytes, received_at: datetime
) -> None:
    """One more act with a bid of a locked need, with its receipt; the bid itself is written."""
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
    need.standing_bids = await Bid.filter(need_id=need.id, is_withdrawn=False).count()
    await need.save(update_fields=["bid_count", "bid_head", "standing_bids"])


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
