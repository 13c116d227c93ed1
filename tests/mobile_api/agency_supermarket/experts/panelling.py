"""Experts in the register, and a panel from its question to its seats."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from mobile_api.agency_supermarket.experts.panels.models import PanelDraw
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.draws.models import Draw
from mobile_api.draws.schemas import EntropyEntry
from mobile_api.draws.service import enter_entropy
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.trading.trading import BOARD, DESK, Board, Keeper

EXPERTS, PANELS = "/staff/v1/market/experts", "/staff/v1/market/panels"
OWN = "/api/v1/market/expert"
WORKS, COST = "building-works", "construction-cost"
_VALUES = {
    "ssq": ["09", "33", "01", "17", "26", "22"],
    "ssq-blue": ["08"],
    "sse-000001-close": ["3912.47"],
}


def usual_expert(number: int, **more: Any) -> dict[str, Any]:
    usual = {
        "name": f"专家{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "phone": f"139111{number:05}",
        "employer_name": f"示范设计院第{number}所",
        "specialties": [WORKS],
    }
    return usual | more


def usual_panel(**more: Any) -> dict[str, Any]:
    """Five members, four of them drawn: three for the works, one for the cost."""
    usual: dict[str, Any] = {
        "members": 5,
        "groups": [
            {"specialty": WORKS, "seats": 3, "alternates": 2},
            {"specialty": COST, "seats": 1, "alternates": 1},
        ],
    }
    return usual | more


class PanelDesk:
    """Who keeps the register, who asks for a panel, and who confirms it."""

    def __init__(self, board: Board, supervisor: Keeper) -> None:
        self.board, self.asker, self.second = board, board.writer, board.publisher
        self.supervisor = supervisor

    async def register(self, number: int, **more: Any) -> dict[str, Any]:
        said = usual_expert(number, **more)
        return dict(await self.asker.ok("POST", EXPERTS, said))

    async def fill(self, works: int = 8, cost: int = 4) -> None:
        for number in range(works):
            await self.register(number)
        for number in range(works, works + cost):
            await self.register(number, specialties=[COST])

    async def ask(self, project_id: str, **more: Any) -> dict[str, Any]:
        path = f"{DESK}/projects/{project_id}/panels"
        return dict(await self.asker.ok("POST", path, usual_panel(**more)))

    async def confirm(self, panel_id: str, by: Keeper | None = None) -> httpx.Response:
        return await (by or self.second).call("POST", f"{PANELS}/{panel_id}/confirm")

    async def frozen(self, project_id: str, **more: Any) -> dict[str, Any]:
        """Asked for by one and confirmed by the other."""
        panel = await self.ask(project_id, **more)
        answer = await self.confirm(panel["id"])
        assert answer.is_success, (answer.status_code, answer.text)
        return dict(answer.json())

    async def seated(self, project_id: str, **more: Any) -> dict[str, Any]:
        """Drawn with public numbers; answers the panel as anybody sees it."""
        panel = await self.frozen(project_id, **more)
        with after_its_sources(await draws_of(panel["id"])):
            await self.draw(panel["id"])
        return (await self.read(project_id))[-1]

    async def draw(self, panel_id: str) -> None:
        for draw in await draws_of(panel_id):
            await enter(draw, [self.reader(), self.reader()])
        await self.board.writer.stack.settle()

    def reader(self) -> Staff:
        """A member of staff of the desk who reads published numbers."""
        where = SERVICES.of(self.board.writer.stack.app).operator
        return Staff(uuid4(), uuid4(), where, frozenset({StaffRole.reviewer}))

    async def read(self, project_id: str) -> list[dict[str, Any]]:
        answer = await self.asker.client.get(f"{BOARD}/projects/{project_id}/panels")
        assert answer.is_success, answer.text
        return list(answer.json()["panels"])

    async def replace(self, panel: dict[str, Any], seat_id: str) -> httpx.Response:
        """Asked for by one and confirmed by the other."""
        path = f"{PANELS}/{panel['id']}/seats/{seat_id}/replace"
        asked = await self.asker.call("POST", path, {"reason": "unreachable"})
        return await self.second.call("POST", f"{path}/confirm") if asked.is_success else asked


def in_state(panel: dict[str, Any], state: str, group: int = 0) -> list[dict[str, Any]]:
    return [one for one in panel["groups"][group]["drawn"] if one["state"] == state]


async def draws_of(panel_id: str) -> list[Draw]:
    found = PanelDraw.filter(panel_id=UUID(panel_id)).order_by("group")
    return [await Draw.get(id=one.draw_id) for one in await found]


@contextmanager
def after_its_sources(draws: Sequence[Draw]) -> Iterator[datetime]:
    """A day after the last source of the draws closed."""
    last = max(one.closes_at for draw in draws for one in draw.sources)
    with clock.standing_at(last + timedelta(days=1)):
        yield last


async def enter(draw: Draw, readers: Sequence[Staff]) -> None:
    for staff in readers:
        for source in draw.sources:
            said = EntropyEntry(
                name=source.name,
                issue=source.issue,
                values=_VALUES[source.name],
                evidence="公告截图与网址",
            )
            async with in_transaction():
                await enter_entropy(draw.id, staff, said)
