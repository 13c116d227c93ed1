"""What the screens of the mini-program ask of the API, read in their source."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT

_SOURCES = ROOT / "wechat" / "miniprogram"
_CALLS = (
    re.compile(r"\bapi\s*\.\s*\w+\(\s*'(\w+)',\s*'(/[^']*)'"),
    re.compile(r"method: '(\w+)',\s*path: '(/[^']*)'"),  # of the door itself
)
_CONSTANT = re.compile(r"^const (\w+) = ('/[^'$]*');", re.MULTILINE)
_REQUIRED = re.compile(r"require\('(\.[^']*)'\)")


def screens() -> dict[str, frozenset[tuple[str, str]]]:
    """By screen, the operations (method in small letters, path) that it calls."""
    return {one: frozenset(_calls(_SOURCES / one)) for one in _pages()}


def _pages() -> list[str]:
    app = json.loads((_SOURCES / "app.json").read_text())
    inner = [f"{one['root']}/{page}" for one in app["subPackages"] for page in one["pages"]]
    return [*app["pages"], *inner]


def _calls(screen: Path) -> Iterator[tuple[str, str]]:
    """Of the screen, of the components that it shows and of what both require."""
    waiting, seen = [screen.with_suffix(".js")], set()
    while waiting:
        script = waiting.pop()
        if script in seen or not script.is_file():
            continue
        seen.add(script)
        source = _spelled_out(script.read_text())
        for call in _CALLS:
            yield from ((method.lower(), path) for method, path in call.findall(source))
        waiting += [_script(script.parent / name) for name in _REQUIRED.findall(source)]
        waiting += _components(script)


def _spelled_out(source: str) -> str:
    """With the beginnings of addresses that stand in constants in their places."""
    for name, text in _CONSTANT.findall(source):
        source = re.sub(rf"`\$\{{{name}\}}([^`$]*)`", rf"{text[:-1]}\1'", source)
        source = re.sub(rf"(', ){name}\b", rf"\1{text}", source)
    return source


def _script(path: Path) -> Path:
    return path.resolve().with_suffix(".js")


def _components(script: Path) -> list[Path]:
    declared = script.with_suffix(".json")
    used = json.loads(declared.read_text()).get("usingComponents", {}) if declared.exists() else {}
    return [_SOURCES / f"{path.strip('/')}.js" for path in used.values() if path.startswith("/")]
