"""What was proven as a name is a name at every other door."""

from typing import Any

import pytest

from mobile_api.accounts.models import Person
from mobile_api.shared.text.names import INTERPUNCT
from tests.actors import ADDRESS, ID_NUMBER, Citizen
from tests.mobile_api.accounts.identity.browser import Browser

NAMES = ["诺", "刘\u3007", "刘\ue863", "刘\U00031350", "O\u2019BRIEN SEAN", "Jose\u0301"]
UYGHUR = ["阿卜杜拉\u2022买买提", "阿卜杜拉\uff0e买买提", "阿卜杜拉.买买提", "阿卜杜拉\u30fb买买提"]


@pytest.mark.parametrize("name", NAMES + UYGHUR)
async def test_a_proven_name_receives_a_parcel(browser: Browser, name: str) -> None:
    await browser.admin("person", user="rare", acr="urn:sim:present", name=name)
    token = await browser.signed_in("rare")
    proven = (await Person.get()).name
    body = {"address": ADDRESS | {"name": name}, "agrees_to_saving": True}
    headers = {"Authorization": f"Bearer {token}"}
    saved = await browser.client.post("/api/v1/me/addresses", json=body, headers=headers)
    assert saved.status_code == 201, saved.text
    assert saved.json()["name"] == proven


@pytest.mark.parametrize("name", NAMES + UYGHUR)
async def test_it_can_be_declared(citizen: Citizen, name: str) -> None:
    await citizen.ok("PUT", "/api/v1/me/real-name", details(name))
    kept = (await Person.get()).name or ""
    assert name not in UYGHUR or kept == f"阿卜杜拉{INTERPUNCT}买买提"


@pytest.mark.parametrize("name", ["张3", "\u200b", "<b>", "张*"])
async def test_what_is_no_name_is_refused_unrepeated(citizen: Citizen, name: str) -> None:
    refused = await citizen.call("PUT", "/api/v1/me/real-name", details(name))
    assert [one["path"] for one in refused.json()["errors"]] == ["/name"]
    assert name not in refused.text


async def test_a_name_that_is_too_long_is_told_as_that(citizen: Citizen) -> None:
    refused = await citizen.call("PUT", "/api/v1/me/real-name", details("张" * 51))
    assert [one["code"] for one in refused.json()["errors"]] == ["string_too_long"]


def details(name: str) -> dict[str, Any]:
    return {"name": name, "id_number": ID_NUMBER, "phone": "13800138000"}
