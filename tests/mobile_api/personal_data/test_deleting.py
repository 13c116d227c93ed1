"""The end of an account: not with open cases, not at once, and then all that may go goes."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.models import Session
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.personal_data import deleting
from mobile_api.personal_data.archive import described
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.personal_data.models import AccountDeletion
from mobile_api.shared import clock
from mobile_api.shared.due.working import work_off
from notifications.models import Delivery
from tests.actors import ID_NUMBER, Citizen, photo
from tests.mobile_api.accounts.bindings.test_bindings import wechat_code
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack
from uploads.models import StoredFile
from uploads.stores.storage import STORE
from wechat.models import WechatBinding

DELETION = "/api/v1/me/deletion"


@contextmanager
def after(**span: float) -> Iterator[None]:
    with clock.standing_at(clock.now() + timedelta(**span)):
        yield


async def ask(citizen: Citizen) -> dict[str, Any]:
    return dict(await citizen.ok("POST", DELETION, {}))


async def erase_what_is_due(stack: Stack) -> int:
    return await work_off(deleting.DELETIONS, partial(deleting.settle, STORE.of(stack.app)))


async def closed_case(citizen: Citizen) -> str:
    """A submitted case that was withdrawn: it is kept, and it blocks nothing."""
    case = await citizen.submitted_case()
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    return str(case["id"])


async def test_open_cases_come_first(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    refused = await citizen.call("POST", DELETION, {})
    assert (refused.status_code, refused.json()["code"]) == (409, "open_cases")
    assert refused.json()["title"] == "有在办事项,办结或撤回后可以注销。"
    assert [one["number"] for one in refused.json()["cases"]] == [case["number"]]
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    assert (await ask(citizen))["state"] == "cooling_off"


async def test_what_stays_and_why_is_said_beforehand(citizen: Citizen) -> None:
    asked = await ask(citizen)
    kept = " ".join(asked["kept"])
    assert "档案法" in kept and "网络安全法" in kept
    assert (await ask(citizen))["requested_at"] == asked["requested_at"]


async def test_an_old_sign_in_needs_fresh_proof(citizen: Citizen) -> None:
    with after(minutes=11):
        assert (await citizen.call("POST", DELETION, {})).json()["code"] == "proof_needed"
        proof = {"wechat_code": await wechat_code(citizen)}
        assert (await citizen.call("POST", DELETION, proof)).status_code == 202


async def test_within_a_week_one_may_think_again(stack: Stack, citizen: Citizen) -> None:
    await ask(citizen)
    assert (await citizen.ok("GET", DELETION))["state"] == "cooling_off"
    with after(days=6):
        await stack.settle()
        await citizen.sign_in()
        await citizen.ok("DELETE", DELETION)
        assert (await citizen.call("GET", DELETION)).json()["code"] == "no_deletion"
    with after(days=8):
        await stack.settle()
        await citizen.sign_in()
        assert (await citizen.ok("GET", "/api/v1/me"))["has_real_name"]


async def test_after_a_week_nothing_is_left_but_what_the_law_keeps(
    stack: Stack, citizen: Citizen
) -> None:
    kept_id = await closed_case(citizen)
    draft = await citizen.passport_draft()
    # A file of the draft alone: nothing but erasing lets it go, for it has no end of its own.
    pages = {"file_ids": [await citizen.upload(photo(55), "draft.jpg")]}
    await citizen.ok("PUT", f"/api/v1/cases/{draft['id']}/materials/exit-entry-photo", pages)
    person_id = id_of(citizen)
    await ask(citizen)
    for span in ({"days": 7, "minutes": 1}, {"days": 7, "minutes": 22}, {"days": 7, "minutes": 43}):
        with after(**span):
            await stack.settle()
    assert (await AccountDeletion.get()).state.value == "erased"
    person = await Person.get(id=person_id)
    assert person.closed_at and not (person.name or person.id_number or person.phone)
    assert await WechatBinding.filter(person_id=person_id).count() == 0
    assert [str(case.id) for case in await Case.all()] == [kept_id]
    details = (await Case.get()).applicant_details
    assert details and details.id_number == ID_NUMBER
    files = {str(file.id) for file in await StoredFile.all()}
    kept = await SubmittedMaterial.filter(case_id=kept_id).values_list("file_id", flat=True)
    assert files == {str(one) for one in kept}


async def test_objects_of_files_go_too(stack: Stack, citizen: Citizen) -> None:
    file_id = await citizen.upload(photo(11), "gone.jpg")
    file = await StoredFile.get(id=file_id)
    await ask(citizen)
    with after(days=7, minutes=1):
        await stack.settle()
        assert await STORE.of(stack.app).size_of(file.clean_key) is None


async def test_the_same_wechat_user_is_a_new_person(stack: Stack, citizen: Citizen) -> None:
    old = id_of(citizen)
    await ask(citizen)
    with after(days=7, minutes=1):
        await stack.settle()
        assert (await citizen.call("GET", "/api/v1/me")).status_code == 401
        await citizen.sign_in()
        assert id_of(citizen) != old
        assert not (await citizen.ok("GET", "/api/v1/me"))["has_real_name"]


async def test_messages_lose_their_words_and_those_under_way_are_cancelled(
    stack: Stack, citizen: Citizen
) -> None:
    await closed_case(citizen)
    await ask(citizen)
    [first, *_] = await Delivery.filter(subject__startswith="case:")
    await Delivery.create(
        person_id=first.person_id,
        event="accepted",
        channel="mini_program",
        subject=first.subject,
        dedupe_key="under-way",
        content={"thing1": "换发护照"},
        state="pending",
        created_at=clock.now(),
        due_at=clock.now() + timedelta(days=30),
    )
    with after(days=7, minutes=1):
        await erase_what_is_due(stack)
    rows = await Delivery.all()
    assert rows and all(row.subject.startswith("case:") and row.content == {} for row in rows)
    under_way = next(row for row in rows if row.dedupe_key == "under-way")
    assert (under_way.state, under_way.reason, under_way.due_at) == (
        "cancelled",
        "account_closed",
        None,
    )


async def test_a_case_submitted_meanwhile_stops_it(stack: Stack, citizen: Citizen) -> None:
    await ask(citizen)
    await citizen.submitted_case()
    with after(days=7, minutes=1):
        await stack.settle()
        await citizen.sign_in()
        assert (await citizen.ok("GET", "/api/v1/me"))["has_real_name"]
        told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert "deletion_stopped" in [message["event"] for message in told]
    assert (await AccountDeletion.get()).state.value == "stopped"


async def test_submitting_and_erasing_at_once(stack: Stack, citizen: Citizen) -> None:
    draft = await citizen.passport_draft()
    await ask(citizen)
    with after(days=7, minutes=1):
        await citizen.sign_in()
        submitted, _ = await asyncio.gather(
            citizen.call("POST", f"/api/v1/cases/{draft['id']}/submit"),
            erase_what_is_due(stack),
        )
        is_stopped = (await AccountDeletion.get()).state.value == "stopped"
    assert submitted.status_code in (200, 401, 404)
    assert is_stopped is submitted.is_success
    assert await Case.filter(id=draft["id"]).exists() is submitted.is_success


@pytest.mark.parametrize("rounds", [1, 3])
async def test_a_worker_that_died_in_the_middle_is_repeated(
    stack: Stack, citizen: Citizen, rounds: int
) -> None:
    await closed_case(citizen)
    await ask(citizen)
    with after(days=7, minutes=1):
        for _ in range(rounds):
            assert await erase_what_is_due(stack) == 1
            # As if the answer had been lost: due again at once, under another attempt.
            await AccountDeletion.all().update(due_at=clock.now(), leased_until=None)
    assert (await Person.all().first()).closed_at  # type: ignore[union-attr]
    assert await Case.all().count() == 1


async def test_what_was_sealed_is_gone_as_well(stack: Stack, citizen: Citizen) -> None:
    """Opened with the keys, no table says anything of the person."""
    await citizen.passport_draft()
    person_id = id_of(citizen)
    await ask(citizen)
    for minutes in (1, 22):
        with after(days=7, minutes=minutes):
            await stack.settle()
    rows = {one.title: await described(one, person_id) for one in HOLDINGS}
    assert rows["账户"] and not rows["办件"] and not rows["绑定的微信"]
    text = json.dumps(rows, ensure_ascii=False)
    assert not any(value in text for value in (ID_NUMBER, "张三丰", "13800138000", "幸福路"))


async def test_links_to_the_copy_lead_nowhere_once_the_account_is_gone(
    stack: Stack, citizen: Citizen
) -> None:
    await ask(citizen)
    with after(days=6, hours=23, minutes=55):
        await citizen.sign_in()
        await citizen.ok("POST", "/api/v1/me/export", {})
        await stack.settle()
        [url] = (await citizen.ok("POST", "/api/v1/me/export/links", {}))["urls"]
        assert (await citizen.client.get(url)).status_code == 200
    with after(days=7, minutes=1):
        # Nobody but the deletion itself has had a turn.
        assert await erase_what_is_due(stack) == 1
        assert (await citizen.client.get(url)).status_code == 404


async def test_nothing_tells_who_was_signed_in(stack: Stack, citizen: Citizen) -> None:
    await ask(citizen)
    with after(days=7, minutes=1):
        await stack.settle()
        assert (await Session.get()).ended_at is not None
    with after(days=7, minutes=22):
        await stack.settle()
        assert await Session.all().count() == 0
