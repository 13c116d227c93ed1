"""The partner city's catalogue: the demo city's items under another city's name and codes."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mobile_api.guides.publishing.loading import DEMO_CITY, read_catalogue

CITY, REGION = "邻山市", "999800"
_ITS_NAME = "示范市"
# Region codes alone: what stands within a longer number is another kind of number.
_REGION = re.compile(r'"9999(\d\d)"')


def its_catalogue() -> dict[str, Any]:
    """As `yiwang load-catalogue` would read it."""
    with TemporaryDirectory() as folder:
        for part in sorted(DEMO_CITY.glob("*.json")):
            text = part.read_text(encoding="utf-8").replace(_ITS_NAME, CITY)
            text = _REGION.sub(rf'"{REGION[:4]}\1"', text)
            (Path(folder) / part.name).write_text(text, encoding="utf-8")
        return read_catalogue(Path(folder))
