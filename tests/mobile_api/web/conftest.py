"""A real browser for the pages, and a loud word at the end when this machine has none."""

import shutil
from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Browser, async_playwright

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def browser(tell: Callable[[str], None]) -> AsyncIterator[Browser | None]:
    """The system's Chromium, headless; None where there is none, which the summary then says."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        tell("WITHOUT A BROWSER (install chromium): only the pages' HTML was checked")
        yield None
        return
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield opened
        await opened.close()
