"""Services that write optional claims in other types: the sign-in goes on, and nothing is believed
that was not said."""

from typing import Any

import pytest

from mobile_api.accounts.models import Person
from tests.mobile_api.accounts.identity.browser import Browser


async def signed_in(browser: Browser, **loose: Any) -> Person:
    await browser.admin("loose", **loose)
    assert (await browser.go("li-si")).status_code == 201
    return await Person.get()


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        (True, "13900139000"),
        ("true", "13900139000"),
        ("True", "13900139000"),
        ("false", None),
        ("yes", None),
        (1, None),
        (None, None),
        ([], None),
    ],
)
async def test_a_number_counts_when_it_is_said_to_be_verified(
    browser: Browser, said: object, phone: str | None
) -> None:
    person = await signed_in(browser, userinfo={"phone_number_verified": said})
    assert (person.name, person.phone) == ("李四", phone)


async def test_a_null_of_the_token_does_not_hide_what_userinfo_says(browser: Browser) -> None:
    null = {"phone_number": None, "phone_number_verified": None, "name": None, "nbf": None}
    person = await signed_in(browser, id_token=null | {"at_hash": None, "azp": None})
    assert (person.name, person.phone) == ("李四", "13900139000")


@pytest.mark.parametrize(
    "claims",
    [{"acr": 3}, {"acr": None}, {"acr": ["urn:sim:present"]}, {"acr": {}}, {"acr": True}],
)
async def test_a_level_that_means_nothing_is_the_lowest(
    browser: Browser, claims: dict[str, object]
) -> None:
    person = await signed_in(browser, id_token=claims)
    assert (person.assurance_level, person.name) == (1, None)


@pytest.mark.parametrize("name", [4711, None, [], {}, "", " \u200b", True])
async def test_what_is_no_name_is_not_told(browser: Browser, name: object) -> None:
    person = await signed_in(browser, id_token={"name": name}, userinfo={"name": name})
    assert (person.name, person.assurance_level) == (None, 3)


async def test_numbers_come_as_numbers(browser: Browser) -> None:
    loose = {"id_number": 370000198505050012, "phone_number": 13900139000}
    person = await signed_in(browser, userinfo=loose)
    assert (person.id_number, person.phone) == ("370000198505050012", "13900139000")


@pytest.mark.parametrize("field", ["not_before", 4711, "tomorrow"])
async def test_an_optional_time_that_is_none_says_nothing(browser: Browser, field: object) -> None:
    assert (await signed_in(browser, id_token={"nbf": str(field)})).name == "李四"


@pytest.mark.parametrize(
    "loose",
    [
        {"keys_without": ["alg"]},
        {"keys_without": ["use"]},
        {"keys_without": ["kid", "alg", "use"]},
        {"keys": {"use": None, "alg": None, "kid": None}},
    ],
)
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_keys_without_what_they_may_leave_out(
    browser: Browser, algorithm: str, loose: dict[str, Any]
) -> None:
    await browser.admin("rotate-keys", algorithm=algorithm, keep_old=False)
    assert (await signed_in(browser, **loose)).name == "李四"


async def test_a_key_without_an_id_serves_no_token_of_another_key(browser: Browser) -> None:
    await browser.admin("loose", keys_without=["kid"])
    await browser.admin("misbehave", how="unknown_kid")
    await browser.prove(await browser.begin(), "li-si")
    assert await browser.come_back() == {"identity_error": "identity_refused"}


@pytest.mark.parametrize(
    "fields",
    [
        {"token_endpoint_auth_methods_supported": None},
        {"token_endpoint_auth_methods_supported": "client_secret_basic"},
        {"code_challenge_methods_supported": None},
        {"code_challenge_methods_supported": "S256"},
        {"authorization_response_iss_parameter_supported": None},
        {"authorization_response_iss_parameter_supported": "no"},
    ],
)
async def test_metadata_whose_optional_fields_are_of_another_type(
    browser: Browser, fields: dict[str, Any]
) -> None:
    await browser.admin("metadata", fields=fields)
    assert (await signed_in(browser)).name == "李四"
