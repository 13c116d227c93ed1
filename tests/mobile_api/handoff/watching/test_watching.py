"""What supervisors see of the line to each city, and what they do about it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import HandoffStatus, MessageState, ReceiptKind
from mobile_api.handoff.watching import replaying
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.clock import Instant
from mobile_api.shared.ids import new_id
from mobile_api.shared.models import AuditRecord
from mobile_api.signatures.service import KeyKind, SigningKey
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.partners.registering import NOW, another, example, load
from tests.mobile_api.handoff.watching.conftest import of_role
from tests.mobile_api.handoff.watching.rows import SECRET_BODY, came, failed, handoff, receipt, sent
from tests.stack import Stack

PARTNERS = "/staff/v1/partners"
ONE = f"{PARTNERS}/linshi"
WHY = {"reason": "对方系统升级"}
OWN = SigningKey.new(KeyKind.ed25519)
HOUR = timedelta(hours=1)


async def test_a_quiet_partner(supervisor: Colleague, partner: Partner) -> None:
    await PartnerKey.all().update(
        valid_from=clock.now() - HOUR, valid_until=clock.now() + timedelta(days=9, hours=1)
    )
    said = await supervisor.ok("GET", PARTNERS)
    assert said["unreadable"] == 0
    (one,) = said["partners"]
    (key,) = one.pop("keys")
    assert (key["standing"], key["kind"], key["days_left"]) == ("good", "ed25519", 9)
    assert one == {
        "key": "linshi",
        "name": "邻市",
        "partner_state": "active",
        "regions": ["999800"],
        "last_sent_at": None,
        "last_received_at": None,
        "waiting": 0,
        "waiting_since": None,
        "undeliverable": 0,
        "open_handoffs": 0,
        "handoffs_with_problem": 0,
        "error_classes": [],
    }


@pytest.mark.standing_at(NOW.isoformat())
async def test_what_waits_what_was_given_up_and_what_is_open(
    supervisor: Colleague, partner: Partner
) -> None:
    first = await handoff(partner, problem="due_date_differs")
    await handoff(partner, HandoffStatus.finished, problem="due_date_differs")
    await handoff(partner, HandoffStatus.chosen)
    delivered = await sent(first, MessageState.delivered, 1, 5 * HOUR)
    oldest = await sent(first, MessageState.waiting, 2, 3 * HOUR)
    await sent(first, MessageState.waiting, 3, HOUR)
    await sent(first, MessageState.undeliverable, 4)
    answer = receipt(first, OWN, ReceiptKind.received, new_id(), SECRET_BODY)
    message = await came(first, answer)
    one = await supervisor.ok("GET", ONE)
    assert (one["waiting"], one["undeliverable"]) == (2, 1)
    assert (one["open_handoffs"], one["handoffs_with_problem"]) == (1, 1)
    assert one["waiting_since"] == shown(oldest.created_at)
    assert one["last_sent_at"] == shown(delivered.answered_at)
    assert one["last_received_at"] == shown(message.received_at)
    [agreement] = one["agreements"]
    assert agreement == {
        "number": "示范-邻市-2026-01",
        "valid_from": "2026-12-01",
        "valid_until": "2029-11-30",
        "ended_on": None,
        "items": 2,
    }


def shown(at: Any) -> str:
    return str(TypeAdapter(Instant).dump_python(at, mode="json"))


async def test_errors_of_a_day_by_code(supervisor: Colleague, partner: Partner) -> None:
    now = clock.now()
    one = await handoff(partner)
    waiting = await sent(one)
    old = await sent(one, position=2)
    await sent(one, MessageState.refused, 3, 2 * HOUR, code="not_now")
    await sent(one, MessageState.refused, 4, 48 * HOUR, code="not_now")
    await failed(waiting.id, "handoff_outgoing", "timeout", now - HOUR)
    await failed(old.id, "handoff_outgoing", "timeout", now - 25 * HOUR)
    await failed(one.id, "handoff", "material_host", now - HOUR)
    for code in ("already_open", "already_open", "no_agreement"):
        refused = receipt(one, OWN, ReceiptKind.refused, new_id(), b"", code=code)
        await came(one, refused, 422)
    said = await supervisor.ok("GET", ONE)
    assert [(e["way"], e["code"], e["count"]) for e in said["error_classes"]] == [
        ("incoming", "already_open", 2),
        ("incoming", "no_agreement", 1),
        ("outgoing", "material_host", 1),
        ("outgoing", "not_now", 1),
        ("outgoing", "timeout", 1),
    ]


async def test_nothing_of_one_city_is_counted_for_another(
    stack: Stack, supervisor: Colleague, partner: Partner
) -> None:
    data = example()
    another(data)
    await load(stack, data)
    one = await handoff(partner)
    message = await sent(one)
    await failed(message.id, "handoff_outgoing", "timeout", clock.now())
    other = await supervisor.ok("GET", f"{PARTNERS}/yuanshi")
    assert (other["waiting"], other["open_handoffs"], other["error_classes"]) == (0, 0, [])
    page = await supervisor.ok("GET", f"{PARTNERS}/yuanshi/messages")
    assert page == {"messages": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("pause", PartnerState.paused),
        ("drain", PartnerState.draining),
        ("resume", PartnerState.active),
    ],
)
async def test_pause_drain_resume(
    supervisor: Colleague, partner: Partner, act: str, state: PartnerState
) -> None:
    other = PartnerState.paused if state is not PartnerState.paused else PartnerState.active
    await Partner.all().update(state=other)
    for _ in range(2):
        said = await supervisor.ok("POST", f"{ONE}/{act}", WHY)
        assert said["partner_state"] == state.value
    (record,) = [one for one in await AuditRecord.all() if one.reason == WHY["reason"]]
    assert record.action == {"pause": "partner_paused", "drain": "partner_drained"}.get(
        act, "partner_resumed"
    )
    assert record.caller_key.startswith("staff:") and record.subject_id == str(partner.id)


async def test_replay_lets_what_was_given_up_go_again(
    supervisor: Colleague, partner: Partner
) -> None:
    one = await handoff(partner, HandoffStatus.undeliverable, problem="undeliverable")
    lost = [await sent(one, MessageState.undeliverable, place, HOUR) for place in (1, 2)]
    done = await sent(one, MessageState.delivered, 3)
    assert await supervisor.ok("POST", f"{ONE}/replay", WHY) == {"again": 2, "left": 0, "asked": 0}
    for message in lost:
        row = await OutgoingMessage.get(id=message.id)
        assert (row.state, row.code, row.body) == (MessageState.waiting, "", SECRET_BODY)
        assert row.due_at is not None and row.due_at <= clock.now()
    assert (await OutgoingMessage.get(id=done.id)).state is MessageState.delivered
    found = await Handoff.get(id=one.id)
    assert (found.status, found.problem) == (HandoffStatus.sending, "")
    assert await supervisor.ok("POST", f"{ONE}/replay", WHY) == {"again": 0, "left": 0, "asked": 0}
    assert await AuditRecord.filter(action="partner_replayed").count() == 1


async def test_replay_takes_so_many_at_once(
    supervisor: Colleague, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "MOST_AT_ONCE", 2)
    one = await handoff(partner)
    for place in range(3):
        await sent(one, MessageState.undeliverable, place, HOUR * place)
    assert await supervisor.ok("POST", f"{ONE}/replay", WHY) == {"again": 2, "left": 1, "asked": 0}
    assert await supervisor.ok("POST", f"{ONE}/replay", WHY) == {"again": 1, "left": 0, "asked": 0}


async def test_who_may_look_and_who_may_act(
    stack: Stack, client: httpx.AsyncClient, auditor: Colleague, partner: Partner, citizen: Citizen
) -> None:
    decider = await of_role(stack, client, StaffRole.decider)
    for path in (PARTNERS, ONE, f"{ONE}/messages"):
        assert (await auditor.call("GET", path)).status_code == 200
        assert (await decider.call("GET", path)).status_code == 403
        assert (await citizen.call("GET", path)).status_code == 403
        assert (await client.get(path)).status_code == 401
    for act in ("pause", "drain", "resume", "replay"):
        for caller in (auditor, decider, citizen):
            assert (await caller.call("POST", f"{ONE}/{act}", WHY)).status_code == 403
    assert (await Partner.get()).state is PartnerState.active


async def test_an_unknown_city_and_a_missing_reason(
    supervisor: Colleague, partner: Partner
) -> None:
    for act in ("pause", "drain", "resume", "replay"):
        refused = await supervisor.call("POST", f"{PARTNERS}/nobody/{act}", WHY)
        assert (refused.status_code, refused.json()["code"]) == (404, "partner_not_found")
        refused = await supervisor.call("POST", f"{ONE}/{act}", {"reason": ""})
        assert refused.status_code == 422
    for path in (f"{PARTNERS}/nobody", f"{PARTNERS}/nobody/messages"):
        assert (await supervisor.call("GET", path)).status_code == 404
