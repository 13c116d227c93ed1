"""Style sheet, script and icon: phones keep them for ever, because a change changes the name."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
_INDENTATION, _NOTES = re.compile(rb"^\s+", re.MULTILINE), re.compile(rb"^//.*\n", re.MULTILINE)
_REMARKS = re.compile(rb"/\*.*?\*/\n", re.DOTALL)
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory; `path` holds a digest of its bytes."""

    body: bytes
    media: str
    path: str


def asset_of(name: str, body: bytes, folder: str, media: str) -> Asset:
    """These bytes under a name that holds their digest, below `/static/FOLDER/`."""
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, media, f"/static/{folder}/{stem}.{digest}.{ending}")


def _read(name: str, folder: str, media: str) -> Asset:
    """Phones do without our indentation and comments; no text in these files spans lines."""
    body = _NOTES.sub(b"", _INDENTATION.sub(b"", (FOLDER / name).read_bytes()))
    if name.endswith(".css"):
        body = _REMARKS.sub(b"", body)
    return asset_of(name, body, folder, media)


STYLE = _read("page.css", "styles", "text/css; charset=utf-8")
SCRIPT = _read("page.js", "scripts", "text/javascript; charset=utf-8")
# Of one page alone, so that no other carries it.
MATERIAL_SCRIPT = _read("material.js", "scripts", SCRIPT.media)
ICON = (FOLDER / "favicon.svg").read_bytes()


def asset_headers(asset: Asset, path: str) -> dict[str, str]:
    """Headers of an answer for `path`.

    While workers of two versions run side by side, one may be asked for the other's file: it
    then gets ours, which nobody keeps, rather than a page without style.
    """
    cache = FOREVER if path == asset.path else "no-store"
    return {"cache-control": cache, "x-content-type-options": "nosniff"}
