"""Every secured route, called by everybody whom it does not belong to, with the owner's own ids.

The list is the interface document of the running API, so that a new route is in it at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.attack.bodies import body_of
from tests.attack.crowd import handled
from tests.attack.market import things_of_the_market
from tests.attack.people import Person, apply, arrive, at_counter
from tests.attack.report import Report
from tests.attack.world import World

_PARAMETER = re.compile(r"{([a-z_]+)}")
_REFUSED = {401, 403, 404}
# Full views are the purpose of these; each is an audited act of the department that handles it.
_SHOWS_ALL = ("full-applicant", "full-address", "/label", "parcel-labels", "/link")


@dataclass(frozen=True)
class Operation:
    """One secured operation; `path` with its {parameters}."""

    method: str
    path: str
    body: Any = None

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)

    @property
    def is_staffs(self) -> bool:
        return self.path.startswith("/staff/")

    @property
    def is_citys(self) -> bool:
        """Of other cities, who sign: to a call without a signature no session is of any help."""
        return self.path.startswith("/partner/")

    @property
    def is_markets(self) -> bool:
        """Of a desk that none of the callers sits at."""
        return "/market/" in self.path

    def of(self, things: dict[str, str]) -> str:
        return _PARAMETER.sub(lambda found: things.get(found[1], str(uuid4())), self.path)


_NEED = {
    "service_type": "asset-appraisal",
    "title": "办公楼资产评估",
    "description": "对一处办公楼作价值评估。",
    "method": "direct",
    "fund_source": "social",
    "bids_close_at": (clock.now() + timedelta(days=30)).isoformat(),
}


@dataclass(frozen=True)
class Actor:
    """Who calls; `is_foreign`: nothing of the owner's is theirs to see."""

    name: str
    headers: dict[str, str]
    is_foreign: bool
    is_staff: bool | None


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if told["security"]:
                yield Operation(method.upper(), path, _body(path, told.get("requestBody")))


def _body(path: str, told: dict[str, Any] | None) -> Any:
    """None for a route without one; else ours, or the example of the interface document."""
    if told is None:
        return None
    known = body_of(path)
    media = next(iter(told["content"].values()))
    return media.get("example", {}) if known is None else known


async def attack(world: World) -> Report:
    report = Report("matrix of routes and callers")
    async with world.http.get(f"{world.stack['api']}/docs/openapi.json") as answer:
        found = list(operations(await answer.json()))
    owner = await _owner(world)
    actors = await _actors(world, owner)
    before = await _state(owner)
    for operation in found:
        if operation.body == {} and operation.parameters and body_of(operation.path) is None:
            report.fault(f"no valid body is known for {operation.method} {operation.path}")
        for actor in actors:
            await _call(world, report, operation, actor, owner)
    if await _state(owner) != before:
        report.fault("what belongs to the owner was changed by somebody else")
    report.count("routes", len(found))
    report.count("callers", len(actors))
    return report


async def _owner(world: World) -> Person:
    """A citizen with one of each thing that routes name."""
    owner = await arrive(world.http, world.stack, "赵所有")
    await apply(world.http, owner)
    clerk = await at_counter(world, "crj-of-the-owner", "crj", *StaffRole)
    await handled(clerk, owner)
    screen, things = owner.screen, owner.things
    things["case_id"] = owner.case["id"]
    things |= {"key": "exit-entry-photo", "page": "1", "place": "0"}
    saved = {"address": owner.address, "agrees_to_saving": True}
    things["address_id"] = (await screen.post("/api/v1/me/addresses", saved))["id"]
    need = await screen.post("/api/v1/market/own-needs", _NEED)
    things |= await things_of_the_market(world) | {"need_id": need["id"]}
    bindings = await screen.get("/api/v1/me/bindings")
    things["binding_id"] = bindings["bindings"][0]["id"]
    messages = await screen.get("/api/v1/me/messages")
    if messages["entries"]:
        things["message_id"] = messages["entries"][0]["id"]
    things["parcel_id"] = (await screen.get(f"{owner.path}/delivery"))["result"][0]["id"]
    number = f"?case_number={owner.case['number']}"
    events = (await clerk.get(f"/staff/v1/deliveries{number}"))["events"]
    told = [way["id"] for event in events for way in event["channels"] if way["id"]]
    things["delivery_id"] = told[0]
    return owner


async def _actors(world: World, owner: Person) -> list[Actor]:
    neighbour = await arrive(world.http, world.stack, "钱邻居")
    signed = neighbour.screen.headers["Authorization"]
    forged = signed[:-4] + ("AAAA" if not signed.endswith("AAAA") else "BBBB")
    actors = [
        Actor("stranger", {}, True, None),
        Actor("forged token", {"Authorization": forged}, True, None),
        Actor("neighbour", neighbour.screen.headers, True, False),
    ]
    for name, department, roles in (
        ("gaj-all", "gaj", tuple(StaffRole)),
        *((f"crj-only-{role.value.replace('_', '-')}", "crj", (role,)) for role in StaffRole),
    ):
        screen = await at_counter(world, name, department, *roles)
        actors.append(Actor(name, screen.headers, department != "crj", True))
    return actors


async def _state(owner: Person) -> dict[str, Any]:
    """What the owner sees of the things that others were tried on."""
    screen, things = owner.screen, owner.things
    return {
        "case": await screen.get(owner.path),
        "delivery": await screen.get(f"{owner.path}/delivery"),
        "addresses": await screen.get("/api/v1/me/addresses"),
        "file": await screen.get(f"/api/v1/uploads/{things['file_id']}"),
        "me": await screen.get("/api/v1/me"),
        "bindings": await screen.get("/api/v1/me/bindings"),
        "need": await screen.get(f"/api/v1/market/own-needs/{things['need_id']}"),
    }


async def _call(
    world: World, report: Report, operation: Operation, actor: Actor, owner: Person
) -> None:
    is_foreign = actor.is_foreign or operation.is_markets
    own_staff = actor.is_staff and not is_foreign and operation.is_staffs
    if own_staff and operation.method != "GET":
        # What a duty allows moves the case; who may make which move is tested where moves are.
        return
    url = world.stack["api"] + operation.of(owner.things)
    async with world.http.request(
        operation.method, url, json=operation.body, headers=actor.headers, allow_redirects=False
    ) as answer:
        text = await answer.text(errors="replace")
    report.count("calls")
    said = f"{actor.name}: {operation.method} {operation.path} -> {answer.status}"
    if answer.status >= 500:
        report.fault(f"{said} is a fault of ours")
    report.count(f"status {answer.status}")
    if operation.is_citys:
        # Beyond a number of refusals from one address, no more is told than that.
        if answer.status not in (401, 429):
            report.fault(f"{said} without a signature")
    else:
        _judge(report, said, operation, actor, owner, answer.status, text)


def _judge(
    report: Report,
    said: str,
    operation: Operation,
    actor: Actor,
    owner: Person,
    status: int,
    text: str,
) -> None:
    """What a session of somebody else must not open."""
    is_foreign = actor.is_foreign or operation.is_markets
    own_staff = actor.is_staff and not is_foreign and operation.is_staffs
    if actor.is_staff is None and status != 401:
        report.fault(f"{said} without a session")
    if actor.is_staff is not None and actor.is_staff != operation.is_staffs:
        if status not in _REFUSED:
            report.fault(f"{said} through the other kind of session")
    elif is_foreign and _is_bound(operation) and status not in _REFUSED:
        report.fault(f"{said} on what belongs to somebody else")
    if any(secret in text for secret in owner.secrets) and not (
        own_staff and any(part in operation.path for part in _SHOWS_ALL)
    ):
        report.fault(f"{said} shows what only the owner may see")


def _is_bound(operation: Operation) -> bool:
    return any(name.endswith("_id") for name in operation.parameters)
