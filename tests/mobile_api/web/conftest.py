"""A real browser for the pages, and a loud word at the end when this machine has none."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

_WITHOUT_BROWSER = pytest.StashKey[list[str]]()
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser | None]:
    """The system's Chromium, headless; None where there is none, which the summary then says."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        stash = request.config.stash
        stash.setdefault(_WITHOUT_BROWSER, []).append(request.node.nodeid)
        yield None
        return
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield opened
        await opened.close()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tests that ran without the browser that they are about."""
    for node in config.stash.get(_WITHOUT_BROWSER, []):
        terminalreporter.write_line(
            f"WITHOUT A BROWSER (install chromium): {node} only checked the pages' HTML",
            yellow=True, bold=True,
        )  # fmt: skip
