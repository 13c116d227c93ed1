"""Every hostile and every good file of the corpus, sent as a phone sends it, to its verdict."""

import asyncio
import hashlib
import time
from uuid import uuid4

import aiohttp

from mobile_api.demo.people import Screen, StepFailed
from tests.attack.people import arrive
from tests.attack.report import Report
from tests.attack.world import World
from tests.uploads.corpus import GOOD, HOSTILE, Specimen

_AT_ONCE = 4
# A bomb is inspected up to its limit of time, and others wait before it.
_PATIENCE_SECONDS, _LOOK_SECONDS = 180.0, 0.2


async def attack(world: World) -> Report:
    report = Report("hostile and good files")
    screen = (await arrive(world.http, world.stack, "周上传")).screen
    waiting = iter([*HOSTILE, *GOOD])

    async def one_after_the_other() -> None:
        for specimen in waiting:
            await _send(world, report, screen, specimen)

    await asyncio.gather(*(one_after_the_other() for _ in range(_AT_ONCE)))
    return report


async def _send(world: World, report: Report, screen: Screen, specimen: Specimen) -> None:
    kind = "hostile" if specimen.refused else "good"
    report.count(kind)
    try:
        verdict = await _verdict(world, screen, specimen)
    except (StepFailed, aiohttp.ClientError, TimeoutError) as failed:
        # What is wrong with it at first sight is refused before it is sent.
        if specimen.refused and '"code":"invalid_input"' in str(failed):
            verdict = specimen.refused.value
        else:
            report.fault(f"{kind} {specimen.name}: {type(failed).__name__} {failed}")
            return
    report.count(f"{kind} {'refused' if verdict else 'taken'}")
    if (verdict is not None) != (specimen.refused is not None):
        report.fault(f"{kind} {specimen.name}: {verdict or 'taken'}")
    elif verdict is not None and specimen.refused is not None and verdict != specimen.refused:
        report.fault(f"{kind} {specimen.name}: {verdict}, and not {specimen.refused}")


async def _verdict(world: World, screen: Screen, specimen: Specimen) -> str | None:
    """Why it was refused, None when it is clean. Raises StepFailed."""
    content = await asyncio.to_thread(specimen.make)
    declared = {
        "name": "材料.jpg" if "image" in specimen.declared else "材料.pdf",
        "size": len(content),
        "media_type": specimen.declared,
        "sha256": hashlib.sha256(content).hexdigest().upper(),
    }
    begun = await screen.post("/api/v1/uploads", declared, key=uuid4().hex)
    ticket, path = begun["ticket"], f"/api/v1/uploads/{begun['file']['id']}"
    if ticket is not None:
        form = aiohttp.FormData()
        for field, value in ticket["fields"].items():
            form.add_field(field, value)
        form.add_field("file", content, filename="a", content_type=specimen.declared)
        async with world.http.post(ticket["url"], data=form) as answer:
            if answer.status != 201:
                raise StepFailed(f"{answer.status} {(await answer.text())[:200]}")
        await screen.post(f"{path}/complete")

    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = await screen.get(path)
        if found["state"] in ("clean", "rejected"):
            return str(found["rejection"]["code"]) if found["rejection"] else None
        await asyncio.sleep(_LOOK_SECONDS)
    raise StepFailed("its inspection did not end")
