"""The history of a case cannot be altered without showing it."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from tortoise.exceptions import IntegrityError

from mobile_api.cases.history import CASE_LOG, SYSTEM, events_of, note
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.shared.crypto import KEYRING, Keyring, keyring
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.history.chain import FACTS, GENESIS, facts_of
from mobile_api.shared.history.comparing import Tally
from mobile_api.shared.history.verifying import verify
from tests.actors import Citizen, Colleague
from tests.stack import Stack


async def accepted(citizen: Citizen, colleague: Colleague) -> Case:
    case = await citizen.submitted_case()
    for move in ("pass-pre-review", "accept"):
        assert (await colleague.move(case["id"], move)).is_success
    return await Case.get(id=case["id"])


async def declined(citizen: Citizen, colleague: Colleague) -> Case:
    case = await citizen.submitted_case()
    reason = {"reason": "不属本部门职权。"}
    assert (await colleague.move(case["id"], "decline-acceptance", reason)).is_success
    return await Case.get(id=case["id"])


async def faults() -> list[dict[str, Any]]:
    """Of the database by itself."""
    found = [one.said() async for one in verify([CASE_LOG], Path("nowhere"), Tally())]
    return [one for one in found if one != {"fault": "heads_missing"}]


@pytest.mark.parametrize(
    ("change", "fault", "place"),
    [
        ("UPDATE case_event SET public_text = '预审未通过' WHERE sequence = 2", "altered", 2),
        ("UPDATE case_event SET actor_key = 'staff:x' WHERE sequence = 1", "altered", 1),
        ("UPDATE case_event SET at = at + interval '1 day' WHERE sequence = 3", "altered", 3),
        ("UPDATE case_event SET hash = previous_hash WHERE sequence = 3", "altered", 3),
        ("UPDATE case_event SET status_after = 'declined' WHERE sequence = 2", "altered", 2),
        ("DELETE FROM case_event WHERE sequence = 2", "removed", 2),
        ("DELETE FROM case_event WHERE sequence = 3", "cut_off", 3),
        ("UPDATE case_file SET status = 'declined'", "status_differs", 3),
        ("UPDATE case_file SET status = 'draft'", "status_differs", 3),
        ("UPDATE case_file SET status = 'approved'", "status_differs", 3),
        ("UPDATE case_file SET event_count = 2", "cut_off", 4),
    ],
)
async def test_every_alteration_shows(
    citizen: Citizen, colleague: Colleague, change: str, fault: str, place: int
) -> None:
    case = await accepted(citizen, colleague)
    assert await faults() == []
    await fetch(change)
    assert await faults() == [
        {"fault": fault, "log": "case", "subject": case.number, "event": place}
    ]


def readings_of_broken_ones() -> float:
    return REGISTRY.get_sample_value("yiwang_broken_histories_total", {"log": "case"}) or 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE case_event SET public_text = '预审未通过' WHERE sequence = 2",
        "UPDATE case_file SET status = 'declined'",
    ],
)
async def test_its_owner_sees_that_it_does_not_hold_and_operators_hear_of_it(
    citizen: Citizen, colleague: Colleague, change: str
) -> None:
    case = await accepted(citizen, colleague)
    path = f"/api/v1/cases/{case.id}/history"
    before = readings_of_broken_ones()
    assert (await citizen.ok("GET", path))["is_intact"] is True
    assert readings_of_broken_ones() == before
    await fetch(change)
    assert (await citizen.ok("GET", path))["is_intact"] is False
    assert readings_of_broken_ones() == before + 1


async def test_a_status_without_any_move_shows(citizen: Citizen) -> None:
    draft = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    assert await faults() == []
    await fetch("UPDATE case_file SET status = 'decided'")
    assert await faults() == [
        {"fault": "status_differs", "log": "case", "subject": draft["id"], "event": 0}
    ]


def by_another_key(previous: bytes, facts: bytes) -> bytes:
    key = base64.b64encode(b"k" * 32).decode()
    return Keyring(key).mac(previous + facts, "history chain")


def by_no_key(previous: bytes, facts: bytes) -> bytes:
    """With the id of the present key, which is no secret."""
    return keyring().mac(b"", "any")[:4] + hashlib.sha256(previous + facts).digest()


@pytest.mark.parametrize("hash_of", [by_another_key, by_no_key])
async def test_whoever_has_no_key_makes_no_link(
    citizen: Citizen, colleague: Colleague, hash_of: Callable[[bytes, bytes], bytes]
) -> None:
    """A whole chain written anew, as by somebody who knows the program and not the secret."""
    case, previous = await accepted(citizen, colleague), GENESIS
    for event in await events_of(case.id):
        facts = facts_of("case", case.id, {name: getattr(event, name) for name in FACTS})
        event.previous_hash, event.hash = previous, hash_of(previous, facts)
        await event.save()
        previous = event.hash
    await Case.filter(id=case.id).update(head_hash=previous)
    assert [(one["fault"], one["event"]) for one in await faults()] == [("altered", 1)]


async def test_histories_hold_across_a_change_of_the_secret_key(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await accepted(citizen, colleague)
    new = base64.b64encode(b"n" * 32).decode()
    with stack.having(KEYRING, Keyring(new, [stack.settings.secret_key])):
        async with in_transaction():
            await note(await Case.get(id=case.id), SYSTEM, "noted", "已登记。")
        assert await faults() == []
    with stack.having(KEYRING, Keyring(new)):
        assert [(one["fault"], one["event"]) for one in await faults()] == [("altered", 1)]


@pytest.mark.parametrize("payload", ["NULL", "'\\x01'"])
async def test_one_damaged_case_does_not_end_the_check(
    citizen: Citizen, colleague: Colleague, payload: str
) -> None:
    case = await declined(citizen, colleague)
    other = await citizen.submitted_case()
    await fetch(f"UPDATE case_event SET payload = {payload} WHERE kind = 'decline_acceptance'")
    await fetch("UPDATE case_file SET status = 'accepted' WHERE id = $1", UUID(other["id"]))
    found = [(one["fault"], one["subject"]) for one in await faults()]
    assert found == [("altered", case.number), ("status_differs", other["number"])]


async def test_events_cannot_share_a_place(citizen: Citizen, colleague: Colleague) -> None:
    case = await accepted(citizen, colleague)
    numbers = sorted(event.sequence for event in await CaseEvent.filter(case_id=case.id))
    assert numbers == [1, 2, 3]


async def test_what_the_release_before_wrote_is_not_taken_any_more(
    citizen: Citizen, colleague: Colleague
) -> None:
    await accepted(citizen, colleague)
    with pytest.raises(IntegrityError, match="case_event_hash_is_keyed"):
        await fetch("UPDATE case_event SET hash = sha256(hash)")
