"""`python -m tests.miniprogram`: a stack with people in it, until its standard input ends.

Prints one line of JSON: where everything listens, and who is there.
"""

import asyncio
import base64
import json
import secrets
import ssl
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from mobile_api.embedded import temporary_servers
from mobile_api.guides.reading.qr import guide_address
from tests.actors import ID_NUMBER, Citizen, Colleague, photo
from tests.miniprogram.market import market
from tests.miniprogram.neighbour import handed_off
from tests.miniprogram.posting import awaited
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import Member, Office
from tests.simulators import defaults
from tests.stack import Stack, running_stack

FAULT = {
    "target": "material",
    "key": "exit-entry-photo",
    "reason": "照片模糊,看不清。",
    "advice": "请在光线充足处重新拍摄。",
}
ITEM = "passport"
# An application that asks for more than the person has proven.
UNPROVEN = {"item_key": "id-nocrime", "situation": {"applicant-kind": "self"}}
WORK_EVERY = 0.2


async def citizen_with_cases(stack: Stack, client: httpx.AsyncClient) -> dict[str, Any]:
    """Somebody with a case that waits for their correction, a draft, and messages about both."""
    person = Citizen(stack, client, f"zhang-sanfeng-{secrets.token_hex(4)}")
    await person.sign_in()
    await person.declare_real_name()
    case = await person.submitted_case()
    colleague = Colleague(stack, client, "all-duties", department="crj")
    await colleague.sign_in()
    moved = await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    assert moved.is_success, moved.text
    ready = await person.passport_draft()
    unproven = await person.ok("POST", "/api/v1/cases", UNPROVEN)
    draft = await person.ok("POST", "/api/v1/cases", {"item_key": ITEM})
    await stack.settle()
    return {
        "user": person.label,
        "number": case["number"],
        "tail": ID_NUMBER[-6:],
        "case": case["id"],
        "draft": draft["id"],
        "ready": ready["id"],
        "unproven": unproven["id"],
    }


async def representative(stack: Stack, client: httpx.AsyncClient) -> dict[str, str]:
    """赵六, who acts for an enterprise that has a case; signs in by WeChat as well."""
    browser = Browser(stack, client)
    boss = await Member.arrive(stack, client, browser, "boss")
    office = await Office.claimed(boss)
    boss.acting_for = office.id
    case = await boss.begin_case()
    boss.acting_for = ""
    user = await bound_to_wechat(boss, "zhao-liu-wechat")
    return {"user": user, "enterprise": office.id, "case": case["id"]}


async def bound_to_wechat(member: Member, label: str) -> str:
    """They sign in by WeChat as well, as the user of this label."""
    user = {"app_id": defaults.MINI_PROGRAM_APP_ID, "user": label}
    login = f"{member.stack.wechat}/_simulator/login"
    code = (await member.client.post(login, json=user)).json()["code"]
    await member.ok("POST", "/api/v1/me/bindings/mini-program", {"code": code})
    return label


async def invitee(stack: Stack, client: httpx.AsyncClient) -> dict[str, str]:
    """李四, known to the identity service, whom a representative may invite."""
    member = await Member.arrive(stack, client, Browser(stack, client), "li-si")
    user = await bound_to_wechat(member, "li-si-wechat")
    return {"user": user, "name": member.name, "phone": member.phone}


async def staff_token(stack: Stack, client: httpx.AsyncClient) -> str:
    """Of somebody at the counter of the department that passports are for."""
    colleague = Colleague(stack, client, "at-the-counter", department="crj")
    await colleague.sign_in()
    return str(colleague.tokens["access_token"])


def photographs() -> list[str]:
    """Small ones, each another, for the album of a phone."""
    shades = range(0, 240, 10)
    return [base64.b64encode(photo(shade, (120, 160))).decode() for shade in shades]


async def work(stack: Stack) -> None:
    """What the worker does, as long as the stack stands: files are looked at, parcels ordered."""
    while True:
        await stack.settle()
        await asyncio.sleep(WORK_EVERY)


async def main() -> None:
    Sanic.test_mode = True
    async with AsyncExitStack() as opened:
        servers = opened.enter_context(temporary_servers(say=lambda line: None))
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        stack = await opened.enter_async_context(
            running_stack(
                database_url=servers.database_url,
                redis_url=servers.redis_url,
                data_dir=Path(folder),
            )
        )
        client = await opened.enter_async_context(
            httpx.AsyncClient(
                base_url=stack.api,
                timeout=60,
                trust_env=False,
                verify=ssl.create_default_context(),
            )
        )
        world = {
            "market": await market(stack, client),
            "api": stack.api,
            "wechat": stack.wechat,
            "sms": stack.simulators["sms"],
            "app_id": defaults.MINI_PROGRAM_APP_ID,
            "citizen": await citizen_with_cases(stack, client),
            "boss": await representative(stack, client),
            "invitee": await invitee(stack, client),
            "awaited": [await awaited(stack, client) for _ in range(2)],
            "handed": await opened.enter_async_context(handed_off(stack, client)),
            "guide_address": guide_address(stack.api, ITEM, "poster"),
            "ems": stack.ems,
            "staff": await staff_token(stack, client),
            "photos": photographs(),
        }
        worker = asyncio.create_task(work(stack))
        sys.stdout.write(json.dumps(world) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        worker.cancel()


if __name__ == "__main__":
    asyncio.run(main())
