"""Each misbehaviour of a city is named by the line of its own check, and by no other."""

from typing import Any

import pytest

from mobile_api.handoff.kit.checking.trial import Trial
from mobile_api.handoff.kit.checking.verdicts import CheckOutcome
from mobile_api.shared import clock
from mobile_api.signatures.service import SigningKey
from tests.mobile_api.handoff.kit.checking.conftest import differing, verdicts
from tests.partner_city import MESSAGES, PartnerCity

ITEMS = "/partner/v1/items"
OTHER = "0193808e-7a40-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("misdeed", "part"),
    [
        ({"signing": {"unsigned": True}}, "header"),
        ({"signing": {"tag": "other"}}, "header"),
        ({"signing": {"label": "sig2"}}, "header"),
        ({"signing": {"key": "stranger"}}, "key"),
        ({"signing": {"created_offset": -3600}}, "clock"),
        ({"signing": {"created_offset": 3600}}, "clock"),
        ({"signing": {"lifetime": 900}}, "clock"),
        ({"signing": {"omit": ["@status"]}}, "signature components"),
        ({"signing": {"omit": ['"signature";req;key="sig1"']}}, "signature components"),
        ({"signing": {"digest_of": "{}"}}, "digest"),
        ({"changed_body": True}, "digest"),
        ({"bound_to": "other"}, "signature base"),
    ],
)
async def test_an_answer_that_is_signed_badly(
    city: PartnerCity, key: SigningKey, misdeed: dict[str, Any], part: str
) -> None:
    await city.misbehave(path=ITEMS, **misdeed)
    found = await verdicts(city, key, {"items": lambda _: city.behave()})
    assert differing(found) == [("items", part)]


async def test_an_answer_under_the_key_id_of_the_city(city: PartnerCity, key: SigningKey) -> None:
    """The base that we read is handed out, to be compared."""
    await city.misbehave(path=ITEMS, signing={"key": "stranger", "key_id": city.key_id})
    found = await verdicts(city, key)
    assert differing(found) == [("items", "signature base")]
    (one,) = [one for one in found if one.outcome is CheckOutcome.differs]
    assert f'"@target-uri";req: {city.base_url}{ITEMS}' in one.base.splitlines()


@pytest.mark.parametrize(
    ("misdeed", "part", "named"),
    [
        ({"says": {"request_digest": "0" * 64}}, "field", "receipt.request_digest"),
        ({"says": {"message_id": OTHER}}, "field", "receipt.message_id"),
        ({"says": {"handoff_id": OTHER}}, "field", "receipt.handoff_id"),
        ({"says": {"kind": "checked"}}, "field", "receipt.kind"),
        ({"says": {"region_code": "990300"}}, "field", "receipt.region_code"),
        ({"says": {"code": "draining"}}, "code", "receipt.code"),
        ({"says": {"at": None}}, "field", "receipt.at"),
        ({"receipt": "forged"}, "signature base", "receipt.signature"),
    ],
)
async def test_a_receipt_that_is_another(
    city: PartnerCity, key: SigningKey, misdeed: dict[str, Any], part: str, named: str
) -> None:
    await city.misbehave(contains='"kind":"withdrawal"', times=2, **misdeed)
    found = await verdicts(city, key, {"withdrawal-unknown": lambda _: city.behave()})
    assert ("withdrawal-unknown", part) in differing(found)
    (line,) = [one.line for one in found if one.name == "withdrawal-unknown"]
    assert named in line


async def test_a_receipt_whose_time_has_no_offset(city: PartnerCity, key: SigningKey) -> None:
    naive = clock.now().replace(tzinfo=None).isoformat()
    await city.misbehave(contains='"kind":"withdrawal"', says={"at": naive})
    (one,) = [one for one in await verdicts(city, key) if one.outcome is CheckOutcome.differs]
    assert (one.name, one.told) == ("withdrawal-unknown", "receipt.at 没有时区")


async def test_a_repetition_with_another_receipt(city: PartnerCity, key: SigningKey) -> None:
    async def change(trial: Trial) -> None:
        await city.misbehave(says={"outcome": "approved"})

    found = await verdicts(city, key, {"case": change})
    assert differing(found) == [("repeated", "body")]


@pytest.mark.parametrize(
    ("event", "part", "named"),
    [
        ({"sequence": 2}, "field", "events.sequence"),
        ({"receipt": "none"}, "field", "events.receipt"),
        ({"receipt": "forged"}, "signature base", "receipt.signature"),
        ({"receipt_says": {"kind": "decided"}}, "field", "receipt.kind"),
        ({"receipt_says": {"request_digest": "0" * 64}}, "field", "receipt.request_digest"),
        ({"says": {"at": None}}, "field", "events.0.at"),
    ],
)
async def test_an_event_that_is_another(
    city: PartnerCity, key: SigningKey, event: dict[str, Any], part: str, named: str
) -> None:
    async def tell(trial: Trial) -> None:
        await city.tell(str(trial.case.handoff_id), "checked", hold=True, **event)

    found = await verdicts(city, key, {"case": tell})
    assert differing(found)[0] == ("events", part)
    assert [one.line for one in found if named in one.line]


@pytest.mark.parametrize(
    ("fault", "part", "named"),
    [
        ({"kind": "error", "code": "paused", "retry_after": 30}, "status", "503 paused"),
        ({"kind": "error", "code": "too_many_messages"}, "header", "Retry-After"),
        ({"kind": "error", "code": 500}, "status", "500 internal_error"),
        ({"kind": "bad_gateway"}, "line", "网页"),
        ({"kind": "lost"}, "line", "中断"),
        ({"kind": "truncated"}, "digest", "Content-Digest"),
    ],
)
async def test_a_city_that_does_not_answer_the_question(
    city: PartnerCity, key: SigningKey, fault: dict[str, Any], part: str, named: str
) -> None:
    async def wait(trial: Trial) -> None:
        await city.fail(path=MESSAGES, **fault)

    found = await verdicts(city, key, {"members-missing": wait})
    assert differing(found) == [("version-unknown", part)]
    (line,) = [one.line for one in found if one.outcome is CheckOutcome.differs]
    assert line.startswith("✗ version-unknown ") and named in line


async def test_another_code_than_was_agreed(city: PartnerCity, key: SigningKey) -> None:
    async def mistake(trial: Trial) -> None:
        await city.fail("error", code="message_differs")

    found = await verdicts(city, key, {"differing": mistake})
    assert differing(found) == [("replayed", "code")]


async def test_a_city_that_has_other_words_for_a_refusal(
    city: PartnerCity, key: SigningKey
) -> None:
    async def mistake(trial: Trial) -> None:
        await city.misbehave(refuse="draining")

    found = await verdicts(city, key, {"version-unknown": mistake})
    assert differing(found) == [("agreement-unknown", "code")]


async def test_a_city_that_takes_what_it_should_refuse(city: PartnerCity, key: SigningKey) -> None:
    """It offers its item for a region that nobody has."""

    async def widen(trial: Trial) -> None:
        await city.offer([trial.item.model_dump(mode="json") | {"region_codes": ["999999"]}])

    found = await verdicts(city, key, {"mode-unknown": widen})
    assert differing(found) == [("region-unknown", "status")]
