"""What is not right is told beside its field, and nothing that was given is lost."""

import pytest

from mobile_api.addresses.models import SavedAddress
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.shared.text.words import typeset
from tests.actors import Citizen, photo
from tests.mobile_api.web.applying.browser import ADDRESS, Browser
from tests.mobile_api.web.reading import Page
from tests.mobile_api.web.test_every_page import LIGHT
from tests.stack import Stack
from uploads.stores.s3 import S3Store
from uploads.stores.storage import STORE

NEW = {"kind": "post", "choice": "new"} | ADDRESS
SITUATION = {"situation": "renewal", "holder-age": "adult", "state-worker": "no"}


@pytest.fixture
async def path(citizen: Citizen) -> str:
    """A draft with its questions answered."""
    request = {"item_key": "passport", "situation": SITUATION}
    return f"/me/cases/{(await citizen.ok('POST', '/api/v1/cases', request))['id']}"


def faults(page: Page) -> list[str]:
    """What stands beside the fields; the summary links to each."""
    found = [one.text_content() for one in page.all("//p[@class='fault']")]
    assert len(page.all("//ul[@class='summary']/li/a")) == len(found)
    assert page.all("//title/text()")[0].startswith("错误")
    return found


def heading(page: Page) -> list[str]:
    """What the form for one more photo says that it is for."""
    return [str(one) for one in page.all("//form[@id='add']/h2/text()")]


async def test_a_question_without_an_answer(own: Browser, path: str) -> None:
    page = await own.open(f"{path}/questions/situation")
    assert page.all("//input[@checked]/@value") == ["renewal"]
    page = await own.send(page, {"answer": "no-such-answer"})
    assert faults(page) == ["请选择一项。"]
    assert (await Case.get()).situation == SITUATION
    assert not (await own.open(own.here)).all("//p[@class='fault']")


async def test_a_form_is_kept_as_it_was_typed(own: Browser, path: str) -> None:
    page = await own.open(f"{path}/form")
    page = await own.send(page, {"field.name-in-pinyin": "Z" * 300})
    assert own.here == f"{path}/form" and "精简" in faults(page)[0]
    assert page.all("//input[@id='field.name-in-pinyin']/@value") == ["Z" * 300]
    page = await own.send(page, {"field.name-in-pinyin": ""})
    assert faults(page) == ["请填写“姓名拼音”。"]


async def test_nothing_chosen_to_be_sent(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    page = await own.upload(here, b"", name="")
    assert faults(page) == ["请先选择照片或文件。"]


async def test_a_file_that_is_too_large(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    page = await own.upload(here, bytes(10 * 1024 * 1024 + 1))
    assert page.says("太大")
    assert await SubmittedMaterial.all().count() == 0


async def test_a_file_that_is_far_too_large(own: Browser, path: str) -> None:
    page = await own.upload(f"{path}/materials/exit-entry-photo", bytes(24 * 1024 * 1024))
    assert page.says("太大") and page.status != 500


async def test_what_is_no_photo_stays_with_its_reason(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    page = await own.upload(here, b"GIF89a" + bytes(400))
    assert page.says("没有通过") and page.says("JPG")
    assert page.says("先做别的") and not page.says("传好了")


async def test_a_form_that_is_no_upload(own: Browser, path: str) -> None:
    sent = await own.client.post(
        f"{path}/materials/exit-entry-photo/pages", data={"file": "x"}, follow_redirects=True
    )
    assert sent.status_code == 400 and "上传" in sent.text


async def test_pages_are_moved_and_taken_away(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    for shade in (31, 32):
        page = await own.upload(here, photo(shade))
    given = SubmittedMaterial.all().order_by("page").values_list("file_id", flat=True)
    first, second = [str(one) for one in await given]
    actions = [form.action for form in page.document.forms]
    assert actions.count(f"{here}/pages/{second}") == 2
    page = await own.send(page, number=actions.index(f"{here}/pages/{second}"))
    assert [str(one) for one in await given] == [second, first]
    removal = [f"{here}/pages/{first}" in (form.action or "") for form in page.document.forms]
    page = await own.send(page, number=len(removal) - 1 - removal[::-1].index(True))
    assert [str(one) for one in await given] == [second]
    assert page.says("已经有1页")


async def test_a_page_is_opened_by_its_owner(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    page = await own.upload(here, photo(33))
    assert page.all("//img[@loading='lazy']/@src") == [f"{here}/open/1"]
    opened = await own.client.get(f"{here}/open/1")
    assert opened.status_code == 303
    said = {"cache-control": "no-store", "x-robots-tag": "noindex"}
    assert said.items() <= dict(opened.headers).items()
    assert opened.headers["referrer-policy"] == "no-referrer"
    shown = await own.client.get(opened.headers["location"])
    assert shown.status_code == 200 and shown.headers["content-type"].startswith("image/")
    for number in (0, 2, 21):
        assert (await own.client.get(f"{here}/open/{number}")).status_code == 404


async def test_a_page_is_taken_anew_without_script(own: Browser, path: str) -> None:
    here = f"{path}/materials/exit-entry-photo"
    for shade in (40, 60):
        page = await own.upload(here, photo(shade))
    given = SubmittedMaterial.all().order_by("page").values_list("file_id", flat=True)
    first, second = [str(one) for one in await given]
    assert f"{here}?retake={first}" in page.links()
    page = await own.open(f"{here}?retake={first}")
    assert heading(page) == ["重拍第1页"] and here in page.links()
    (action,) = page.all("//form[@id='add']/@action")
    page = await own.upload(here, b"", name="", to=action)
    assert faults(page) == ["请先选择照片或文件。"] and heading(page) == ["重拍第1页"]
    await own.upload(here, photo(80), to=action)
    new, left = [str(one) for one in await given]
    assert left == second and new not in (first, second)
    for nobodys in (first, "x", ""):
        assert heading(await own.open(f"{here}?retake={nobodys}")) == ["再加一页"]


async def test_the_store_is_let_in_on_this_page_alone(own: Browser, path: str) -> None:
    page = await own.open(f"{path}/materials/exit-entry-photo")
    elsewhere = S3Store(
        "http://a:b@127.0.0.1:1/files", region="x", public_url="https://files.example.gov.cn/s"
    )
    with own.stack.having(STORE, elsewhere):
        page = await own.open(f"{path}/materials/exit-entry-photo")
        policy = page.response.headers["content-security-policy"].split("; ")
        allowed = "'self' https://files.example.gov.cn"
        assert {f"img-src {allowed}", f"connect-src {allowed}", "script-src 'self'"} <= set(policy)
        other = await own.open(f"{path}/tasks")
        assert "files.example" not in other.response.headers["content-security-policy"]


async def test_the_page_with_its_scripts_is_light(own: Browser, path: str) -> None:
    page = await own.open(f"{path}/materials/exit-entry-photo")
    loaded = set(page.all("//link/@href|//script/@src|//img/@src"))
    sizes = [len((await own.client.get(one)).content) for one in loaded]
    assert len(loaded) == 4 and len(page.response.content) + sum(sizes) < LIGHT
    assert page.all("//*[local-name()='svg']") and page.says("四角都在、字看得清")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, ["请选择一种领取方式。"]),
        ({"kind": "post", "choice": ""}, ["请选择一个地址,或填写新地址。"]),
        ({"kind": "post", "choice": "11111111-1111-1111-1111-111111111111"}, None),
    ],
)
async def test_a_delivery_that_cannot_be(
    own: Browser, path: str, typed: dict[str, str], told: list[str] | None
) -> None:
    page = await own.send(await own.open(f"{path}/delivery"), {"kind": ""} | typed)
    assert own.here == f"{path}/delivery"
    if told is None:
        assert page.all("//*[@id='error-summary']")
    else:
        assert faults(page) == [typeset(one) for one in told]
    assert (await Case.get()).delivery is None


async def test_every_line_of_an_address_at_once(own: Browser, path: str) -> None:
    typed = NEW | {"phone": "123", "name": "", "address": ""}
    page = await own.send(await own.open(f"{path}/delivery"), typed)
    assert len(faults(page)) == 3
    told = page.all("//ul[@class='summary']//a/text()")
    assert [one.partition("：")[0] for one in told] == ["收件人姓名", "收件人手机", "街道门牌"]
    assert page.all("//input[@id='county']/@value") == ["中心区"]
    page = await own.send(page, NEW | {"save_address": "true"})
    assert await SavedAddress.all().count() == 1
    page = await own.open(f"{path}/delivery")
    assert page.says("现在选的") and not page.says(ADDRESS["phone"])


async def test_what_is_incomplete_is_not_checked_or_sent(own: Browser, path: str) -> None:
    await own.open(f"{path}/check")
    assert own.here == f"{path}/tasks"
    sent = await own.client.post(f"{path}/submit", files={"": (None, "")}, follow_redirects=True)
    assert sent.url.path == f"{path}/tasks" and "还有内容没有填好" in sent.text
    assert (await Case.get()).status == "draft"


@pytest.mark.parametrize("name", ["questions/moon", "materials/moon", "questions/..%2f"])
async def test_what_the_guide_does_not_ask(own: Browser, path: str, name: str) -> None:
    assert (await own.open(f"{path}/{name}")).status == 404


async def test_an_item_that_is_not_applied_for_online(own: Browser, stack: Stack) -> None:
    page = await own.open("/guides/no-such-item/apply")
    assert page.status == 404
