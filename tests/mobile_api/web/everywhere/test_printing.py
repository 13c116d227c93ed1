"""What people keep on paper: all of it unfolded, and nothing that only a screen can use."""

import pytest
from playwright.async_api import Browser

from tests.actors import Citizen, Colleague
from tests.mobile_api.web.applying.lines import signed_in
from tests.mobile_api.web.applying.test_on_a_phone import FAULT
from tests.mobile_api.web.test_browser import keep
from tests.stack import Stack

# Bars, buttons and forms that would be printed.
OF_THE_SCREEN = """() => [...document.querySelectorAll(
  'header.top, footer, .tabs, .skip, .crumbs, button, a.button, form, input, .no-print'
)].filter((one) => one.getClientRects().length).map((one) => one.outerHTML.slice(0, 80))"""
FOLDED = """() => [...document.querySelectorAll('details > :not(summary)')]
  .filter((one) => !one.closest('.no-print') && !one.checkVisibility({contentVisibilityAuto: true}))
  .map((one) => one.outerHTML.slice(0, 80))"""


async def paths(citizen: Citizen, colleague: Colleague) -> dict[str, str]:
    case = await citizen.submitted_case()
    fault = FAULT | {"target": "material", "key": "old-passport"}
    await colleague.move(case["id"], "request-correction", {"faults": [fault]})
    return {
        "receipt": f"/me/cases/{case['id']}/receipt",
        "case": f"/me/cases/{case['id']}",
        "one-time-notice": f"/me/cases/{case['id']}/notice",
        "privacy-notice": "/notices/privacy",
        "guide": "/guides/passport?answer.situation=renewal&answer.holder-age=adult",
    }


@pytest.mark.parametrize("javascript", [True, False])
async def test_what_is_printed_has_no_bars_and_nothing_folded(
    browser: Browser | None, stack: Stack, citizen: Citizen, colleague: Colleague, javascript: bool
) -> None:
    if browser is None:
        return
    context = await signed_in(browser, stack, citizen, java_script_enabled=javascript)
    tab = await context.new_page()
    for name, path in (await paths(citizen, colleague)).items():
        await tab.emulate_media(media="screen")
        await tab.goto(path)
        assert await tab.evaluate(OF_THE_SCREEN) != [], name
        await tab.emulate_media(media="print")
        assert await tab.evaluate(OF_THE_SCREEN) == [], name
        assert await tab.evaluate(FOLDED) == [], name
        assert await tab.locator("h1").is_visible(), name
        await keep(tab, f"print-{name}")
        assert (await tab.pdf()).startswith(b"%PDF")
