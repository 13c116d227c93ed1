"""Staff of the demo city: random passwords, made once and kept beside the stack's data."""

import json
import secrets
from pathlib import Path
from typing import TypedDict

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.staff.service import add_staff
from mobile_api.shared.callers import StaffRole

FILE_NAME = "demo-accounts.json"
MARKET_DESK, MARKET_PUBLISHER, MARKET_SUPERVISOR = "fg-desk", "fg-publisher", "fg-supervisor"
# Who answers what the supervisor ordered: nobody answers for their own sanction.
MARKET_DEPUTY = "fg-deputy"
# Their names begin with the key of their department.
_MEMBERS = {
    "crj-front-desk": ("出入境窗口 小赵", {StaffRole.front_desk}),
    "crj-reviewer": ("出入境窗口 小钱", {StaffRole.reviewer}),
    "crj-decider": ("出入境支队 老孙", {StaffRole.decider}),
    "crj-supervisor": ("出入境支队 李主管", {StaffRole.supervisor, StaffRole.reviewer}),
    MARKET_DESK: ("中介超市窗口 小周", {StaffRole.reviewer}),
    MARKET_PUBLISHER: ("中介超市公告 小吴", {StaffRole.publisher}),
    MARKET_SUPERVISOR: ("中介超市 郑主管", {StaffRole.supervisor}),
    MARKET_DEPUTY: ("中介超市 何副主管", {StaffRole.supervisor}),
}


class DemoAccount(TypedDict):
    """One line of demo-accounts.json."""

    username: str
    password: str
    display_name: str


def read(path: Path) -> dict[str, str]:
    """Passwords by username; none when the file is not there yet."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def write(path: Path, accounts: list[DemoAccount]) -> None:
    """Keep the passwords where only the owner of the stack reads them (mode 0600)."""
    path.touch(mode=0o600)
    path.write_text(json.dumps({one["username"]: one["password"] for one in accounts}))


async def create_demo_accounts(known: dict[str, str]) -> list[DemoAccount]:
    """The demo staff; those that exist already keep the password that is `known` of them."""
    names = StaffMember.filter(username__in=list(_MEMBERS)).values_list("username", flat=True)
    standing = {str(name) for name in await names}
    accounts = []
    for username, (display_name, roles) in _MEMBERS.items():
        password = known.get(username, "")
        if not password or username not in standing:
            password = secrets.token_urlsafe(9)
            await add_staff(
                username,
                password,
                display_name=display_name,
                department_key=username.partition("-")[0],
                roles=roles,
            )
        accounts.append(
            DemoAccount(username=username, password=password, display_name=display_name)
        )
    return accounts
