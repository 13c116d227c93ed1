"""The pages of a case in a real browser on a small phone, in both sizes of type."""

import pytest
from playwright.async_api import Browser as Chromium

from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase
from tests.mobile_api.web.applying.lines import signed_in
from tests.mobile_api.web.cases.forms import OPENED
from tests.mobile_api.web.test_browser import MISFITS, keep
from tests.stack import Stack

FAULT = {"target": "material", "key": "old-passport", "reason": "缺一页。", "advice": "补上。"}


@pytest.mark.parametrize(("width", "type_size"), [(375, "normal"), (320, "large")])
async def test_nothing_sticks_out_on_the_pages_of_a_case(
    browser: Chromium | None,
    stack: Stack,
    citizen: Citizen,
    colleague: Colleague,
    elder: PostedCase,
    width: int,
    type_size: str,
) -> None:
    if browser is None:
        return
    asked = await citizen.submitted_case()
    await colleague.move(asked["id"], "request-correction", {"faults": [FAULT]})
    context = await signed_in(browser, stack, citizen, viewport={"width": width, "height": 760})
    tab = await context.new_page()
    await tab.goto(f"/display?type={type_size}&back=/")
    pages = [(elder.id, name) for name in ("", *OPENED)]
    pages += [(asked["id"], name) for name in ("", "notice", "tasks", "receipt")]
    for number, (case_id, name) in enumerate(pages):
        await tab.goto(f"/me/cases/{case_id}/{name}".rstrip("/"))
        assert await tab.evaluate(MISFITS) == [], name
        assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        await keep(tab, f"case-{number:02}-{name.replace('/', '-')}-{width}-{type_size}")
