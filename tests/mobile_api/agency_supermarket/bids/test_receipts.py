"""A need's log of bids as a bidder checks it: what is missing, moved, altered or not signed."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mobile_api.agency_supermarket.bids.receipts import (
    BidReceipt,
    ReceiptFault,
    issue,
    verify_receipts,
)
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.signatures.service import SIGNER, Signer, public_keys, sign
from tests.stack import Stack

NEED = "N999900-20261201-000001-7"
AT = datetime(2026, 12, 1, 9, 5, 0, 123456, tzinfo=UTC)


def next_of(before: BidReceipt | None, ciphertext: bytes = b"sealed", **changes: Any) -> BidReceipt:
    given: dict[str, Any] = {
        "need_number": NEED,
        "bid_number": before.bid_number + 1 if before else 1,
        "act": BidAct.submitted,
        "received_at": AT,
        "previous": before.running if before else None,
    }
    return issue(ciphertext=ciphertext, **(given | changes))


def a_log(entries: int = 5) -> list[BidReceipt]:
    log: list[BidReceipt] = []
    for number in range(entries):
        log.append(next_of(log[-1] if log else None, f"sealed {number}".encode()))
    return log


def faults(log: Sequence[BidReceipt], held: Sequence[BidReceipt] = ()) -> list[tuple[int, str]]:
    found: list[ReceiptFault] = verify_receipts(log, public_keys(), held)
    return [(fault.bid_number, fault.code.value) for fault in found]


async def test_a_sound_log_has_no_faults(stack: Stack) -> None:
    log = a_log()
    assert faults(log) == faults(log, log) == faults(log, log[-1:]) == faults([]) == []


async def test_what_is_left_out_is_missing(stack: Stack) -> None:
    log = a_log()
    assert faults(log[:1] + log[3:]) == [(2, "missing"), (3, "missing")]
    assert faults(log[1:]) == [(1, "missing")]


async def test_a_missing_end_is_seen_by_whoever_holds_a_receipt(stack: Stack) -> None:
    log = a_log()
    assert faults(log[:3]) == []
    assert faults(log[:3], [log[-1]]) == [(4, "missing"), (5, "missing")]
    assert faults([], [log[0]]) == [(1, "missing")]


async def test_an_entry_at_another_place_or_twice_is_reordered(stack: Stack) -> None:
    one, two, three = a_log(3)
    assert faults([one, three, two]) == [(2, "reordered")]
    assert faults([one, two, two, three]) == [(2, "reordered")]


@pytest.mark.parametrize(
    "change",
    [
        {"act": BidAct.withdrawn},
        {"ciphertext_sha256": "0" * 64},
        {"received_at": AT + timedelta(microseconds=1)},
        {"need_number": "N2"},
    ],
)
async def test_any_altered_fact_is_found(stack: Stack, change: dict[str, Any]) -> None:
    log = a_log(3)
    log[1] = log[1].model_copy(update=change)
    assert faults(log) == [(2, "altered")]


async def test_a_bid_exchanged_and_signed_anew_breaks_the_chain(stack: Stack) -> None:
    """The platform itself could sign another one; those who came later hold what it followed."""
    log = a_log(3)
    exchanged = next_of(log[0], b"another")
    assert faults([log[0], exchanged, log[2]]) == [(3, "altered")]
    assert faults([log[0], exchanged, next_of(exchanged)]) == []
    assert faults([log[0], exchanged, next_of(exchanged)], [log[1]]) == [(2, "altered")]


async def test_a_log_of_another_need_is_no_log_of_this_one(stack: Stack) -> None:
    other = next_of(None, need_number="N2")
    assert faults([other]) == []
    assert (1, "altered") in faults([other], [next_of(None)])
    first_of_other = next_of(None, previous=other.previous)
    assert faults([first_of_other]) == [(1, "altered")]


async def test_an_entry_that_the_platform_did_not_sign(stack: Stack) -> None:
    log = a_log(2)
    borrowed = log[1].model_copy(update={"signature": log[0].signature})
    assert faults([log[0], borrowed]) == [(2, "unsigned")]
    for_another_purpose = sign(log[1].running.encode(), "something-else")
    otherwise = log[1].model_copy(update={"signature": for_another_purpose})
    assert faults([log[0], otherwise]) == [(2, "unsigned")]
    assert [fault.code for fault in verify_receipts(log, [])] == ["unsigned", "unsigned"]


async def test_a_log_goes_on_under_a_new_secret(stack: Stack) -> None:
    log = a_log(2)
    new = base64.b64encode(bytes(range(1, 33))).decode()
    with stack.having(SIGNER, Signer(new, [stack.settings.secret_key])):
        log.append(next_of(log[-1]))
        assert faults(log) == []
    assert faults(log) == [(3, "unsigned")]


async def test_a_receipt_is_the_same_after_a_journey_as_json(stack: Stack) -> None:
    log = a_log(2)
    again = [BidReceipt.model_validate_json(one.model_dump_json()) for one in log]
    assert again == log
    assert faults(again, log) == []


async def test_the_zone_in_which_a_time_is_told_is_no_matter(stack: Stack) -> None:
    china = AT.astimezone(timezone(timedelta(hours=8)))
    assert next_of(None, received_at=china).running == next_of(None).running


async def test_what_is_hashed_is_written_down(stack: Stack) -> None:
    """Another program comes to the same."""

    def sha256(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    beginning = sha256(f"yiwang-bid-log/1\n{NEED}\n")
    digest = sha256("sealed")
    lines = [NEED, "1", "submitted", digest, "2026-12-01T09:05:00.123456Z", beginning]
    receipt = next_of(None)
    assert receipt.running == sha256("".join(f"{one}\n" for one in ["yiwang-bid-log/1", *lines]))
