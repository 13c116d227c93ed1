"""The one page that repeats a draw in a browser, opened as a file, without any network."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from playwright.async_api import Page as Tab

from mobile_api.draws.proof.sources import least_bits, source_named
from tests.mobile_api.draws.sample import as_frozen, drawn
from tests.mobile_api.web.conftest import browser as browser

pytestmark = pytest.mark.standing_at("2026-12-01T09:00:00+08:00")
PAGE = Path(__file__).parents[3] / "mobile_api" / "draws" / "checker.html"
OTHER = "ab" * 32
CHANGES: dict[str, dict[str, Any]] = {
    "commitment": {"secret": OTHER},
    "list": {"list_sha256": OTHER},
    "seed": {"seed": OTHER},
    "winners": {"drawn": drawn()["drawn"][:2]},
    "entropy": {"entropy_text": "ssq 2026140=1./"},
    "order": {"frozen_at": "2026-12-04T09:00:00+08:00"},
    "sources": {"sources": drawn()["sources"][::-1]},
    "two_people": {"entries": drawn()["entries"][1:]},
}


async def opened(browser: Browser) -> Tab:
    context = await browser.new_context(offline=True, viewport={"width": 375, "height": 740})
    tab = await context.new_page()
    await tab.goto(PAGE.as_uri())
    return tab


async def checked(tab: Tab, record: Any) -> dict[str, bool]:
    """By code, whether each step held; the record is pasted."""
    text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
    await tab.get_by_label("或者把记录的文字粘贴在这里").fill(text)
    await tab.evaluate("document.getElementById('verdict').textContent = '…'")
    await tab.get_by_role("button", name="核对", exact=True).click()
    await expect(tab.locator("#verdict")).not_to_have_text("…")
    steps = await tab.locator("#steps li").all()
    return {
        str(await one.get_attribute("data-code")): await one.get_attribute("data-holds") == "true"
        for one in steps
    }


async def test_a_true_record_and_every_change(browser: Browser | None, tmp_path: Path) -> None:
    if browser is None:
        return
    tab = await opened(browser)
    record = drawn()
    steps = await checked(tab, record)
    assert set(steps) == {*CHANGES} and all(steps.values())
    winners = await tab.locator("#winners li").all_text_contents()
    assert winners == [one["winner"] for one in record["drawn"]]
    for named, change in CHANGES.items():
        steps = await checked(tab, record | change)
        assert not steps[named], named
        assert "不要采信" in str(await tab.locator("#verdict").text_content())


async def test_beside_a_copy_that_was_saved_before(browser: Browser | None, tmp_path: Path) -> None:
    if browser is None:
        return
    saved, file = tmp_path / "saved.json", tmp_path / "draw.json"
    saved.write_text(json.dumps(as_frozen(drawn())), encoding="utf-8")
    tab = await opened(browser)
    await tab.get_by_label("您先前保存的记录").set_input_files(saved)
    assert (await checked(tab, drawn()))["earlier"]
    steps = await checked(tab, drawn(secret=OTHER))
    assert [code for code, holds in steps.items() if not holds] == ["earlier"]
    file.write_text(json.dumps(drawn()), encoding="utf-8")
    await tab.get_by_label("选择摇号记录文件").set_input_files(file)
    assert all((await checked(tab, "")).values())


@pytest.mark.parametrize("junk", ["", "{", "[]", "null", '{"kind": "yiwang-draw/1"}'])
async def test_what_is_no_record_is_told(browser: Browser | None, junk: str) -> None:
    if browser is None:
        return
    tab = await opened(browser)
    assert await checked(tab, junk) == {}
    assert "不能核对" in str(await tab.locator("#verdict").text_content())


# By the page's own functions, as `yiwang verify` says it by ours.
IN_THE_PAGE = """async ({ number, entries, secret, published, picks }) => {
  const text = entries.map(([id, tickets]) => `${id} ${tickets}\\n`).join("");
  const used = published.map(([name, issue, values, unordered]) =>
    ({ name, issue, values, unordered }));
  const list = await sha256(text), entropy = entropyText(used);
  const commitment = await hashOfLines(`${NAME} commit`, number, secret);
  const seed = await hashOfLines(`${NAME} seed`, number, list, commitment, secret, entropy);
  const found = await pick(seed, entriesOf(text), picks);
  return { commitment, list_sha256: list, entropy, seed,
    x: found.map((one) => one.x), winners: found.map((one) => one.winner) };
}"""


async def test_the_page_gets_what_the_committed_vectors_say(browser: Browser | None) -> None:
    """Those by which our own program is held as well."""
    if browser is None:
        return
    tab = await opened(browser)
    vectors = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
    assert vectors
    for vector in vectors:
        entries = sorted(vector["entries"], key=lambda one: one[0].encode())
        found = await tab.evaluate(IN_THE_PAGE, vector | {"entries": entries})
        assert found == {name: vector[name] for name in found}, vector["name"]


def test_the_page_asks_nobody_and_knows_our_sources() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=|@import|url\(|fetch\(|XMLHttp|WebSocket|innerHTML", text)
    assert f"LEAST_BITS = {least_bits():.0f};" in text
    known = re.findall(r'"([a-z0-9-]+)": \[([0-9.]+), (true|false)\]', text)
    assert len(known) == 7
    for name, bits, unordered in known:
        source = source_named(name)
        assert source is not None
        assert (source.bits, source.unordered) == (float(bits), unordered == "true")
