"""What partners may hand over on a day, what the city says of itself, what codes have become."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.inbox import StoredAnswer, arrived
from mobile_api.handoff.exchange.line import SignedLine
from mobile_api.handoff.incoming.service import case_that_came, take_case
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import OwnKey, Partner, RegionSuccessor
from mobile_api.handoff.partners.own_keys import NoOwnKey, rotate, seal
from mobile_api.handoff.partners.queries import items_for, partner_of_key, profile, region_today
from mobile_api.handoff.partners.states import KeyUse, PartnerState
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.cases import CaseMessage
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.signatures.service import Claims, KeyKind, Request, VerifyingKey
from tests.mobile_api.handoff.partners.registering import (
    NOW,
    agreement_of,
    example,
    load,
    partner_of,
)
from tests.stack import Stack

pytestmark = pytest.mark.standing_at(NOW.isoformat())

TODAY = date(2026, 12, 2)


@pytest.fixture
async def partner(stack: Stack) -> Partner:
    await load(stack, example())
    return await Partner.get()


async def test_items_of_a_day(stack: Stack, partner: Partner) -> None:
    (line,) = (await items_for(partner, TODAY)).items
    assert (line.agreement, line.item, line.mode) == (
        "示范-邻市-2026-01",
        "990190004000",
        "collected_on_behalf",
    )
    assert line.name and line.region_codes == ("999901", "999902")
    assert line.valid_until == date(2029, 11, 30)
    assert (await items_for(partner, date(2026, 11, 30))).items == []
    assert (await items_for(partner, date(2029, 12, 1))).items == []


@pytest.mark.parametrize("state", [PartnerState.draining, PartnerState.paused])
async def test_nothing_new_from_who_is_drained(partner: Partner, state: PartnerState) -> None:
    partner.state = state
    assert (await items_for(partner, TODAY)).items == []


async def case_message() -> CaseMessage:
    if not await OwnKey.exists(use=KeyUse.encryption):
        async with in_transaction():
            await rotate(KeyUse.encryption, KeyKind.ed25519, None)
    recipient = (await OwnKey.get(use=KeyUse.encryption)).public_key
    return CaseMessage.model_validate(
        {
            "handoff_id": str(uuid4()),
            "agreement": "示范-邻市-2026-01",
            "item": "990190004000",
            "mode": "collected_on_behalf",
            "region_code": "999922",
            "from_region_code": "999800",
            "taken_number": "999800-1",
            "taken_at": NOW.isoformat(),
            "identity": {"level": 3, "means": "counter", "on": "2026-12-01"},
            "materials": [],
            "sealed": seal(sealed_case(), recipient),
        }
    )


def sealed_case() -> bytes:
    applicant = '{"name":"张三丰","id_number":"370000199003070018","phone":"13800138000"}'
    return f'{{"applicant":{applicant},"form":{{}}}}'.encode()


async def taken(partner: Partner, said: CaseMessage, at: datetime) -> None:
    """As its route does it, once the signature was good."""
    claims = Claims(b"signature", "key", at, at, None, [], {})
    asked = Request("POST", "https://b.example", {"signature-input": "", "signature": ""}, b"{}")
    message = arrived(SignedLine(asked, claims, message_id=uuid4()), partner, said.kind, at)
    await take_case(message, await case_that_came(partner, said, at), StoredAnswer(202, b"{}"))


async def test_an_ended_agreement_takes_no_new_case_and_open_ones_go_on(
    stack: Stack, partner: Partner
) -> None:
    with clock.standing_at(NOW):
        await taken(partner, await case_message(), NOW)
    open_one = await Handoff.get()
    assert open_one.region_code == "999902"
    data = example()
    agreement_of(data)["ended_on"] = "2026-12-05"
    await load(stack, data)
    later = NOW + timedelta(days=3)
    with clock.standing_at(later):
        assert (await items_for(partner, clock.today())).items == []
        second = await case_message()
        with pytest.raises(Refused, match="no_agreement"):
            await taken(partner, second, later)
    left = await Handoff.get()
    assert (left.id, left.status) == (open_one.id, HandoffStatus.received)


async def test_the_profile(stack: Stack, partner: Partner) -> None:
    with clock.standing_at(NOW):
        with pytest.raises(NoOwnKey):
            await profile(stack.settings)
        async with in_transaction():
            sealing = await rotate(KeyUse.encryption, KeyKind.ed25519, None)
            first = await rotate(KeyUse.signing, KeyKind.ed25519, None)
            next_one = await rotate(KeyUse.signing, KeyKind.ed25519, NOW + timedelta(days=9))
        said = await profile(stack.settings)
    assert (said.region_code, said.name) == ("999900", "示范市")
    assert [one.key_id for one in said.signing_keys] == [first.key_id, next_one.key_id]
    assert said.signing_keys[0].valid_until == next_one.valid_from + timedelta(days=7)
    assert said.encryption_key == sealing.public_key
    assert [one.note for one in said.maintenance] == ["数据库升级"]
    assert b"secret" not in said.model_dump_json().encode().lower()
    with clock.standing_at(NOW + timedelta(days=30)):
        assert (await profile(stack.settings)).maintenance == []


async def test_whose_key_it_is(stack: Stack, partner: Partner) -> None:
    (entry,) = partner_of(example())["keys"]
    key = VerifyingKey.read(entry["public_key"])
    found = await partner_of_key(key.key_id, NOW)
    assert found is not None and found[0].id == partner.id and found[1] == key
    for at in (NOW - timedelta(days=9), NOW + timedelta(days=1000)):
        assert await partner_of_key(key.key_id, at) is None


async def test_codes_lead_on_and_never_in_a_circle(stack: Stack) -> None:
    for code, successor, since in (
        ("999922", "999923", 2024),
        ("999923", "999902", 2025),
        ("999931", "999932", 2024),
        ("999932", "999931", 2025),
    ):
        day = date(since, 1, 1)
        await RegionSuccessor.create(code=code, successor=successor, since=day)
    assert await region_today("999922", TODAY) == "999902"
    assert await region_today("999922", date(2024, 6, 1)) == "999923"
    assert await region_today("999922", date(2023, 6, 1)) == "999922"
    assert await region_today("999931", TODAY) == "999932"
    assert await region_today("999901", TODAY) == "999901"
