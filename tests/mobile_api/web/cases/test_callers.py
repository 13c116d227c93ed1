"""Who may open and send what of a case: not signed in, another person, another site."""

import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.cases.models import Case
from notifications.post.parcels.models import Parcel
from tests.actors import ADDRESS, Citizen
from tests.mobile_api.cases.posting import PostedCase
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.cases.forms import OPENED, paths_below
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE

FIELDS = {"choice": (None, "new"), "kind": (None, "pick_up"), "place": (None, "here")} | {
    name: (None, value) for name, value in ADDRESS.items()
}


@pytest.fixture
async def path(elder: PostedCase) -> str:
    number = {"waybill_number": "1100000000001"}
    await elder.citizen.ok("POST", f"{elder.path}/originals/number", number)
    return f"/me/cases/{elder.id}"


async def test_signing_in_comes_first_and_leads_back(own: Browser, path: str) -> None:
    own.client.cookies.delete(COOKIE)
    for name in OPENED:
        answer = await own.client.get(f"{path}/{name}")
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fcases%2F"), name
    for address in await paths_below(path):
        answer = await own.client.post(address, files=FIELDS)
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fcases%2F"), address


async def test_another_person_finds_nothing_and_no_other_site_sends(
    own: Browser, path: str
) -> None:
    before = await Case.get()
    for address in await paths_below(path):
        headers = {"sec-fetch-site": "cross-site"}
        answer = await own.client.post(address, files=FIELDS, headers=headers)
        assert answer.status_code == 403, address
        opened = await own.open(address)
        assert opened.status == 200, address
    other = Citizen(own.stack, own.client, "li-si-of-the-cases")
    await other.sign_in()
    own.client.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    for name in OPENED:
        assert (await own.client.get(f"{path}/{name}")).status_code == 404, name
    for address in await paths_below(path):
        assert (await own.client.post(address, files=FIELDS)).status_code == 404, address
    after = await Case.get()
    assert (after.touched_at, after.status) == (before.touched_at, "submitted")
    assert (await Parcel.get()).cancel_requested_at is None
