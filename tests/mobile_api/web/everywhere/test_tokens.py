"""One source of colours and sizes: what pages and mini-program know is made from it."""

import json
import re
import runpy
from pathlib import Path

import pytest

from mobile_api.web.frame.assets import ICON, STYLE
from tests.architecture.sources import ROOT

WEB = ROOT / "mobile_api" / "web"
MINIPROGRAM = ROOT / "wechat" / "miniprogram"
TOKENS = json.loads((WEB / "frame" / "tokens.json").read_text(encoding="utf-8"))
MADE = runpy.run_path(str(ROOT / ".ci" / "tokens.py"), run_name="tokens")["files"]()
LIGHT = {one["light"] for one in TOKENS["colours"].values()}
HEX = re.compile(r"#[0-9a-f]{6}\b")


def named_in(text: str) -> set[str]:
    return set(re.findall(r"var\(--([a-z-]+)\)", text))


def sources(folder: Path, *endings: str) -> str:
    found = [path for path in folder.rglob("*") if path.suffix in endings]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(found))


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_files_are_as_make_tokens_writes_them(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path]


def test_pages_use_every_token_that_they_have_and_no_other() -> None:
    own, used = TOKENS["pages"], named_in(STYLE.body.decode())
    assert used == {*own["colours"], *own["sizes"], "pad"}


def test_mini_program_uses_every_token_that_it_has_and_no_other() -> None:
    own = TOKENS["miniprogram"]
    text = sources(MINIPROGRAM, ".wxss", ".wxml", ".js")
    made = text.replace(MADE[MINIPROGRAM / "styles" / "tokens.wxss"], "")
    # `--scale` and `--text-now` follow the size of type as it is at the moment.
    of_the_moment = set(re.findall(r"--([a-z-]+): ", made))
    assert named_in(text) - of_the_moment == {*own["colours"], *own["sizes"]}


def test_every_token_is_had_by_somebody() -> None:
    both = (TOKENS["pages"], TOKENS["miniprogram"])
    colours = {name for one in both for name in one["colours"]}
    colours |= {one for one in both[1]["theme"].values() if isinstance(one, str)}
    assert colours == set(TOKENS["colours"])
    sizes = {name for one in both for name in one["sizes"]} | {"pad"}
    assert sizes == set(TOKENS["sizes"])


def test_no_other_colour_stands_in_pages_and_icon() -> None:
    rules = MADE[WEB / "frame" / "static" / "page.css"].partition("\n}\n")[2]
    assert HEX.findall(rules) == []
    found = HEX.findall(sources(WEB, ".html", ".svg") + ICON.decode())
    assert found and set(found) <= LIGHT


def test_targets_are_as_large_as_the_guidelines_ask() -> None:
    """44 CSS pixels, 60 where type is large (工信部, 移动互联网应用适老化通用设计规范)."""
    sizes = TOKENS["sizes"]
    assert (sizes["target"], sizes["target-large"]) == (44, 60)
    large = float(re.findall(r"html\.large \{ font-size: ([0-9.]+)%", STYLE.body.decode())[0])
    assert sizes["target"] * large / 100 >= sizes["target-large"]
