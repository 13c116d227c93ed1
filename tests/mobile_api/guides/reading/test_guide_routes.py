"""Guides over HTTP: prepared bytes, personal lists, forms, codes, figures."""

import hashlib
import io
from datetime import timedelta

import httpx
import pytest
import segno
from PIL import Image

from mobile_api.guides.reading.qr import guide_address
from mobile_api.shared import clock
from tests.stack import Stack

PREPARED = [
    "/guides",
    "/guides?audience=natural_person&page_size=3",
    "/guides/id-card",
    "/themes",
    "/themes/restaurant",
    "/catalogue/statistics",
    "/catalogue/vocabulary",
    "/guides/id-card/qr.png",
    "/guides/id-card/qr.svg",
    "/centre/boards",
    "/centre/phones",
]


@pytest.fixture
def api(client: httpx.AsyncClient, stack: Stack) -> httpx.AsyncClient:
    client.base_url = httpx.URL(f"{stack.api}/api/v1")
    return client


@pytest.mark.parametrize("path", PREPARED)
async def test_prepared_bytes_have_a_strong_tag_304_and_head(
    api: httpx.AsyncClient, path: str
) -> None:
    first = await api.get(path)
    assert first.status_code == 200
    tag = first.headers["etag"]
    assert tag == f'"{hashlib.sha256(first.content).hexdigest()[:32]}"'
    for header in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        same = await api.get(path, headers={"If-None-Match": header})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (await api.get(path, headers={"If-None-Match": '"x"'})).content == first.content
    head = await api.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert int(head.headers["content-length"]) == len(first.content)


async def test_a_guide_holds_all_its_elements(api: httpx.AsyncClient) -> None:
    answer = (await api.get("/guides/passport")).json()
    guide = answer["guide"]
    assert guide["name"] == "普通护照签发(首次、换发、补发)"
    assert guide["promised_limit"] == {"value": 7, "unit": "working_day", "note": None}
    assert answer["department"]["name"] == "市公安局出入境管理支队"
    assert answer["themes"] == []
    withdrawal = (await api.get("/guides/hf-withdraw")).json()
    assert withdrawal["themes"] == [{"key": "retire", "name": "退休一件事"}]
    (place,) = answer["counters"]
    assert place["hall"]["map_point"]["longitude"] == 113.37
    assert {"weekdays": [6, 7], "opens": "09:00", "closes": "16:00"} in place["counter"]["hours"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/guides/moon", 404, "guide_not_found"),
        ("/guides/moon/qr.png", 404, "guide_not_found"),
        ("/guides/id-card/versions/999999", 404, "guide_not_found"),
        ("/guides/id-card/versions/99999999999999999999", 404, "guide_not_found"),
        ("/themes/moon", 404, "theme_not_found"),
        ("/guides?audience=moon", 422, "invalid_input"),
        ("/guides?page_size=0&audience=moon&colour=red", 422, "invalid_input"),
        ("/guides?cursor=moon", 422, "invalid_input"),
        ("/guides/id-card/qr.png?channel=%3Cscript%3E", 422, "invalid_input"),
        ("/themes?region=moon", 422, "invalid_input"),
    ],
)
async def test_bad_requests_are_told_plainly(
    api: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await api.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "moon" not in answer.text


async def test_every_wrong_filter_is_named_at_once(api: httpx.AsyncClient) -> None:
    answer = await api.get("/guides?page_size=0&audience=moon&colour=red")
    assert {one["path"] for one in answer.json()["errors"]} == {
        "/page_size",
        "/audience",
        "/colour",
    }


async def test_a_case_can_read_its_version(api: httpx.AsyncClient) -> None:
    version = (await api.get("/guides/id-card")).json()["catalogue_version"]
    answer = await api.get(f"/guides/id-card/versions/{version}")
    assert answer.json()["guide"]["key"] == "id-card"


async def test_answers_become_a_personal_list(api: httpx.AsyncClient) -> None:
    first = (await api.post("/guides/hf-withdraw/situation", json={})).json()
    assert first["path"]["next_question"]["key"] == "reason"
    answers = {"answers": {"reason": "rent", "rent-kind": "public"}}
    found = (await api.post("/guides/hf-withdraw/situation", json=answers)).json()
    keys = [one["material"]["key"] for one in found["materials"]]
    assert "public-rent-contract" in keys
    assert "left-job-proof" not in keys
    wrong = await api.post("/guides/hf-withdraw/situation", json={"answers": {"reason": "moon"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["path"] == "/answers/reason"


async def test_a_theme_becomes_a_plan(api: httpx.AsyncClient) -> None:
    body = {
        "answers": {"entity": "company"},
        "item_answers": {"company-reg": {"premises": "rented"}},
    }
    plan = (await api.post("/themes/restaurant/plan", json=body)).json()["plan"]
    assert plan["waves"][0] == ["company-reg"]
    assert "premises-lease" in [one["material"]["key"] for one in plan["materials"]]


async def test_the_qr_codes_lead_to_the_page(api: httpx.AsyncClient, stack: Stack) -> None:
    address = guide_address(stack.settings.public_url, "id-card", "poster")
    assert address.endswith("/guides/id-card?channel=poster")
    png = await api.get("/guides/id-card/qr.png", params={"channel": "poster"})
    image = Image.open(io.BytesIO(png.content)).convert("1")
    wanted = segno.make_qr(address, error="q")
    dark = [
        [not image.getpixel((x * 10 + 45, y * 10 + 45)) for x in range(len(wanted.matrix))]
        for y in range(len(wanted.matrix))
    ]
    assert dark == [[bool(module) for module in row] for row in wanted.matrix]
    svg = await api.get("/guides/id-card/qr.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in svg.content


async def test_form_links_print_until_they_expire(api: httpx.AsyncClient, stack: Stack) -> None:
    form = (await api.get("/guides/id-card/forms")).json()["forms"][0]
    origin = stack.api
    blank = await api.get(origin + form["blank_path"])
    assert blank.headers["content-type"] == "text/html; charset=utf-8"
    assert "居民身份证丢失(损坏)情况说明" in blank.text
    assert "样表" not in blank.text
    assert "示范公园" in (await api.get(origin + form["sample_path"])).text
    changed = await api.get(origin + form["blank_path"].replace("/blank?", "/sample?"))
    assert (changed.status_code, changed.json()["code"]) == (410, "link_expired")
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        late = await api.get(origin + form["blank_path"])
    assert late.json()["code"] == "link_expired"


async def test_figures_are_computed(api: httpx.AsyncClient) -> None:
    total = (await api.get("/catalogue/statistics")).json()["total"]
    assert total["service_items"] == 40
    assert total["cut_percent"] == 70.2
