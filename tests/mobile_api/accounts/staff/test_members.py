"""Three people run the place, each in a part, and nobody alone."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.actors import PASSWORD, Colleague
from tests.mobile_api.accounts.sessions.test_devices import is_out
from tests.stack import Stack
from tests.waiting import until

MEMBERS = "/staff/v1/members"
NEW = {"username": "window-3", "display_name": "小赵", "department_key": "crj"}
WHY = {"reason": "到窗口上岗"}
NEXT = "Mingtian-Jian-7"


class Desk:
    """The three of them, and somebody at the window."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient) -> None:
        def member(name: str, *roles: StaffRole) -> Colleague:
            return Colleague(stack, client, name, department="crj", roles=roles)

        self.system = member("system", StaffRole.system_admin)
        self.security = member("security", StaffRole.security_admin)
        self.audit = member("audit", StaffRole.auditor)
        self.window = member("window", StaffRole.front_desk, StaffRole.supervisor)

    async def open(self) -> "Desk":
        for one in (self.system, self.security, self.audit, self.window):
            await one.sign_in()
        return self


@pytest.fixture
async def desk(stack: Stack, client: httpx.AsyncClient) -> Desk:
    return await Desk(stack, client).open()


async def sign_in(client: httpx.AsyncClient, username: str, password: str) -> httpx.Response:
    return await client.post("/staff/v1/sessions", json=_who(username, password))


def _who(username: str, password: str, **more: str) -> dict[str, str]:
    return {"username": username, "password": password} | more


async def path_of(username: str) -> str:
    return f"{MEMBERS}/{(await StaffMember.get(username=username)).id}"


async def test_an_account_is_opened_given_duties_and_signs_in(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    made = await desk.system.ok("POST", MEMBERS, NEW)
    first, path = made["password"], f"{MEMBERS}/{made['member']['id']}"
    assert made["member"] | {"id": "", "password_set_at": ""} == {
        **NEW,
        "id": "",
        "roles": [],
        "is_active": True,
        "has_second_factor": False,
        "must_change_password": True,
        "password_set_at": "",
    }
    refused = await sign_in(client, NEW["username"], first)
    assert (refused.status_code, refused.json()["code"]) == (403, "password_must_change")
    change = _who(NEW["username"], first, new_password=NEXT)
    assert (await client.post("/staff/v1/passwords", json=change)).status_code == 204
    await desk.security.ok("PUT", f"{path}/roles", WHY | {"roles": ["front_desk"]})
    signed = await sign_in(client, NEW["username"], NEXT)
    assert signed.status_code == 201
    told = await AuditRecord.filter(subject_id=made["member"]["id"]).order_by("at")
    acts = ["staff_added", "password_changed", "staff_roles_set"]
    assert [one.action for one in told] == acts


async def test_each_does_their_part_and_no_other(desk: Desk) -> None:
    path = await path_of("window")
    calls: list[tuple[str, str, Any]] = [
        ("GET", MEMBERS, None),
        ("POST", MEMBERS, NEW),
        ("PUT", f"{path}/roles", WHY | {"roles": []}),
        ("POST", f"{path}/password", WHY),
        ("POST", f"{path}/reinstate", WHY),
        ("POST", f"{path}/dismiss", WHY),
    ]
    may = {}
    for name in ("window", "audit", "security", "system"):
        member: Colleague = getattr(desk, name)
        may[name] = [(await member.call(*call)).status_code for call in calls]
    assert may == {
        "window": [403] * 6,
        "audit": [200] + [403] * 5,
        "security": [200, 403, 200, 201, 403, 403],
        "system": [200, 201, 403, 403, 200, 200],
    }


async def test_nobody_does_it_to_themselves(desk: Desk) -> None:
    answers = [
        await desk.system.call("POST", f"{await path_of('system')}/dismiss", WHY),
        await desk.security.call(
            "PUT", f"{await path_of('security')}/roles", WHY | {"roles": ["decider"]}
        ),
        await desk.security.call("POST", f"{await path_of('security')}/password", WHY),
    ]
    assert [one.json()["code"] for one in answers] == ["not_oneself"] * 3


@pytest.mark.parametrize(
    "roles", [["system_admin", "security_admin"], ["auditor", "front_desk"], ["auditor", "decider"]]
)
async def test_who_runs_the_place_does_nothing_else(desk: Desk, roles: list[str]) -> None:
    body = WHY | {"roles": roles}
    refused = await desk.security.call("PUT", f"{await path_of('window')}/roles", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "duties_conflict")


async def test_what_was_taken_away_is_gone_at_once(desk: Desk) -> None:
    path = await path_of("window")
    await desk.security.ok("PUT", f"{path}/roles", WHY | {"roles": ["reviewer"]})
    await until(lambda: is_out(desk.window))
    await desk.window.sign_in()
    await desk.system.ok("POST", f"{path}/dismiss", WHY)
    await until(lambda: is_out(desk.window))


async def test_every_wrong_field_is_told_and_a_name_is_taken_once(desk: Desk) -> None:
    bad = {"username": "No Spaces", "display_name": "", "department_key": ""}
    faults = (await desk.system.call("POST", MEMBERS, bad)).json()["errors"]
    assert {one["path"] for one in faults} == {"/username", "/display_name", "/department_key"}
    unknown = await desk.system.call("POST", MEMBERS, NEW | {"department_key": "nowhere"})
    assert unknown.json()["code"] == "department_unknown"
    both = await asyncio.gather(*(desk.system.call("POST", MEMBERS, NEW) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]


async def test_nobody_there(desk: Desk) -> None:
    nobody = f"{MEMBERS}/0190a0a0-0000-7000-8000-000000000001"
    answers = [
        await desk.system.call("POST", f"{nobody}/dismiss", WHY),
        await desk.security.call("PUT", f"{nobody}/roles", WHY | {"roles": []}),
        await desk.security.call("POST", f"{nobody}/password", WHY),
    ]
    assert [one.json()["code"] for one in answers] == ["member_not_found"] * 3


async def test_pages_of_members(desk: Desk) -> None:
    page = await desk.audit.ok("GET", f"{MEMBERS}?limit=3")
    rest = await desk.audit.ok("GET", f"{MEMBERS}?limit=3&cursor={page['next_cursor']}")
    names = [one["username"] for one in page["members"] + rest["members"]]
    assert sorted(names) == ["audit", "security", "system", "window"]
    assert rest["next_cursor"] is None
    assert (await desk.audit.ok("GET", f"{MEMBERS}?department=none"))["members"] == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-1", "password_weak"),
        ("alllowercaseletters", "password_weak"),
        ("onlytwo1234567", "password_weak"),
        ("window-Window-1", "password_weak"),
        (PASSWORD, "password_used_before"),
    ],
)
async def test_a_weak_or_old_password_is_refused(
    client: httpx.AsyncClient, desk: Desk, password: str, code: str
) -> None:
    body = _who("window", PASSWORD, new_password=password)
    refused = await client.post("/staff/v1/passwords", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert password not in refused.text


async def test_the_last_five_do_not_come_back(client: httpx.AsyncClient, desk: Desk) -> None:
    known = [PASSWORD, *(f"{NEXT}{n}" for n in range(6))]
    for before, after in pairwise(known):
        assert await _changed(client, before, after) == 204
    # The present one, the five before it, and then the one before those.
    assert [await _changed(client, known[-1], one) for one in known[:0:-1]] == [422] * 6
    assert await _changed(client, known[-1], known[0]) == 204


async def _changed(client: httpx.AsyncClient, before: str, after: str) -> int:
    body = _who("window", before, new_password=after)
    return (await client.post("/staff/v1/passwords", json=body)).status_code


async def test_a_changed_password_ends_what_stood_on_it(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    assert await _changed(client, PASSWORD, NEXT) == 204
    await until(lambda: is_out(desk.window))


async def test_a_password_is_good_for_ninety_days(client: httpx.AsyncClient, desk: Desk) -> None:
    body = _who("window", PASSWORD, new_password=NEXT)
    assert (await client.post("/staff/v1/passwords", json=body)).status_code == 204
    with clock.standing_at(clock.now() + timedelta(days=89)):
        assert (await sign_in(client, "window", NEXT)).status_code == 201
    with clock.standing_at(clock.now() + timedelta(days=90)):
        late = await sign_in(client, "window", NEXT)
        assert (late.status_code, late.json()["code"]) == (403, "password_must_change")


async def test_two_changes_at_once_are_one(client: httpx.AsyncClient, desk: Desk) -> None:
    changes = [_changed(client, PASSWORD, f"{NEXT}{n}") for n in range(2)]
    assert sorted(await asyncio.gather(*changes)) == [204, 401]
