"""The people of the tests: each does over HTTP what a phone or a counter's screen would do."""

import hashlib
from io import BytesIO
from typing import Any

import httpx
from argon2 import PasswordHasher
from PIL import Image

from mobile_api.accounts.models import StaffMember
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.ids import new_id
from tests.simulators import defaults
from tests.stack import Stack

# No county has the code 370000, so nobody bears this number; its check character is right.
ID_NUMBER = "370000199003070018"
PASSWORD = "Correct-horse-9"
# As cheap as Argon2 can be: what a real hash costs is measured where passwords are tested.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
ADDRESS = {
    "name": "张三丰",
    "phone": "13800138000",
    "province": "示范省",
    "city": "示范市",
    "county": "示范区",
    "address": "和平街道幸福路1号2单元301室",
}


def photo(shade: int = 120, size: tuple[int, int] = (600, 800)) -> bytes:
    """A real JPEG; another shade is another file."""
    held = BytesIO()
    Image.new("RGB", size, (shade % 256, 90, 160)).save(held, "JPEG", quality=80)
    return held.getvalue()


class _Caller:
    """Sends requests with the bearer token of a session."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient) -> None:
        self.stack, self.client = stack, client
        self.tokens: dict[str, Any] = {}

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        if self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens['access_token']}"
        return await self.client.request(method, path, json=body, headers=headers, **more)

    async def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        response = await self.call(method, path, body, **more)
        assert response.is_success, (response.status_code, response.text)
        return response.json() if response.content else None


class Citizen(_Caller):
    """A person with the mini-program on the phone; `label` is who they are to the simulator."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient, label: str) -> None:
        super().__init__(stack, client)
        self.label = label

    async def sign_in(self) -> None:
        who = {"app_id": defaults.MINI_PROGRAM_APP_ID, "user": self.label}
        code = (await self.client.post(self.stack.wechat + "/_simulator/login", json=who)).json()
        self.tokens = await self.ok("POST", "/api/v1/sessions/mini-program", {"code": code["code"]})

    async def declare_real_name(self, id_number: str = ID_NUMBER) -> None:
        details = {"name": "张三丰", "id_number": id_number, "phone": "13800138000"}
        await self.ok("PUT", "/api/v1/me/real-name", details)

    async def agree(self, *events: str) -> None:
        """Tap "allow" in the subscription prompt for these events."""
        await self.client.post(
            self.stack.wechat + "/_simulator/subscribe",
            json={
                "app_id": defaults.MINI_PROGRAM_APP_ID,
                "user": self.label,
                "template_ids": [defaults.TEMPLATE_IDS[event] for event in events],
            },
        )

    async def upload(self, content: bytes, name: str = "photo.jpg") -> str:
        """Send a file as `wx.uploadFile` does and wait for its inspection; answers the file id."""
        declared = {
            "name": name,
            "size": len(content),
            "media_type": "image/jpeg",
            "sha256": hashlib.sha256(content).hexdigest(),
            "purpose": "material",
        }
        begun = await self.ok("POST", "/api/v1/uploads", declared)
        file_id = begun["file"]["id"]
        if begun["ticket"] is not None:
            ticket = begun["ticket"]
            sent = await self.client.post(
                ticket["url"], data=ticket["fields"], files={"file": (name, content, "image/jpeg")}
            )
            assert sent.status_code == 201, sent.text
            await self.ok("POST", f"/api/v1/uploads/{file_id}/complete")
            await self.stack.settle()
        state = await self.ok("GET", f"/api/v1/uploads/{file_id}")
        assert state["state"] == "clean", state
        return str(file_id)

    async def passport_draft(self, **more: Any) -> dict[str, Any]:
        """A complete draft for renewing a passport, to be posted."""
        situation = {"situation": "renewal", "holder-age": "adult", "state-worker": "no"}
        request = {"item_key": "passport", "situation": situation}
        case = await self.ok("POST", "/api/v1/cases", request)
        path = f"/api/v1/cases/{case['id']}"
        form = {"name-in-pinyin": "ZHANG SANFENG"}
        delivery = {"kind": "post", "address": ADDRESS}
        await self.ok("PATCH", path, {"form": form, "delivery": delivery} | more)
        await self.hand_in(path, "exit-entry-photo", "old-passport")
        return dict(await self.ok("GET", path))

    async def hand_in(self, path: str, *keys: str) -> None:
        """A page for each of these materials of the case at `path`."""
        for shade, key in enumerate(keys, 100):
            file_id = await self.upload(photo(shade))
            await self.ok("PUT", f"{path}/materials/{key}", {"file_ids": [file_id]})

    async def submitted_case(self) -> dict[str, Any]:
        """A passport case that waits for pre-review."""
        case = await self.passport_draft()
        return dict(await self.ok("POST", f"/api/v1/cases/{case['id']}/submit"))


class Colleague(_Caller):
    """A member of staff at the counter."""

    def __init__(
        self,
        stack: Stack,
        client: httpx.AsyncClient,
        username: str,
        *,
        department: str,
        roles: tuple[StaffRole, ...] = tuple(StaffRole),
    ) -> None:
        super().__init__(stack, client)
        self.username, self.department, self.roles = username, department, roles
        self.name, self.staff_id = "王窗口", new_id()

    async def sign_in(self) -> None:
        values = {
            "display_name": self.name,
            "password_hash": PASSWORD_HASH,
            "created_at": clock.now(),
            "department_key": self.department,
            "roles": frozenset(self.roles),
        }
        row, _ = await StaffMember.update_or_create(values, username=self.username)
        self.staff_id = row.id
        who = {"username": self.username, "password": PASSWORD}
        self.tokens = await self.ok("POST", "/staff/v1/sessions", who)

    async def move(self, case_id: str, name: str, body: Any = None) -> httpx.Response:
        return await self.call("POST", f"/staff/v1/cases/{case_id}/{name}", body)
