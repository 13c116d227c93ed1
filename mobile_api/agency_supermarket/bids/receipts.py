"""Receipts: each entry of a need's log of bids, chained to the one before it and signed.

A bidder who holds one shows whether a bid was dropped, moved, backdated or exchanged; anybody who
has the published log checks all of it with the platform's public keys. Nothing in it names a bidder
or a price.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.signatures.schemas import PublicKey, Signature
from mobile_api.signatures.service import sign, verify

PURPOSE = "bid-receipt"
LONGEST_LOG = 100_000
_HEX = r"^[0-9a-f]{64}$"


class BidEntry(BaseModel):
    """What is hashed. `bid_number`: 1, 2, ... in the need's log. `ciphertext_sha256`: of what was
    handed in, or of what was withdrawn. `previous`: the running hash of the entry before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    need_number: str = Field(pattern=r"^[A-Z0-9][A-Za-z0-9-]{0,39}$")
    bid_number: int = Field(ge=1, le=LONGEST_LOG)
    act: BidAct
    ciphertext_sha256: str = Field(pattern=_HEX)
    received_at: AwareDatetime
    previous: str = Field(pattern=_HEX)


class BidReceipt(BidEntry):
    """An entry with its running hash, and the platform's signature over that."""

    running: str = Field(pattern=_HEX)
    signature: Signature


class ReceiptCode(StrEnum):
    """What is wrong with a log."""

    missing = "missing"
    reordered = "reordered"
    altered = "altered"
    unsigned = "unsigned"


@dataclass(frozen=True)
class ReceiptFault:
    """`bid_number`: of the entry, or of the one that is not there."""

    bid_number: int
    code: ReceiptCode


def issue(
    need_number: str,
    bid_number: int,
    act: BidAct,
    ciphertext: bytes,
    received_at: datetime,
    previous: str | None,
) -> BidReceipt:
    """`previous`: the running hash of the entry before, None for the first. Raises PartMissing."""
    entry = BidEntry(
        need_number=need_number,
        bid_number=bid_number,
        act=act,
        ciphertext_sha256=hashlib.sha256(ciphertext).hexdigest(),
        received_at=received_at,
        previous=previous or beginning(need_number),
    )
    running = _running(entry)
    signature = sign(running.encode(), PURPOSE)
    return BidReceipt(**dict(entry), running=running, signature=signature)


def beginning(need_number: str) -> str:
    """What the first entry of a need's log follows."""
    return _hash(need_number)


def verify_receipts(
    receipts: Sequence[BidReceipt], keys: Sequence[PublicKey], held: Sequence[BidReceipt] = ()
) -> list[ReceiptFault]:
    """Everything wrong with the log of one need, by number; an empty list if it is sound.

    `held`: receipts that others keep, a bidder's own or the last one as published at the deadline;
    without any nobody can see that the end of a log is missing. `missing` are numbers that are not
    there, `reordered` entries behind a higher or the same number, `altered` those that are not what
    was hashed, are held otherwise, or follow another entry or need, and `unsigned` those without a
    signature by one of the keys.
    """
    faults = {ReceiptFault(number, ReceiptCode.missing) for number in _gaps(receipts, held)}
    need = (*held, *receipts)[0].need_number if held or receipts else ""
    by_number = {0: beginning(need)} | {one.bid_number: one.running for one in receipts}
    kept = {one.bid_number: one for one in held}
    by_id = {key.key_id: key for key in keys}
    highest = 0
    for receipt in receipts:
        number = receipt.bid_number
        before = by_number.get(number - 1, receipt.previous)
        is_whole = receipt.need_number == need and receipt.running == _running(receipt)
        if not is_whole or before != receipt.previous or kept.get(number, receipt) != receipt:
            faults.add(ReceiptFault(number, ReceiptCode.altered))
        if not _is_signed(receipt, by_id):
            faults.add(ReceiptFault(number, ReceiptCode.unsigned))
        if number <= highest:
            faults.add(ReceiptFault(number, ReceiptCode.reordered))
        highest = max(highest, number)
    return sorted(faults, key=lambda fault: (fault.bid_number, fault.code))


def _gaps(receipts: Sequence[BidReceipt], held: Sequence[BidReceipt]) -> set[int]:
    present = {one.bid_number for one in receipts}
    last = max(present | {one.bid_number for one in held}, default=0)
    return set(range(1, last + 1)) - present


def _is_signed(receipt: BidReceipt, keys: Mapping[str, PublicKey]) -> bool:
    key = keys.get(receipt.signature.key_id)
    signed = receipt.running.encode()
    return key is not None and verify(signed, PURPOSE, receipt.signature, key)


def _running(entry: BidEntry) -> str:
    return _hash(
        entry.need_number,
        str(entry.bid_number),
        entry.act.value,
        entry.ciphertext_sha256,
        _instant(entry.received_at),
        entry.previous,
    )


def _hash(*lines: str) -> str:
    """SHA-256 over lines of ASCII, the name of the format first, each ended by a line feed."""
    text = "".join(f"{line}\n" for line in ("yiwang-bid-log/1", *lines))
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(at: datetime) -> str:
    """2026-11-30T09:05:00.000000Z"""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
