"""Requests that a city signs badly, or that are changed on their way: the other one says what."""

from typing import Any

import pytest

from tests.simulators_tests.partner_city.conftest import Cities

BODY = '{"version":"1","kind":"withdrawal","handoff_id":"0193808e-7a40-7000-8000-000000000001"}'
OTHER_ID = "0193808e-7a40-7000-8000-000000000002"
ITEMS = "/partner/v1/items"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"unsigned": True}, "signature_missing"),
        ({"tag": "another"}, "signature_malformed"),
        ({"label": "sig2"}, "signature_malformed"),
        ({"created_offset": -601}, "signature_clock"),
        ({"created_offset": 310}, "signature_clock"),
        ({"lifetime": 301}, "signature_clock"),
        ({"key": "stranger"}, "signature_key"),
        ({"key_id": "0123456789abcdef"}, "signature_key"),
        ({"omit": ["@target-uri"]}, "signature_components"),
        ({"omit": ["handoff-message-id"]}, "signature_components"),
        ({"digest_of": "other"}, "signature_digest"),
    ],
)
async def test_a_badly_signed_request_is_refused(
    cities: Cities, how: dict[str, Any], code: str
) -> None:
    answer = await cities.taking.send(body=BODY, signing=how)
    assert (answer.status, answer.code) == (401, code)
    assert await cities.home.taken() == []


async def test_a_stranger_under_the_citys_key_id_is_refused(cities: Cities) -> None:
    how = {"key": "stranger", "key_id": cities.taking.key_id}
    assert (await cities.taking.send(body=BODY, signing=how)).code == "signature_signature"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"body": BODY + " "}, "signature_digest"),
        ({"method": "PUT"}, ""),
        ({"headers": {"Content-Type": "text/plain"}}, "signature_signature"),
        ({"headers": {"Handoff-Message-Id": OTHER_ID}}, "signature_signature"),
        ({"headers": {"Signature": None}}, "signature_missing"),
        ({"headers": {"Content-Digest": None}}, "signature_digest"),
    ],
)
async def test_a_change_on_the_way_is_refused(
    cities: Cities, change: dict[str, Any], code: str
) -> None:
    answer = await cities.taking.send(body=BODY, after=change)
    assert (answer.status, answer.code) == (401 if code else 405, code)


@pytest.mark.parametrize("target", [ITEMS + "?", ITEMS + "?a=1", "/partner/v1/%69tems"])
async def test_another_spelling_of_the_address_is_another_address(
    cities: Cities, target: str
) -> None:
    """The line is written letter by letter, and read so: an empty query counts."""
    url = cities.home.base_url + target
    changed = await cities.taking.get(ITEMS, after={"url": url})
    assert (changed.status, changed.code) == (401, "signature_signature")
    meant = await cities.taking.get(target)
    assert (meant.status, meant.fault) == (200, None)


async def test_more_than_is_needed_may_be_covered(cities: Cities) -> None:
    more = {"headers": {"Date": "x"}, "signing": {"also": ["date"], "omit": ["content-type"]}}
    answer = await cities.taking.get(ITEMS, **more)
    assert (answer.status, answer.fault) == (200, None)


async def test_a_new_key_is_unknown_until_it_is_told(cities: Cities) -> None:
    await cities.taking.rotate_key()
    assert (await cities.taking.get(ITEMS)).code == "signature_key"
    await cities.home.know(cities.taking.public_key)
    assert (await cities.taking.get(ITEMS)).status == 200


async def test_without_a_nonce_a_repetition_in_the_same_second_is_a_replay(cities: Cities) -> None:
    await cities.taking.admin("POST", "clock", {"scale": 0})
    how: dict[str, Any] = {"body": BODY, "signing": {"nonce": False}}
    message_id = "0193808e-7a40-7000-8000-000000000003"
    codes = [(await cities.taking.send(message_id=message_id, **how)).code for _ in range(2)]
    assert codes == ["unknown_handoff", "replayed"]
