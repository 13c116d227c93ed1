"""Every simulator says in a browser what it plays, and shows and takes faults by form."""

import re

import httpx
import pytest
from lxml import html  # type: ignore[import-untyped]

from tests.simulators.clock import Clock
from tests.simulators.registry import SIMULATORS
from tests.simulators.running import running
from tests.simulators.sms.state import Sms, SmsState

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("name", sorted(SIMULATORS))
async def test_front_page_shows_and_takes_faults(name: str) -> None:
    simulator = SIMULATORS[name]
    app = simulator.create_app(
        simulator.config("http://127.0.0.1:1"), Clock(ahead=lambda: 0.0), None
    )
    async with (
        running(app) as url,
        httpx.AsyncClient(base_url=url, headers=BROWSER, trust_env=False) as client,
    ):
        page = html.document_fromstring((await client.get("/")).text)
        assert page.xpath("//h1/text()")[0] and page.xpath("//h2/text()")[0].endswith("first")
        assert page.xpath("//meta[@name='viewport']"), "a phone shows it at its own width"
        (path, *_) = page.xpath("//select[@name='path']/option/text()")
        fields = {"kind": "empty", "path": path, "times": "2", "code": "<b>"}
        ordered = await client.post("/_simulator/page/faults", data=fields)
        assert (ordered.status_code, ordered.headers["location"]) == (303, "/")
        shown = (await client.get("/")).text
        assert "&lt;b&gt;" in shown and "<b>" not in shown
        assert (await client.post("/_simulator/page/faults", data={"kind": "x"})).status_code == 400
        await client.post("/_simulator/page/no-faults")
        assert "&lt;b&gt;" not in (await client.get("/")).text


async def test_codes_can_be_read_and_programs_are_served_as_before() -> None:
    simulator = SIMULATORS["sms"]
    sms = Sms(
        phone="13900000001",
        text="您的验证码是123456",
        template_code="SMS_1",
        params={},
        sign_name="x",
        biz_id="1",
        out_id="1",
        at=0,
    )
    memory = SmsState(messages=[sms])
    app = simulator.create_app(
        simulator.config("http://127.0.0.1:1"), Clock(ahead=lambda: 0.0), memory
    )
    async with running(app) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        assert "123456" in (await client.get("/", headers=BROWSER)).text
        assert (await client.get("/")).json()["Code"] != "OK"
        page = html.document_fromstring((await client.get("/", headers=BROWSER)).text)
        times = page.xpath("//table[last()]//tr/td[1]/text()")
        assert times and all(re.fullmatch(r"\d\d-\d\d \d\d:\d\d:\d\d", one) for one in times)
