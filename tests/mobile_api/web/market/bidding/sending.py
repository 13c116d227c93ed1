"""The pages of an agency as a browser without script uses them: their last form is that of the act."""

from collections.abc import Mapping

from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.reading import Page, read


async def send(own: Browser, page: Page, typed: Mapping[str, str] = {}) -> Page:
    """The form of the act, with what is typed into it."""
    return await own.send(page, typed, number=-1)


async def upload(own: Browser, path: str, content: bytes) -> Page:
    """A file for the act at `path`, inspected meanwhile."""
    files = {"file": ("照片.jpg", content, "image/jpeg")}
    async with settling(own.stack):
        sent = await own.client.post(f"{path}/files", files=files, follow_redirects=True)
    own.here = sent.url.raw_path.decode()
    return read(sent)
