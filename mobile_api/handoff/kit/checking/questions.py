"""Checks of what a home city answers to questions: itself, its items, where a handoff stands."""

import asyncio
import time
from contextlib import suppress

from mobile_api.handoff.kit.checking.answers import (
    must_answer,
    must_equal,
    must_say,
    must_speak_the_protocol,
    read,
    receipt_in,
)
from mobile_api.handoff.kit.checking.manner import digest_of
from mobile_api.handoff.kit.checking.trial import Trial
from mobile_api.handoff.kit.checking.verdicts import Differs, MessagePart, NotAsked, differing
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.base import VERSION
from mobile_api.handoff.wire.city import Items, Profile
from mobile_api.handoff.wire.events import EventMessage, EventsPage, HandoffState
from mobile_api.shared.ids import new_id
from mobile_api.signatures.service import VerifyingKey

_LOOK_SECONDS = 0.2
_WITH_RECEIPT = {"checked", "returned", "decided"}


async def profile(trial: Trial) -> None:
    """Their keys are learnt of it only because a known one signs it."""
    got = await trial.line.ask("GET", "/profile")
    must_speak_the_protocol(got)
    must_answer(got, trial.their, 200)
    said = read(got, Profile)
    if VERSION not in said.versions:
        raise differing(MessagePart.field, f"含 {VERSION}", said.versions, "versions")
    must_equal(MessagePart.field, trial.their.region_code, said.region_code, "region_code")
    must_equal(MessagePart.key, trial.their.encryption_key, said.encryption_key, "encryption_key")
    known = set(trial.their.keys)
    for one in said.signing_keys:
        try:
            key = VerifyingKey.read(one.public_key)
        except ValueError:
            raise Differs(MessagePart.key, "signing_keys.public_key 不是 KIND:BASE64") from None
        must_equal(MessagePart.key, key.key_id, one.key_id, "signing_keys.key_id")
        trial.their.learn(key)
    if not known & {one.key_id for one in said.signing_keys}:
        raise Differs(MessagePart.key, "signing_keys 里没有 introduction.json 的那把密钥")


async def items(trial: Trial) -> None:
    got = await trial.line.ask("GET", "/items")
    with suppress(Differs):
        # Also where it is not signed well: the checks that come want to know what for.
        trial.items = read(got, Items).items
    must_answer(got, trial.their, 200)
    read(got, Items)


async def standing(trial: Trial) -> None:
    case = trial.case
    got = await trial.line.ask("GET", f"/handoffs/{case.handoff_id}")
    must_answer(got, trial.their, 200)
    must_equal(MessagePart.field, case.handoff_id, read(got, HandoffState).handoff_id, "handoff_id")


async def events(trial: Trial) -> None:
    """Waits for the first, so that there is a receipt to check."""
    page = await _some_events(trial)
    for number, event in enumerate(page.events, start=1):
        must_equal(MessagePart.field, number, event.sequence, "events.sequence")
        must_equal(MessagePart.field, trial.case.handoff_id, event.handoff_id, "events.handoff_id")
        _check_receipt(trial, event)
    last = len(page.events)
    if page.last_sequence < last:
        raise differing(MessagePart.field, f"至少 {last}", page.last_sequence, "last_sequence")
    if not page.events:
        raise NotAsked(f"{trial.wanted.patience_seconds:g} 秒内还没有进展,请用 --wait 等得久一些")


async def later_events(trial: Trial) -> None:
    """What stands before the number that is asked for is not told again."""
    page = await _events(trial, 0)
    if not page.events:
        raise NotAsked("还没有进展")
    rest = await _events(trial, 1)
    if rest.events:
        must_equal(MessagePart.field, 2, rest.events[0].sequence, "events.sequence")


async def _some_events(trial: Trial) -> EventsPage:
    until = time.monotonic() + trial.wanted.patience_seconds
    while True:
        page = await _events(trial, 0)
        if page.events or time.monotonic() >= until:
            return page
        await asyncio.sleep(_LOOK_SECONDS)


async def _events(trial: Trial, after: int) -> EventsPage:
    path = f"/handoffs/{trial.case.handoff_id}/events?after={after}"
    got = await trial.line.ask("GET", path)
    must_answer(got, trial.their, 200)
    return read(got, EventsPage)


def _check_receipt(trial: Trial, event: EventMessage) -> None:
    kind, case = str(event.event), trial.case
    if kind not in _WITH_RECEIPT:
        return
    if event.receipt is None:
        raise Differs(MessagePart.field, f"events.receipt: {kind} 必须带回执", "events.receipt")
    must_say(
        receipt_in(event.receipt, trial.their),
        trial.their,
        (ReceiptKind(kind),),
        handoff_id=case.handoff_id,
        message_id=case.message_id,
        request_digest=digest_of(case.body),
    )


async def unknown_handoff(trial: Trial) -> None:
    await _not_found(trial, f"/handoffs/{new_id()}")


async def events_of_unknown(trial: Trial) -> None:
    await _not_found(trial, f"/handoffs/{new_id()}/events?after=0")


async def _not_found(trial: Trial, path: str) -> None:
    got = await trial.line.ask("GET", path)
    must_answer(got, trial.their, 404, "not_found")
