"""The one address of EMS: who may call, and how it refuses."""

import json

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.envelope import EnvelopeFault, open_sealed, seal
from tests.simulators_tests.ems.calls import OPEN, Ems, order

VECTOR_KEY = "Y2l2aWNkZXNrLXNtNGtleQ=="
VECTOR = (
    "|$4|VMhGTpOxAjgBzS9Gw4GngXVN30RuQe8C1TSdSYNtrOJuWhQWjOXYMBv4yJG9QZvANu+eA69ftezq+W9YUe/eRQ=="
)


def test_the_envelope_of_the_known_vector() -> None:
    assert seal('{"waybillNo":"1234567890123"}', VECTOR_KEY) == VECTOR
    assert open_sealed(VECTOR, VECTOR_KEY) == '{"waybillNo":"1234567890123"}'


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        (VECTOR.replace("|$4|", "|$|"), "前缀"),
        (VECTOR[:-8], "解密"),
        ("|$4|not base64", "解密"),
        (seal("{}", VECTOR_KEY, with_suffix=False), "验签"),
        (seal("{}", defaults.EMS_SIGN_KEY), "解密"),
    ],
)
def test_an_unsound_envelope_is_refused(envelope: str, reason: str) -> None:
    with pytest.raises(EnvelopeFault, match=reason):
        open_sealed(envelope, VECTOR_KEY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"timeStamp": ""}, "B00001"),
        ({"timeStamp": "2020-01-01 00:00:00"}, "B00002"),
        ({"timeStamp": "now"}, "B00002"),
        ({"senderNo": "1"}, "B00003"),
        ({"authorization": "x"}, "B00004"),
        ({"logitcsInterface": VECTOR}, "B00005"),
        ({"logitcsInterface": seal("[", defaults.EMS_SIGN_KEY)}, "B00010"),
        ({"apiCode": "999999"}, "B00006"),
        ({"msgType": "1"}, "B00010"),
    ],
)
async def test_a_refusal_is_json_under_http_200(
    post_office: Ems, changes: dict[str, str], code: str
) -> None:
    answer = await post_office.call("020003", order(), **changes)
    assert (answer["retCode"], answer["success"], answer["retBody"]) == (code, False, "")
    assert (await post_office.admin("parcels"))["parcels"] == []


async def test_a_body_that_is_no_json_is_named_as_such(post_office: Ems) -> None:
    sealed = seal("[", defaults.EMS_SIGN_KEY)
    answer = await post_office.call("020003", None, logitcsInterface=sealed)
    assert answer["retMsg"].endswith("JSON")


async def test_the_sandbox_address_answers_too(post_office: Ems) -> None:
    url = post_office.url + OPEN.replace("/open", "/test")
    async with post_office.http.post(url, data={}) as response:
        assert (await response.json())["retCode"] == "B00001"


async def test_the_result_is_text_or_an_object(post_office: Ems, ems_config: EmsConfig) -> None:
    as_text = (await post_office.call("020003", order()))["retBody"]
    ems_config.result_as_text = False
    assert (await post_office.call("020003", order()))["retBody"] == json.loads(as_text)


async def test_the_timestamp_follows_the_clock_of_the_simulator(
    post_office: Ems, clock: Clock
) -> None:
    clock.advance(30 * 86_400)
    assert (await post_office.call("020003", order()))["retCode"] == "00000"
