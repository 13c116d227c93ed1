"""Pages as a browser without script uses them: forms are sent as they stand, redirects followed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.mobile_api.web.reading import Page, read
from tests.stack import Stack

# The forms of an application, as their routes are written.
_CASE, _MATERIAL = "/me/cases/{case_id}", "/me/cases/{case_id}/materials/{key}"
FORMS = {
    "/guides/{key}/apply",
    f"{_CASE}/questions/{{key}}",
    f"{_CASE}/form",
    _MATERIAL,
    f"{_MATERIAL}/pages",
    f"{_MATERIAL}/pages/{{file_id}}",
    f"{_CASE}/delivery",
    f"{_CASE}/submit",
}
ADDRESS = {
    "name": "张三丰",
    "phone": "13800138000",
    "province": "示范省",
    "city": "示范市",
    "county": "中心区",
    "address": "和平街道幸福路1号",
}


@asynccontextmanager
async def settling(stack: Stack) -> AsyncIterator[None]:
    """What is due is done meanwhile, as beside a running city."""

    async def work() -> None:
        while True:
            await stack.settle()
            await asyncio.sleep(0.02)

    task = asyncio.create_task(work())
    try:
        yield
    finally:
        task.cancel()


@dataclass
class Browser:
    """`here` is the address of the page that is looked at."""

    stack: Stack
    client: httpx.AsyncClient
    here: str = ""

    async def open(self, path: str) -> Page:
        """The page at `path`, or where it leads."""
        return self._at(await self.client.get(path, follow_redirects=True))

    async def send(self, page: Page, typed: Mapping[str, str] = {}, *, number: int = 0) -> Page:
        """The form of that number with what is typed into it, and the page that follows."""
        form = page.document.forms[number]
        fields = dict(form.form_values()) | dict(typed)
        assert form.method == "POST" and form.get("enctype") == "multipart/form-data"
        parts = {name: (None, value) for name, value in fields.items()}
        sent = self.client.post(form.action, files=parts or {"": (None, "")}, follow_redirects=True)
        return self._at(await sent)

    async def tap(
        self, page: Page, typed: Mapping[str, str] = {}, *, number: int = -1, times: int = 3
    ) -> set[str]:
        """An impatient finger on the button of that form; where it led, of all the taps."""
        form = page.document.forms[number]
        fields = dict(form.form_values()) | dict(typed)
        parts = {name: (None, value) for name, value in fields.items()}
        sent = [self.client.post(form.action, files=parts) for _ in range(times)]
        answers = await asyncio.gather(*sent)
        assert {one.status_code for one in answers} == {303}, answers
        return {one.headers["location"] for one in answers}

    async def upload(
        self, path: str, content: bytes, name: str = "照片.jpg", *, to: str = ""
    ) -> Page:
        """A photo through the file input of a material's page, inspected meanwhile."""
        files = {"file": (name, content, "image/jpeg")}
        async with settling(self.stack):
            sent = await self.client.post(to or f"{path}/pages", files=files, follow_redirects=True)
        return self._at(sent)

    def _at(self, answer: httpx.Response) -> Page:
        self.here = answer.url.raw_path.decode()
        return read(answer)
