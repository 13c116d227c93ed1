"""A guide is read aloud where the phone has a Chinese voice; elsewhere nothing offers it."""

import pytest
from playwright.async_api import Browser, expect

from tests.mobile_api.web.test_browser import MISFITS, phone
from tests.stack import Stack

# The phone's voice: what it is told, and nothing is heard.
VOICE = """
window.told = [];
const voice = {
  pending: false, speaking: false, onvoiceschanged: null,
  getVoices: () => LANGUAGES.map((lang) => ({lang})),
  speak(one) { this.speaking = true; window.told.push(one); },
  cancel() { this.speaking = false; },
};
Object.defineProperty(window, 'speechSynthesis', {value: voice});
"""


async def test_guide_is_read_line_by_line_and_stopped(
    browser: Browser | None, stack: Stack
) -> None:
    if browser is None:
        return
    tab = await (await phone(browser, stack, viewport={"width": 320, "height": 640})).new_page()
    await tab.add_init_script(VOICE.replace("LANGUAGES", "['en-US', 'zh-CN']"))
    await tab.goto("/guides/passport")
    button = tab.get_by_role("button", name="读给我听")
    await button.focus()
    await tab.keyboard.press("Enter")
    lines = await tab.evaluate("told.map((one) => one.text)")
    assert lines[0].startswith("普通护照签发") and len(lines) > 30
    assert {"先说说您的情况", "读给我听"}.isdisjoint(lines)
    assert set(await tab.evaluate("told.map((one) => one.lang)")) == {"zh-CN"}
    await tab.get_by_role("button", name="停止朗读").click()
    assert await tab.evaluate("speechSynthesis.speaking") is False
    await button.click()
    await tab.evaluate("told.at(-1).onend()")
    await expect(button).to_be_visible()
    assert await tab.evaluate(MISFITS) == []


@pytest.mark.parametrize("languages", ["[]", "['en-US']"])
async def test_phone_without_a_chinese_voice_offers_nothing(
    browser: Browser | None, stack: Stack, languages: str
) -> None:
    if browser is None:
        return
    tab = await (await phone(browser, stack)).new_page()
    await tab.add_init_script(VOICE.replace("LANGUAGES", languages))
    await tab.goto("/guides/passport")
    await expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert await tab.get_by_role("button", name="读给我听").count() == 0
    await tab.evaluate("speechSynthesis.getVoices = () => [{lang: 'zh-HK'}]")
    await tab.evaluate("speechSynthesis.onvoiceschanged()")
    assert await tab.get_by_role("button", name="读给我听").count() == 1
