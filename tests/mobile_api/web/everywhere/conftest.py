"""A world in which links lead to every page: cases, an account with all it may have, a market."""

from dataclasses import dataclass

import httpx
import pytest

from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.mobile_api.agency_supermarket.conftest import buyer, desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.web.applying.test_on_a_phone import FAULT
from tests.mobile_api.web.reading import PATHS, ask_status
from tests.mobile_api.web.signing_in.test_sign_in_pages import send
from tests.mobile_api.web.test_forms import Sender
from tests.stack import Stack

__all__ = ["buyer", "desk"]


@dataclass
class World:
    """`client`: the browser of somebody who has much to look at; `beginnings`: where to begin."""

    client: httpx.AsyncClient
    beginnings: list[str]


@pytest.fixture
async def world(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague, buyer: Buyer
) -> World:
    sender = Sender(stack, client, citizen)
    await sender.arrange()
    number, corrected = sender.case["number"], f"/me/cases/{sender.case['id']}"
    told = await ask_status(client, number, ID_NUMBER[-6:])
    fault = FAULT | {"target": "material", "key": "old-passport"}
    answer = await colleague.move(sender.case["id"], "request-correction", {"faults": [fault]})
    assert answer.is_success, answer.text
    draft = await citizen.passport_draft()
    agency = await Bidder.arrive(stack, client, "甲评估事务所")
    need = await buyer.publish(fund_source="social", method="direct")
    await send(client, "/me/counter-code")
    beginnings = [
        "/me",
        told.response.url.path,
        f"{corrected}/receipt",
        f"{corrected}/tasks",
        f"/me/cases/{draft['id']}/check",
        f"/market/agencies/{agency.agency_id}",
        f"/market/needs/{need}",
        "/me/counter-code",
        "/me/sign-in-ways/phone/code",
        "/me/sign-in-ways/merge/code",
        "/sign-in/code",
        "/search?q=着火了",
        "/styleguide",
        "/nothing-here",
        *PATHS,
    ]
    return World(client, beginnings)
