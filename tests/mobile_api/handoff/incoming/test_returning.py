"""What was taken and cannot become a case: it goes back with every reason, and nothing stays."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mobile_api.cases.models import Case
from mobile_api.handoff.states import HandoffStatus
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.handoff.incoming.neighbour import ITEM, Neighbour, face
from tests.partner_city import PartnerPage
from tests.uploads.corpus import HOSTILE
from tests.uploads.samples import document, photo
from uploads.models import StoredFile

THREE_DAYS = timedelta(days=3, hours=1)
# A page without a byte is refused as a message; no file comes of it.
UNSAFE = [one for one in HOSTILE if not one.is_costly and one.name != "nothing"][::4]


@pytest.mark.parametrize("lie", ["other_bytes", "too_many_bytes", "too_few_bytes", "endless"])
async def test_other_bytes_than_were_told(neighbour: Neighbour, lie: str) -> None:
    assert await neighbour.codes(face(lie=lie)) == ["material_differs"]
    assert not await StoredFile.all().exists()


async def test_a_host_that_nobody_registered(neighbour: Neighbour) -> None:
    elsewhere = {"url": "https://files.example/photo.jpg"}
    assert await neighbour.codes(face(says=elsewhere)) == ["material_unreachable"]


@pytest.mark.parametrize("specimen", UNSAFE, ids=lambda one: one.name)
async def test_files_that_may_not_be_kept(neighbour: Neighbour, specimen: Any) -> None:
    page = PartnerPage("photo-of-face", specimen.make(), media_type=specimen.declared)
    assert await neighbour.codes(page) == ["material_unsafe"]


async def test_a_page_without_a_byte_is_no_message(neighbour: Neighbour) -> None:
    answer = (await neighbour.hand_over(face(says={"size": 0}))).answered
    assert (answer.status, answer.code) == (400, "body_malformed")
    assert [one["path"] for one in answer.json()["errors"]] == ["/case/materials/0/size"]


async def test_a_file_that_is_too_large_is_not_fetched(neighbour: Neighbour) -> None:
    page = face(says={"size": 21 * 1024 * 1024})
    assert await neighbour.codes(page) == ["material_too_large"]
    assert set((await neighbour.city.admin("GET", "pages")).values()) == {0}


async def test_one_digest_under_two_sizes(neighbour: Neighbour) -> None:
    size = len(face().content)
    pages = face(says={"size": size + 1}), face(page=2)
    assert await neighbour.codes(*pages) == ["material_differs"]


async def test_two_pages_with_one_number(neighbour: Neighbour) -> None:
    assert await neighbour.codes(face(1), face(2)) == ["material_differs"]


async def test_a_material_that_is_missing(neighbour: Neighbour) -> None:
    other = PartnerPage("what-we-do-not-ask", photo())
    assert await neighbour.codes(other) == ["material_missing"]
    assert set((await neighbour.city.admin("GET", "pages")).values()) == {0}


async def test_every_reason_at_once(neighbour: Neighbour) -> None:
    nowhere = dict.fromkeys(("name", "phone", "province", "city", "county", "detail"), "?")
    other = PartnerPage("what-we-do-not-ask", photo())
    codes = await neighbour.codes(other, plain={"post_to": nowhere})
    assert codes == ["form_incomplete", "material_missing"]


@pytest.mark.parametrize(
    "says",
    [
        {"id_number": "370000199003070019"},
        {"id_number": "370000209903070012"},
        {"id_number": "G12345678"},
        {"social_credit_code": "91350100M000100Y44", "clerk_name": "李小四"},
    ],
    ids=["check character", "born tomorrow", "no such kind", "enterprise"],
)
async def test_a_number_that_nobody_has(neighbour: Neighbour, says: dict[str, str]) -> None:
    who = {"name": "张三丰", "id_number": "370000199003070018", "phone": "13800138000"}
    assert await neighbour.codes(plain={"applicant": who | says}) == ["applicant_invalid"]
    assert not await Case.all().exists()


async def test_a_number_that_nobody_has_comes_with_the_other_reasons(neighbour: Neighbour) -> None:
    who = {"name": "张三丰", "id_number": "370000199003070019", "phone": "13800138000"}
    other = PartnerPage("what-we-do-not-ask", photo())
    codes = await neighbour.codes(other, plain={"applicant": who})
    assert codes == ["applicant_invalid", "material_missing"]


async def test_an_answer_that_we_do_not_know(neighbour: Neighbour) -> None:
    says = {"situation": {"which-way": "another"}}
    assert await neighbour.codes(says=says) == ["situation_unknown"]


async def test_an_identity_that_is_too_weak(neighbour: Neighbour) -> None:
    weak = {"identity": {"level": 0, "means": "none", "on": clock.today().isoformat()}}
    assert await neighbour.codes(says=weak) == ["identity_too_weak"]


@pytest.fixture
async def closing() -> AsyncIterator[Callable[[str, str], Awaitable[None]]]:
    """Changes one element of the item's guide; put right again after the test."""
    where = f"WHERE item_key = '{ITEM}' AND catalogue_version = 1"
    before = (await fetch(f"SELECT content::text FROM guide_version {where}"))[0]["content"]

    async def change(element: str, value: str) -> None:
        changed = f"content = jsonb_set(content::jsonb, $1, $2) {where}"
        await fetch(f"UPDATE guide_version SET {changed}", [element], f'"{value}"')

    yield change
    await fetch(f"UPDATE guide_version SET content = $1 {where}", before)


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
async def test_an_item_that_was_closed_at_night(
    neighbour: Neighbour, closing: Callable[[str, str], Awaitable[None]], state: str
) -> None:
    message = await neighbour.hand_over()
    await closing("state", state)
    await neighbour.work()
    assert (await neighbour.last(message.handoff_id))["facts"] == {"codes": ["item_gone"]}
    assert not await Case.all().exists()


@pytest.mark.parametrize(
    ("lie", "by"),
    [("redirect", "url"), ("redirect", "link"), ("forbidden", "url"), ("no_link", "link")],
)
async def test_an_answer_that_will_never_be_another_ends_it_at_once(
    neighbour: Neighbour, lie: str, by: str
) -> None:
    assert await neighbour.codes(face(lie=lie, by=by)) == ["material_unreachable"]


@pytest.mark.parametrize("status", [302, 400, 403, 410])
async def test_nor_will_such_an_answer_to_the_question_for_a_link(
    neighbour: Neighbour, status: int
) -> None:
    message = await neighbour.hand_over(face(by="link"))
    await neighbour.city.fail("error", _link(message.handoff_id), code=status, times=None)
    await neighbour.work()
    event = await neighbour.last(message.handoff_id)
    assert event["facts"] == {"codes": ["material_unreachable"]}


@pytest.mark.parametrize("status", [401, 404, 408, 409, 425, 429, 500, 503])
async def test_what_may_be_another_tomorrow_is_asked_again(
    neighbour: Neighbour, status: int
) -> None:
    message = await neighbour.hand_over(face(by="link"))
    await neighbour.city.fail("error", _link(message.handoff_id), code=status, times=None)
    await neighbour.work()
    assert (await neighbour.row(message.handoff_id)).status is HandoffStatus.received
    await neighbour.city.behave()
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        await neighbour.work()
    assert await neighbour.kinds(message.handoff_id) == ["checked"]


def _link(handoff_id: str) -> str:
    sha256 = hashlib.sha256(face().content).hexdigest()
    return f"/partner/v1/handoffs/{handoff_id}/materials/{sha256}/link"


async def test_pages_that_cannot_be_had_are_asked_for_three_days(neighbour: Neighbour) -> None:
    handoff_id = await neighbour.taken(face(lie="gone"))
    row = await neighbour.row(handoff_id)
    assert (row.status, row.problem[:5]) == (HandoffStatus.received, "http_")
    assert row.due_at is not None
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await neighbour.stack.settle()
    assert await neighbour.kinds(handoff_id) == []
    with clock.standing_at(clock.now() + THREE_DAYS):
        await neighbour.work()
    assert (await neighbour.last(handoff_id))["facts"] == {"codes": ["material_unreachable"]}


async def test_a_city_that_is_down_for_a_day_loses_nothing(neighbour: Neighbour) -> None:
    page = face(lie="gone")
    handoff_id = await neighbour.taken(page)
    assert await neighbour.kinds(handoff_id) == []
    await neighbour.city.lie_about(replace(page, lie=""))
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await neighbour.work()
    row = await neighbour.row(handoff_id)
    assert (row.status, row.problem, row.due_at) == (HandoffStatus.checked, "", None)
    # The five days run from the day on which the message came.
    case = await neighbour.case(handoff_id)
    assert case.submitted_at == row.created_at


async def test_what_was_fetched_for_nothing_is_let_go(neighbour: Neighbour) -> None:
    good = PartnerPage("photo-of-face", photo())
    bad = PartnerPage("photo-of-face", document(), page=2, lie="other_bytes")
    await neighbour.codes(good, bad)
    with clock.standing_at(clock.now() + timedelta(days=8)):
        await neighbour.stack.settle()
    assert {one.state for one in await StoredFile.all()} <= {"abandoned"}
