"""Staff of the demo city: random passwords, made once and kept beside the data of the local stack."""

import json
import secrets
from pathlib import Path
from typing import TypedDict

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.service import add_staff
from mobile_api.shared.callers import StaffRole

FILE_NAME = "demo-accounts.json"
_DEPARTMENT = "crj"
_MEMBERS = {
    "crj-front-desk": ("出入境窗口 小赵", {StaffRole.front_desk}),
    "crj-reviewer": ("出入境窗口 小钱", {StaffRole.reviewer}),
    "crj-decider": ("出入境支队 老孙", {StaffRole.decider}),
    "crj-supervisor": ("出入境支队 李主管", {StaffRole.supervisor, StaffRole.reviewer}),
}


class DemoAccount(TypedDict):
    """One line of demo-accounts.json."""

    username: str
    password: str
    display_name: str


async def create_demo_accounts(path: Path) -> list[DemoAccount]:
    """The demo staff; those that exist already keep their passwords. Writes `path` (mode 0600)."""
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    names = StaffMember.filter(username__in=list(_MEMBERS)).values_list("username", flat=True)
    standing = {str(name) for name in await names}
    for username, (display_name, roles) in _MEMBERS.items():
        if username in known and username in standing:
            continue
        known[username] = secrets.token_urlsafe(9)
        await add_staff(
            username,
            known[username],
            display_name=display_name,
            department_key=_DEPARTMENT,
            roles=roles,
        )
    path.touch(mode=0o600)
    path.write_text(json.dumps(known))
    return [
        DemoAccount(username=name, password=known[name], display_name=display_name)
        for name, (display_name, _) in _MEMBERS.items()
    ]
