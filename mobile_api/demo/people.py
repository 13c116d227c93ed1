"""The people of the demo. Each does over HTTP what their own screen would do, and nothing else."""

import hashlib
import random
from datetime import date
from io import BytesIO
from typing import Any, Self
from uuid import uuid4

import aiohttp
from PIL import Image, ImageDraw

from mobile_api.shared import clock
from mobile_api.shared.text.identity_numbers import id_number_fault


class StepFailed(Exception):
    """The service answered something else than it should."""


class Screen:
    """A screen with a session: sends requests and expects them to succeed."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url
        self.headers: dict[str, str] = {}

    def sign_in(self, opened: dict[str, Any]) -> None:
        self.headers = {"Authorization": f"Bearer {opened['access_token']}"}

    async def get(self, path: str) -> Any:
        return await self.send("GET", path)

    async def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        return await self.send("POST", path, body, key)

    async def send(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """Raises StepFailed with the service's own words."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        async with self._http.request(
            method, self._url + path, json=body, headers=headers
        ) as answer:
            text = await answer.text()
            if answer.status >= 400:
                raise StepFailed(f"{method} {path}: {answer.status} {text[:400]}")
            return await answer.json() if text else None

    async def status_of(self, method: str, path: str, body: Any = None) -> int:
        """Only the status, for what is expected to be refused."""
        async with self._http.request(
            method, self._url + path, json=body, headers=self.headers
        ) as answer:
            return answer.status


class DemoPhone:
    """WeChat on the citizen's phone, as the simulator plays it."""

    def __init__(self, http: aiohttp.ClientSession, url: str, *, app_id: str, account: str) -> None:
        self._http, self._url = http, url
        self.who = {"app_id": app_id, "user": f"demo-{uuid4().hex[:8]}"}
        self._account = account
        self._follower = {"user": self.who["user"]}

    @classmethod
    async def at(cls, http: aiohttp.ClientSession, url: str) -> Self:
        """A phone with the mini-program and the official account that WeChat at `url` knows."""
        async with http.get(f"{url}/_simulator/accounts") as answer:
            known = await answer.json()
        (app_id,), (account,) = known["mini_programs"], known["official_accounts"]
        return cls(http, url, app_id=app_id, account=account)

    async def login_code(self) -> str:
        """wx.login"""
        return str((await self._post("login", self.who))["code"])

    async def allow_messages(self, template_ids: list[str]) -> dict[str, str]:
        """wx.requestSubscribeMessage, everything allowed: template id -> answer."""
        answer = await self._post("subscribe", self.who | {"template_ids": template_ids})
        return {key: value for key, value in answer.items() if key in template_ids}

    async def messages(self) -> list[dict[str, Any]]:
        """Service messages that have arrived, oldest first."""
        async with self._http.get(self._url + "/_simulator/inbox", params=self.who) as answer:
            return list((await answer.json())["messages"])

    async def tell_account(self, act: str, **more: str) -> list[dict[str, Any]]:
        """Follow the official account or write to it; its replies."""
        return list((await self._post(act, self._follower | more))["replies"])

    async def tap_menu(self, *path: str) -> dict[str, Any] | None:
        """What a button of the official account's menu does; None while there is no such button."""
        body = self._follower | {"path": list(path)}
        async with self._http.post(f"{self._url}/_simulator/tap-menu", json=body) as answer:
            return dict(await answer.json()) if answer.status == 200 else None

    async def chat(self) -> list[dict[str, Any]]:
        """Everything in the chat with the official account, oldest first."""
        query = self._follower | {"app_id": self._account}
        async with self._http.get(self._url + "/_simulator/inbox", params=query) as answer:
            return list((await answer.json())["messages"])

    async def _post(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._http.post(f"{self._url}/_simulator/{name}", json=body) as answer:
            if answer.status >= 400:
                raise StepFailed(f"{name}: {answer.status} {(await answer.text())[:200]}")
            return dict(await answer.json())


class Courier:
    """The postman, as the EMS simulator plays him."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url

    async def carry(self, waybill_number: str, until: str, script: str = "normal") -> None:
        """Scan the parcel at every station up to the operation code `until`."""
        path = f"{self._url}/_simulator/parcels/{waybill_number}/play"
        async with self._http.post(path, json={"script": script, "until": until}) as answer:
            if answer.status >= 400:
                raise StepFailed(f"the parcel could not be carried: {answer.status}")


class Applicant:
    """The citizen of the demo: an invented name, a number that no living person can have."""

    def __init__(self) -> None:
        self.name = "张示范"
        self.phone = "13900000000"
        self.id_number = invented_id_number()

    def address(self, street: str) -> dict[str, str]:
        """Where the result is to be posted."""
        return {
            "name": self.name,
            "phone": self.phone,
            "province": "示范省",
            "city": "示范市",
            "county": "示范区",
            "address": street,
        }


def invented_id_number() -> str:
    """A number with a right check character in county 370000, which does not exist."""
    body = f"370000{date(1990, 3, 7):%Y%m%d}{random.randint(0, 999):03d}"
    today = clock.today()
    return next(
        body + last for last in "0123456789X" if id_number_fault(body + last, on=today) is None
    )


def photograph(words: str, shade: int) -> bytes:
    """A JPEG as a phone would take it, with EXIF that the service must strip."""
    picture = Image.new("RGB", (900, 1200), (shade, 205, 215))
    ImageDraw.Draw(picture).text((60, 60), f"{words} {uuid4().hex}", fill=(20, 20, 20))
    exif = Image.Exif()
    exif[0x010F] = "Demo Phone"
    held = BytesIO()
    picture.save(held, "JPEG", quality=85, exif=exif)
    return held.getvalue()


async def upload(screen: Screen, http: aiohttp.ClientSession, content: bytes, name: str) -> str:
    """Ticket, multipart POST with the file last (all that `wx.uploadFile` can do), complete."""
    declared = {
        "name": name,
        "size": len(content),
        "media_type": "image/jpeg",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    begun = await screen.post("/api/v1/uploads", declared, key=uuid4().hex)
    ticket, file_id = begun["ticket"], str(begun["file"]["id"])
    form = aiohttp.FormData()
    for field, value in ticket["fields"].items():
        form.add_field(field, value)
    form.add_field("file", content, filename=name, content_type="image/jpeg")
    async with http.post(ticket["url"], data=form) as answer:
        if answer.status != 201:
            raise StepFailed(f"upload: {answer.status} {(await answer.text())[:200]}")
    await screen.post(f"/api/v1/uploads/{file_id}/complete")
    return file_id
