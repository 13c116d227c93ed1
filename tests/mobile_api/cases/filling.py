"""Cases of other guides than the passport's, and people with single duties."""

from datetime import date
from typing import Any

import httpx

from mobile_api.shared.callers import StaffRole
from tests.actors import Citizen, Colleague, photo
from tests.stack import Stack

# A second number that nobody bears: no county has the code 370000.
SPOUSE_ID_NUMBER = "370000199103070015"


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def born_on(day: date) -> str:
    """A number that nobody bears, of one who was born on that day."""
    digits = f"370000{day:%Y%m%d}001"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def fault(key: str, target: str = "material") -> dict[str, str]:
    return {"target": target, "key": key, "reason": "看不清楚。", "advice": "请重新拍摄。"}


async def submitted(
    citizen: Citizen, item_key: str, materials: list[str], **content: Any
) -> dict[str, Any]:
    """A submitted case of that item; `content` is what is filled into the draft."""
    situation = content.pop("situation", {})
    request = {"item_key": item_key, "situation": situation}
    case = await citizen.ok("POST", "/api/v1/cases", request)
    path = f"/api/v1/cases/{case['id']}"
    if content:
        await citizen.ok("PATCH", path, content)
    for shade, key in enumerate(materials, 200):
        file_id = await citizen.upload(photo(shade))
        await citizen.ok("PUT", f"{path}/materials/{key}", {"file_ids": [file_id]})
    return dict(await citizen.ok("POST", f"{path}/submit"))


async def elder_card(citizen: Citizen) -> dict[str, Any]:
    """A fully online item of department `wj` that a person known by phone may submit."""
    return await submitted(citizen, "elder-card", ["elder-photo"])


async def moving_to_spouse(citizen: Citizen) -> dict[str, Any]:
    """A case under four eyes, of department `gaj`, whose form names another person."""
    form = {
        "spouse-name": "李小四",
        "spouse-id-number": SPOUSE_ID_NUMBER,
        "move-to-address": "示范省示范市和平街道幸福路8号3单元501室",
    }
    situation = {"from-region": "other-city", "children": "no"}
    materials = ["marriage-certificate", "household-move-application"]
    return await submitted(citizen, "hukou-move-spouse", materials, situation=situation, form=form)


async def member(
    stack: Stack, client: httpx.AsyncClient, *roles: StaffRole, department: str = "crj"
) -> Colleague:
    """Someone of that department with these duties, signed in; named by them."""
    found = Colleague(stack, client, "-".join(roles), department=department, roles=roles)
    await found.sign_in()
    return found
