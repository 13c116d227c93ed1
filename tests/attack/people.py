"""The people of an attack, each with a phone, a session and things of their own."""

import asyncio
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from mobile_api.demo.application import ITEM, SITUATION
from mobile_api.demo.context import until
from mobile_api.demo.people import DemoPhone, Screen, StepFailed, photograph, upload
from mobile_api.embedded import Stack
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.settings.settings import PREFIX
from mobile_api.shared.text.identity_numbers import id_number_fault
from tests.attack.world import World

PASSWORD = "Correct-horse-9"
MATERIALS = ("exit-entry-photo", "old-passport")


@dataclass
class Person:
    """A citizen. `secrets`: texts that nobody else may read; `things`: ids by name of parameter."""

    screen: Screen
    name: str
    phone: str
    id_number: str
    street: str
    place: tuple[str, str, str] = ("示范省", "示范市", "示范区")
    case: dict[str, Any] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> list[str]:
        return [self.id_number, self.phone, self.street]

    @property
    def address(self) -> dict[str, str]:
        province, city, county = self.place
        return {
            "name": self.name,
            "phone": self.phone,
            "province": province,
            "city": city,
            "county": county,
            "address": self.street,
        }

    @property
    def path(self) -> str:
        return f"/api/v1/cases/{self.case['id']}"


def invented_number() -> str:
    """Right in form, of the county 370000 that does not exist, of a day drawn at random."""
    born = date(1960, 1, 1) + timedelta(days=random.randrange(14_000))
    body = f"370000{born:%Y%m%d}{random.randrange(1000):03d}"
    today = clock.today()
    return next(
        body + last for last in "0123456789X" if id_number_fault(body + last, on=today) is None
    )


async def arrive(http: aiohttp.ClientSession, stack: Stack, name: str, **more: Any) -> Person:
    """A person signs in and says who they are. Raises StepFailed."""
    phone = await DemoPhone.at(http, stack["simulators"]["wechat"])
    screen = Screen(http, stack["api"])
    code = await phone.login_code()
    screen.sign_in(await screen.post("/api/v1/sessions/mini-program", {"code": code}))
    person = Person(
        screen,
        name,
        more.get("phone", f"139{random.randrange(10**8):08d}"),
        more.get("id_number", invented_number()),
        more.get("street", f"和平街道{uuid4().hex[:6]}路1号2单元301室"),
        more.get("place", ("示范省", "示范市", "示范区")),
    )
    declared = {"name": person.name, "id_number": person.id_number, "phone": person.phone}
    await screen.send("PUT", "/api/v1/me/real-name", declared)
    return person


async def apply(
    http: aiohttp.ClientSession, person: Person, picture: tuple[bytes, str] | None = None
) -> None:
    """From a draft to a submitted passport case, to be posted. `picture`: bytes and name of what is
    sent as the photograph. Raises StepFailed."""
    request = {"item_key": ITEM, "situation": SITUATION}
    person.case = await person.screen.post("/api/v1/cases", request, uuid4().hex)
    content = {
        "form": {"name-in-pinyin": "ZHANG SHIFAN", "passport-situation-note": "请尽快办理"},
        "delivery": {"kind": "post", "address": person.address},
    }
    await person.screen.send("PATCH", person.path, content)
    usual = photograph("photo", 150), "photo.jpg"
    await attach(http, person, MATERIALS[0], *(picture or usual))
    await attach(http, person, MATERIALS[1], photograph("old passport", 160), "护照.JPG")
    person.case = await person.screen.post(f"{person.path}/submit", key=uuid4().hex)


async def attach(
    http: aiohttp.ClientSession, person: Person, key: str, content: bytes, name: str
) -> None:
    file_id = await upload(person.screen, http, content, name)
    person.things["file_id"] = file_id

    async def inspected() -> bool:
        found = await person.screen.get(f"/api/v1/uploads/{file_id}")
        if found["state"] == "rejected":
            raise StepFailed(f"{name}: {found['message']}")
        return bool(found["state"] == "clean")

    await until(inspected, f"检查 {name}")
    await person.screen.send("PUT", f"{person.path}/materials/{key}", {"file_ids": [file_id]})


async def at_counter(world: World, username: str, department: str, *roles: StaffRole) -> Screen:
    """A member of staff, added as an operator does it, signed in."""
    await asyncio.to_thread(_employ, world.data_dir, username, department, *roles)
    screen = Screen(world.http, world.stack["api"])
    who = {"username": username, "password": PASSWORD}
    screen.sign_in(await screen.post("/staff/v1/sessions", who))
    return screen


def _employ(data_dir: Path, username: str, department: str, *roles: StaffRole) -> None:
    given = [word for role in roles for word in ("--role", role.value)]
    command = [sys.executable, "-m", "mobile_api.cli", "add-staff", username, *given]
    more = ["--display-name", username, "--department", department, "--password", PASSWORD]
    bare = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    subprocess.run(command + more, check=True, capture_output=True, cwd=data_dir.parent, env=bare)
