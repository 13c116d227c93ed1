"""How heavy and how slow a first visit of each kind of page is on a poor phone and network.

Chromium on slow 3G (400 kbit/s, 400 ms) and a quarter of this machine's processor, through nginx as
it is committed where there is one; nothing is in the phone's cache.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.application import application
from benchmarks.figures import Figure, at_most, observed
from benchmarks.pages.nginx import NGINX, OPENSSL, adapted, serving

BENCH = "pages"
VISITS = 3
# What a first visit may cost: kilobytes of 1,000 as they travel, requests, seconds until something
# is to be seen.
KILOBYTES, REQUESTS, SECONDS = 40.0, 6, 2.0
BITS_A_SECOND, DELAY_MS, SLOWER = 400_000, 400, 4
PATHS = (
    "/",
    "/search?q=护照",
    "/guides",
    "/guides/passport",
    "/guides/passport?answer.situation=renewal&answer.holder-age=adult",
    "/themes",
    "/themes/restaurant",
    "/status",
    "/centre/halls",
    "/centre/phones",
    "/market",
    "/market/services/fire-test",
    "/sign-in",
    "/notices/privacy",
)
_FIRST_PAINT = """() => {
  const [first] = performance.getEntriesByName('first-contentful-paint');
  return first ? first.startTime / 1000 : null;
}"""
_PATIENCE_SECONDS = 30.0
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def _browser() -> Iterator[Browser | None]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        yield None
        return
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def _site(folder: Path) -> Iterator[tuple[str, bool]]:
    """Where the pages are, and whether nginx stands before them."""
    with ExitStack() as open_processes:
        (folder / "data").mkdir()
        api = open_processes.enter_context(application(folder / "data"))
        origin = f"http://127.0.0.1:{api.port}"
        if NGINX is None or OPENSSL is None:
            yield origin, False
            return
        (folder / "nginx").mkdir()
        nginx = adapted(folder / "nginx", origin)
        open_processes.enter_context(serving(nginx))
        yield nginx.origin, True


def _slowed(session: CDPSession) -> None:
    rate = BITS_A_SECOND / 8
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY_MS,
            "downloadThroughput": rate,
            "uploadThroughput": rate,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _visit(browser: Browser, address: str) -> tuple[float, int, float]:
    """Kilobytes, requests and seconds to the first paint of a first visit. Raises RuntimeError."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, locale="zh-CN", ignore_https_errors=True
    )
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    _slowed(session)
    answer = tab.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{address} does not answer")
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (painted := tab.evaluate(_FIRST_PAINT)) is None and time.monotonic() < deadline:
        tab.wait_for_timeout(50)
    context.close()
    if painted is None:
        raise RuntimeError(f"{address} is never painted")
    return sum(sizes) / 1000, len(sizes), float(painted)


def _figures(browser: Browser, origin: str, path: str) -> list[Figure]:
    """The paint of the quickest visit: another process on the same cores is not the page."""
    visits = [_visit(browser, origin + path) for _ in range(VISITS)]
    weights, requests, painted = zip(*visits, strict=True)
    return [
        at_most(BENCH, f"{path} weight", max(weights), "kB", KILOBYTES),
        at_most(BENCH, f"{path} requests", max(requests), "requests", REQUESTS),
        at_most(BENCH, f"{path} first paint", min(painted), "s", SECONDS),
    ]


def run() -> list[Figure]:
    """Every kind of page that needs no sign-in. Without Chromium, the only figure is missed."""
    with _browser() as browser:
        if browser is None:
            click.echo("pages: install chromium; without it nothing is measured", err=True)
            return [Figure(BENCH, "browsers", 0, "browsers", 1, ok=False)]
        with TemporaryDirectory() as folder, _site(Path(folder)) as (origin, has_nginx):
            figures = [observed(BENCH, "behind nginx", float(has_nginx), "yes")]
            for path in PATHS:
                figures += _figures(browser, origin, path)
            return figures
