"""A phone's line as it is: slow, cut, back again; and photographs that no coder makes small."""

import random
from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from playwright.async_api import CDPSession
from playwright.async_api import Page as Tab

# 100 kB/s, so that a photo is under way for some seconds.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 1e6, "uploadThroughput": 1e5}
CUT = SLOW | {"offline": True}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class Line:
    """What the tab is connected by; as fast as it comes until `be`."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._session: CDPSession | None = None

    async def be(self, conditions: Mapping[str, object]) -> None:
        if self._session is None:
            self._session = await self.tab.context.new_cdp_session(self.tab)
            await self._session.send("Network.enable")
        await self._session.send("Network.emulateNetworkConditions", dict(conditions))


def grain(seed: int, side: int = 500, kind: str = "JPEG") -> bytes:
    """A photo of noise; the same seed is the same file."""
    held = BytesIO()
    noise = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(held, kind)
    return held.getvalue()


async def chosen(tab: Tab, *photos: bytes, kind: str = "image/jpeg") -> None:
    """These files in the field of a material's page."""
    ending = kind.partition("/")[2].replace("jpeg", "jpg")
    files = [
        {"name": f"IMG_{number}.{ending}", "mimeType": kind, "buffer": content}
        for number, content in enumerate(photos, 1)
    ]
    await tab.get_by_label("照片或文件").set_input_files(files)  # type: ignore[arg-type]
