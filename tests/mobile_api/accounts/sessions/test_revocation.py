"""Every act that takes away what a session stands on closes every door of it, at once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.ended import EndedSessions
from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.tokens import caller_of, page_token, read_refresh_token
from mobile_api.accounts.staff import service as staff
from mobile_api.personal_data import deleting
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.due.working import work_off
from tests.actors import PASSWORD, Citizen, Colleague
from tests.committed import committed
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone, unbind, wechat_code
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.accounts.sessions.test_devices import PATHS, Actor, again
from tests.mobile_api.accounts.sessions.test_ended import has_heard
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack
from tests.waiting import until
from uploads.stores.storage import STORE

UPLOAD = {
    "name": "photo.jpg",
    "size": 1000,
    "media_type": "image/jpeg",
    "sha256": "0" * 64,
    "purpose": "material",
}


@dataclass(frozen=True)
class Scene:
    """`actor` is the one who is to be out; `rescuer` holds another session of the account."""

    stack: Stack
    actor: Actor
    rescuer: Actor


async def page_of(actor: Actor) -> str:
    """What the cookie of that device holds, ended or not."""
    session = await Session.get(id=read_refresh_token(actor.tokens["refresh_token"]).session_id)
    return page_token(session.id, bytes(session.seed))


async def open_doors(actor: Actor) -> set[str]:
    """The doors that the tokens of this device still open; each is tried as a program would."""
    refresh = {"refresh_token": actor.tokens["refresh_token"]}
    doors: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
        # Last, for it makes another token.
        "refresh": lambda: actor.client.post("/api/v1/sessions/refresh", json=refresh),
    }
    if isinstance(actor, Colleague):
        doors = {
            "me": lambda: actor.call("GET", "/staff/v1/me"),
            "queue": lambda: actor.call("GET", "/staff/v1/cases"),
            "write": lambda: actor.call("DELETE", f"/staff/v1/me/sessions/{uuid4()}"),
        } | doors
    else:
        cookie = {"Cookie": f"session={await page_of(actor)}"}
        doors = {
            "me": lambda: actor.call("GET", "/api/v1/me"),
            "cases": lambda: actor.call("GET", "/api/v1/cases"),
            "draft": lambda: actor.call("POST", "/api/v1/cases", {"item_key": "passport"}),
            "upload": lambda: actor.call("POST", "/api/v1/uploads", UPLOAD),
            "export": lambda: actor.call("POST", "/api/v1/me/export", {}),
            "page": lambda: actor.client.get("/me", headers=cookie),
        } | doors
    return {name for name, knock in doors.items() if not _is_closed(name, await knock())}


def _is_closed(door: str, answer: httpx.Response) -> bool:
    if door == "page":
        return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    return answer.status_code == 401


async def is_out(actor: Actor) -> bool:
    return not await open_doors(actor)


async def signs_out(scene: Scene) -> None:
    body = {"refresh_token": scene.actor.tokens["refresh_token"]}
    assert (await scene.actor.client.post("/api/v1/sessions/end", json=body)).is_success


async def signs_out_on_the_page(scene: Scene) -> None:
    token = await page_of(scene.actor)
    headers = {"Cookie": f"session={token}", "Sec-Fetch-Site": "same-origin"}
    out = await scene.actor.client.post("/sign-out", headers=headers)
    assert (out.status_code, out.headers["location"]) == (303, "/")


async def ends_the_others(scene: Scene) -> None:
    await scene.rescuer.ok("POST", PATHS[type(scene.rescuer)] + "/end-others")


async def ends_that_one(scene: Scene) -> None:
    session_id = caller_of(scene.actor.tokens["access_token"]).session_id
    await scene.rescuer.ok("DELETE", f"{PATHS[type(scene.rescuer)]}/{session_id}")


async def an_old_token_is_used(scene: Scene) -> None:
    stolen = scene.actor.tokens["refresh_token"]
    for token in (stolen, None, stolen):
        body = {"refresh_token": token or scene.actor.tokens["refresh_token"]}
        answer = await scene.actor.client.post("/api/v1/sessions/refresh", json=body)
        scene.actor.tokens = answer.json() if answer.is_success else scene.actor.tokens


async def takes_a_way_in_away(scene: Scene) -> None:
    assert isinstance(scene.rescuer, Citizen)
    await bind_phone(scene.rescuer, PhoneUser(scene.stack, scene.rescuer.client))
    proof = {"wechat_code": await wechat_code(scene.rescuer)}
    assert (await unbind(scene.rescuer, "phone", proof)).status_code == 204


async def is_merged(scene: Scene) -> None:
    """The account with a proven identity takes the one of the session in."""
    assert isinstance(scene.actor, Citizen)
    keeper = PhoneUser(scene.stack, scene.actor.client)
    await keeper.enter()
    await Person.filter(id=id_of(keeper)).update(assurance_level=3)
    proof = {"wechat_code": await wechat_code(scene.actor)}
    assert (await keeper.call("POST", "/api/v1/me/merges", proof)).status_code == 200


async def is_erased(scene: Scene) -> None:
    """By a clock of its own, so that no token has merely run out."""
    await scene.rescuer.ok("POST", "/api/v1/me/deletion", {})
    settle = partial(deleting.settle, STORE.of(scene.stack.app))
    with clock.standing_at(clock.now() + timedelta(days=7, minutes=1)):
        assert await work_off(deleting.DELETIONS, settle) == 1


async def is_changed(scene: Scene) -> None:
    assert isinstance(scene.actor, Colleague)
    await staff.add_staff(
        scene.actor.username,
        PASSWORD + "-new",
        display_name="王窗口",
        department_key="scjg",
        roles={StaffRole.auditor},
    )


async def is_dismissed(scene: Scene) -> None:
    assert isinstance(scene.actor, Colleague)
    await committed(staff.dismiss(scene.actor.username, reason="离职"))


Act = Callable[[Scene], Awaitable[None]]
OF_ALL: tuple[Act, ...] = (signs_out, ends_the_others, ends_that_one, an_old_token_is_used)
OF_CITIZENS = (*OF_ALL, signs_out_on_the_page, takes_a_way_in_away, is_merged, is_erased)
OF_STAFF = (*OF_ALL, is_changed, is_dismissed)
ACTS: Mapping[str, tuple[str, Act]] = {
    **{f"citizen {act.__name__}": ("citizen", act) for act in OF_CITIZENS},
    **{f"staff {act.__name__}": ("colleague", act) for act in OF_STAFF},
}


@pytest.fixture
async def elsewhere(stack: Stack) -> AsyncIterator[EndedSessions]:
    """What another process knows; so rarely does it look that only the call can tell it."""
    other = EndedSessions(stack.settings.database_url, look_seconds=3600)
    other.start()
    await until(lambda: other.is_following)
    yield other
    await other.stop()


@pytest.fixture(params=ACTS)
async def act(
    request: pytest.FixtureRequest, stack: Stack, citizen: Citizen, colleague: Colleague
) -> tuple[Act, Scene]:
    kind, act = ACTS[request.param]
    actor: Actor = citizen if kind == "citizen" else colleague
    rescuer = again(actor)
    await rescuer.sign_in()
    return act, Scene(stack, actor, rescuer)


async def test_every_door_is_closed_everywhere(
    act: tuple[Act, Scene], elsewhere: EndedSessions
) -> None:
    do, scene = act
    caller = caller_of(scene.actor.tokens["access_token"])
    assert "refresh" in await open_doors(scene.rescuer) and not has_heard(elsewhere, caller)
    await do(scene)
    await until(lambda: is_out(scene.actor))
    await until(lambda: has_heard(elsewhere, caller))
