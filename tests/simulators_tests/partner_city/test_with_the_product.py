"""The simulated city and the product's own signatures and bodies understand each other."""

import base64
import json
from typing import Any

import pytest
from pydantic import BaseModel

from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire import cases, city, events, receipts
from mobile_api.signatures.service import Answer as ProductAnswer
from mobile_api.signatures.service import (
    KeyKind,
    Request,
    SigningKey,
    VerifyingKey,
    sign_answer,
    sign_request,
    verify_request,
)
from tests.partner_city import PartnerPage
from tests.simulators.clock import Clock
from tests.simulators.partner_city.keys import CityKeys, public_key
from tests.simulators.partner_city.messages import Answered, Asked
from tests.simulators.partner_city.signing import Signer, fault_of
from tests.simulators_tests.partner_city.conftest import Cities

URL = "https://b.example/partner/v1/messages?after=%E6%8A%A4"
FACTS: dict[str, type[BaseModel]] = {
    "returned": events.ReturnedFacts,
    "correction_requested": events.CorrectionFacts,
    "accepted": events.AcceptedFacts,
    "decided": events.DecidedFacts,
    "posted": events.PostedFacts,
    "delivered": events.PostedFacts,
}
SEALED: dict[str, type[BaseModel]] = {
    "correction_requested": events.SealedFaults,
    "declined": events.SealedReason,
    "decided": events.SealedReason,
}


async def test_the_product_takes_the_simulators_signature(clock: Clock) -> None:
    keys = CityKeys()
    asked = Asked("POST", URL, {"Content-Type": "application/json", MESSAGE_ID: "1"}, b"{}")
    Signer(clock, keys).sign(asked)
    key = VerifyingKey.read(keys.own.public)
    request = Request(asked.method, asked.url, asked.headers, asked.body)
    claims = verify_request(request, {key.key_id: key}.get, TAG, COVERED)
    assert claims.key_id == keys.own.key_id


async def test_the_simulator_takes_the_products_signatures(clock: Clock) -> None:
    key = SigningKey.new(KeyKind.ed25519)
    request = Request("POST", URL, {"Content-Type": "application/json", MESSAGE_ID: "1"}, b"{}")
    sign_request(request, key, TAG, COVERED)
    answer = ProductAnswer(202, request, {"Content-Type": "application/json"}, b"{}")
    sign_answer(answer, key, TAG)
    keys = {key.public.key_id: public_key(str(key.public))}
    asked = Asked(request.method, request.url, dict(request.headers), request.body)
    assert fault_of(asked, keys, clock.now()) is None
    answered = Answered(202, asked, dict(answer.headers), answer.body)
    assert fault_of(answered, keys, clock.now()) is None


async def test_messages_of_the_taking_city_are_those_of_the_wire(cities: Cities) -> None:
    pages = PartnerPage("photo", b"1"), PartnerPage("form", b"2", by="link")
    case = await cities.taking.hand_over(*pages)
    said = cases.CaseMessage.model_validate_json(case.body)
    assert [one.url is None for one in said.materials] == [False, True]
    (came,) = await cities.home.taken("case")
    assert cases.SealedCase.model_validate(came["plain"]).applicant.name
    corrected = await cities.taking.correct(case.handoff_id, *pages)
    withdrawn = await cities.taking.withdraw(case.handoff_id)
    assert cases.CorrectionMessage.model_validate_json(corrected.body).round == 1
    assert cases.WithdrawalMessage.model_validate_json(withdrawn.body).asked_at
    envelope = receipts.Envelope.model_validate_json(case.answered.body)
    content = base64.b64decode(envelope.receipt)
    receipt = receipts.HandoffReceipt.model_validate_json(content)
    assert receipt.kind is ReceiptKind.received
    key = VerifyingKey.read(cities.home.public_key)
    assert key.verifies(base64.b64decode(envelope.signature), b"yiwang-receipt/1\n" + content)


@pytest.mark.parametrize("outcome", ["approved", "refused"])
async def test_events_of_the_home_city_are_those_of_the_wire(cities: Cities, outcome: str) -> None:
    case = await cities.opened()
    told = await cities.home.handle(
        case.handoff_id, *(kind.value for kind in events.EventKind), outcome=outcome
    )
    said = [events.EventMessage.model_validate_json(one.body) for one in told]
    assert [one.event for one in said] == list(events.EventKind)
    plain: dict[str, Any] = {
        one["said"]["event"]: one["plain"] for one in await cities.taking.taken("event")
    }
    for one in said:
        if one.event in FACTS:
            FACTS[one.event].model_validate(one.facts)
        if one.event in SEALED and plain[one.event] is not None:
            SEALED[one.event].model_validate(plain[one.event])
        assert (one.receipt is None) == (one.event not in ("checked", "returned", "decided"))
    assert (plain["decided"] is None) == (outcome == "approved")


async def test_what_is_asked_for_is_answered_as_on_the_wire(cities: Cities) -> None:
    case = await cities.opened()
    await cities.home.handle(case.handoff_id)
    path = f"/partner/v1/handoffs/{case.handoff_id}"
    page = events.EventsPage.model_validate_json(
        (await cities.taking.get(f"{path}/events?after=2")).body
    )
    assert [one.sequence for one in page.events] == [3, 4, 5]
    standing = events.HandoffState.model_validate_json((await cities.taking.get(path)).body)
    assert (standing.last_sequence, standing.status) == (5, "completed")
    profile = await cities.taking.get("/partner/v1/profile")
    assert city.Profile.model_validate_json(profile.body).region_code == "990200"
    linked = await cities.taking.hand_over(PartnerPage("photo", b"1", by="link"))
    digest = json.loads(linked.body)["materials"][0]["sha256"]
    link = f"/partner/v1/handoffs/{linked.handoff_id}/materials/{digest}/link"
    assert cases.MaterialLink.model_validate_json((await cities.home.send(link)).body).url
