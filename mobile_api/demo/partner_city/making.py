"""Makes the sandbox city in an empty database: catalogue, clerks, keys, introduction."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from mobile_api.accounts.staff.service import add_staff
from mobile_api.demo.partner_city.catalogue import CITY, its_catalogue
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.handoff.kit.introducing import FILE_NAME, introduce_ourselves
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.settings.settings import Settings

KEY = "linshan"
ACCOUNTS = "sandbox-accounts.json"
# Whose items stand in the sandbox agreement.
DEPARTMENTS = ("crj", "jj", "rsj", "wj")
_MEMBERS = {
    "front-desk": ("窗口 沙箱", {StaffRole.front_desk}),
    "reviewer": ("预审 沙箱", {StaffRole.reviewer}),
    "decider": ("审批 沙箱", {StaffRole.decider}),
}


async def make_city(settings: Settings, folder: Path) -> None:
    """All of it; again, it changes nothing. Passwords and introduction stand in `folder`."""
    await load_catalogue(its_catalogue())
    path = folder / ACCOUNTS
    known = json.loads(path.read_text()) if path.exists() else {}
    path.touch(mode=0o600)
    path.write_text(json.dumps(await create_clerks(known)))
    own = await introduce_ourselves(
        key=KEY, name=CITY, region=settings.region_code, base_url=settings.public_url
    )
    own.write(folder / FILE_NAME)


async def create_clerks(known: Mapping[str, str]) -> dict[str, str]:
    """The clerks of each department by username, with their passwords; `known` ones keep theirs."""
    passwords = {}
    for department in DEPARTMENTS:
        for role, (name, roles) in _MEMBERS.items():
            username = f"{department}-{role}"
            passwords[username] = known.get(username) or secrets.token_urlsafe(12)
            await add_staff(
                username,
                passwords[username],
                display_name=name,
                department_key=department,
                roles=roles,
            )
    return passwords
