"""Writes what pages and mini-program know of mobile_api/web/frame/tokens.json; `make tokens`."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOKENS = ROOT / "mobile_api" / "web" / "frame" / "tokens.json"
PAGE = ROOT / "mobile_api" / "web" / "frame" / "static" / "page.css"
MINIPROGRAM = ROOT / "wechat" / "miniprogram"
# One line each, up to the first brace at the margin.
_OWN_PART = re.compile(r"^:root \{\n.*?^\}\n", re.DOTALL | re.MULTILINE)


def _rem(pixels: float) -> str:
    return f"{pixels / 16:g}rem"


def _rpx(pixels: float) -> str:
    return f"{pixels * 2:g}rpx"


def _lines(names: list[str], values: dict[str, str], blanks: str = "  ") -> str:
    return "".join(f"{blanks}--{name}: {values[name]};\n" for name in names)


def _colours(tokens: dict[str, Any], names: list[str], shade: str) -> dict[str, str]:
    return {name: tokens["colours"][name][shade] for name in names}


def page_part(tokens: dict[str, Any]) -> str:
    """The rule `:root` of page.css. The edge of the pages gives way on a narrow screen."""
    colours, sizes = tokens["pages"]["colours"], tokens["pages"]["sizes"]
    lengths = {name: _rem(tokens["sizes"][name]) for name in sizes}
    pad = f"  --pad: min({_rem(tokens['sizes']['pad'])}, 4vw);\n"
    own = _lines(colours, _colours(tokens, colours, "light")) + _lines(sizes, lengths) + pad
    return f":root {{\n{own}  color-scheme: light;\n}}\n"


def wxss(tokens: dict[str, Any]) -> str:
    """styles/tokens.wxss."""
    colours, sizes = tokens["miniprogram"]["colours"], tokens["miniprogram"]["sizes"]
    light = _lines(colours, _colours(tokens, colours, "light"))
    light += _lines(sizes, {name: _rpx(tokens["sizes"][name]) for name in sizes})
    dark = _lines(colours, _colours(tokens, colours, "dark"), "    ")
    return (
        f"page {{\n{light}}}\n@media (prefers-color-scheme: dark) {{\n  page {{\n{dark}  }}\n}}\n"
    )


def theme(tokens: dict[str, Any]) -> str:
    """theme.json: what WeChat itself paints around the screens."""
    named = {
        name: one if isinstance(one, dict) else tokens["colours"][one]
        for name, one in tokens["miniprogram"]["theme"].items()
    }
    shades = {
        shade: {name: one[shade] for name, one in named.items()} for shade in ("light", "dark")
    }
    return json.dumps(shades, indent=2) + "\n"


def files() -> dict[Path, str]:
    """Each file that knows tokens, as it is to be."""
    tokens = json.loads(TOKENS.read_text(encoding="utf-8"))
    style = PAGE.read_text(encoding="utf-8")
    if not _OWN_PART.search(style):
        raise SystemExit(f"{PAGE.name} has no rule `:root` to write")
    return {
        PAGE: _OWN_PART.sub(lambda _: page_part(tokens), style, count=1),
        MINIPROGRAM / "styles" / "tokens.wxss": wxss(tokens),
        MINIPROGRAM / "theme.json": theme(tokens),
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
