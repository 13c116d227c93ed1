"""A person's phone: begins, sends as wx.uploadFile does, completes, and looks again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from httpx import AsyncClient, Response

from mobile_api.shared import clock
from mobile_api.shared.due import working
from tests.actors import Citizen
from tests.uploads.samples import JPEG, sha256
from uploads.inspection.apart import INSPECTORS
from uploads.inspection.scanner import Scanner
from uploads.models import StoredFile
from uploads.stores.storage import ObjectStore
from uploads.work import FILES, FileTools, settle

_MANY = 100


@dataclass
class Person:
    """One signed-in citizen. `begun` of the last upload is kept in `last`."""

    citizen: Citizen
    key: str
    last: dict[str, Any] = field(default_factory=dict)

    @property
    def client(self) -> AsyncClient:
        return self.citizen.client

    @asynccontextmanager
    async def at(self, instant: datetime) -> AsyncIterator[None]:
        """Let it be another time; sessions are short, so the person signs in then and after."""
        with clock.standing_at(instant):
            await self.citizen.sign_in()
            yield
        await self.citizen.sign_in()

    async def call(self, method: str, path: str, **more: Any) -> Response:
        return await self.citizen.call(method, f"/api/v1{path}", more.pop("json", None), **more)

    async def begin(
        self, content: bytes, media_type: str = JPEG, *, key: str | None = None, **changes: Any
    ) -> Response:
        body = {
            "name": "身份证.jpg",
            "media_type": media_type,
            "size": len(content),
            "sha256": sha256(content),
        }
        headers = {"Idempotency-Key": key} if key else {}
        response = await self.call("POST", "/uploads", json=body | changes, headers=headers)
        self.last = response.json()
        return response

    async def send(self, content: bytes, ticket: dict[str, Any] | None = None) -> Response:
        """Fields first, the file last, no other header: all that wx.uploadFile can do."""
        ticket = ticket or self.last["ticket"]
        file = {"file": ("tmp_1.jpg", content, "application/octet-stream")}
        return await self.client.post(ticket["url"], data=ticket["fields"], files=file)

    async def complete(self, file_id: str | None = None) -> Response:
        return await self.call("POST", f"/uploads/{file_id or self.last['file']['id']}/complete")

    async def state(self, file_id: str | None = None) -> dict[str, Any]:
        response = await self.call("GET", f"/uploads/{file_id or self.last['file']['id']}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def upload(self, content: bytes, media_type: str = JPEG, **changes: Any) -> str:
        """Begin, send and complete; answers the id of the file, which is then inspecting."""
        assert (await self.begin(content, media_type, **changes)).status_code == 201
        assert (await self.send(content)).status_code == 201
        completed = await self.complete()
        assert (completed.status_code, completed.json()["state"]) == (200, "inspecting")
        return str(self.last["file"]["id"])

    async def row(self, file_id: str | None = None) -> StoredFile:
        return await StoredFile.get(id=file_id or self.last["file"]["id"])


async def work_off(store: ObjectStore, scanner: Scanner | None = None, **more: Any) -> int:
    """One step of a worker."""
    tools = FileTools(store, scanner, INSPECTORS.here(), **more)
    return await working.work_off(FILES, partial(settle, tools))


async def work_until_idle(store: ObjectStore, scanner: Scanner | None = None) -> None:
    for _ in range(_MANY):
        if not await work_off(store, scanner):
            return
    raise AssertionError("the work does not end")
