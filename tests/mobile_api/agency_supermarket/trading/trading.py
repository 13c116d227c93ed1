"""The board of public trading, by the staff who write and publish and by whoever reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.trading.history import version_of
from mobile_api.agency_supermarket.trading.models import TradingNotice
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.stack import Stack

BOARD, DESK = "/api/v1/market/trading", "/staff/v1/market/trading"


def usual_project(**more: Any) -> dict[str, Any]:
    """An inspection house that is to be built."""
    usual = {
        "trading_class": "construction",
        "title": "河西实验学校教学楼新建工程",
        "buyer_name": "示范市第九十九实验学校",
        "buyer_code": "12999900MF0009026B",
        "agent_name": "示范市公正招标代理有限公司",
        "record_url": "https://bid.example.cn/projects/2026-1017",
    }
    return usual | more


def usual_tender(**more: Any) -> dict[str, Any]:
    """For three million yuan, open for sixty days."""
    usual = {
        "kind": "tender",
        "title": "教学楼新建工程招标公告",
        "text": "建筑面积6200平方米,资格要求见招标文件。",
        "closes_at": (clock.now() + timedelta(days=60)).isoformat(),
        "amount_fen": 300_000_000,
    }
    return usual | more


def usual_result(**more: Any) -> dict[str, Any]:
    usual = {
        "kind": "result",
        "title": "教学楼新建工程中标结果公告",
        "text": "经评标委员会评审,确定中标人。",
        "amount_fen": 270_000_000,
        "winner_name": "示范市大成建设有限公司",
    }
    return usual | more


class Keeper(Colleague):
    """A member of staff of the department that keeps the market."""

    @classmethod
    async def arrive(
        cls,
        stack: Stack,
        client: httpx.AsyncClient,
        name: str,
        *roles: StaffRole,
        department: str = "",
    ) -> "Keeper":
        where = department or SERVICES.of(stack.app).operator
        keeper = cls(stack, client, name, department=where, roles=roles or tuple(StaffRole))
        await keeper.sign_in()
        return keeper

    async def draft_project(self, **more: Any) -> str:
        return str((await self.ok("POST", f"{DESK}/projects", usual_project(**more)))["id"])

    async def draft(self, project_id: str, notice: dict[str, Any]) -> str:
        path = f"{DESK}/projects/{project_id}/notices"
        return str((await self.ok("POST", path, notice))["id"])

    async def publish(self, notice_id: str, version: str = "") -> httpx.Response:
        """Of the draft as it is now, or of the version that was read before."""
        seen = {"version": version or await read_version(notice_id)}
        return await self.call("POST", f"{DESK}/notices/{notice_id}/publish", seen)


async def read_version(notice_id: str) -> str:
    """What a publisher has read of a draft."""
    notice = await TradingNotice.get(id=notice_id).prefetch_related("project")
    return version_of(notice.project, notice)


class Board:
    """Who writes, who publishes, and what stands there then."""

    def __init__(self, writer: Keeper, publisher: Keeper) -> None:
        self.writer, self.publisher = writer, publisher

    async def tell(self, project_id: str, notice: dict[str, Any]) -> dict[str, Any]:
        """Drafted by one, published by the other; answers the project."""
        answer = await self.publisher.publish(await self.writer.draft(project_id, notice))
        assert answer.is_success, (answer.status_code, answer.text)
        return dict(answer.json())

    async def announce(self, tender: dict[str, Any] | None = None, **more: Any) -> str:
        """A project with its tender; answers its id."""
        project_id = await self.writer.draft_project(**more)
        await self.tell(project_id, tender or usual_tender())
        return project_id

    async def read(self, project_id: str) -> dict[str, Any]:
        answer = await self.writer.client.get(f"{BOARD}/projects/{project_id}")
        assert answer.is_success, answer.text
        return dict(answer.json())

    @contextmanager
    def after_its_deadline(self, tender: dict[str, Any]) -> Iterator[None]:
        """An hour after offers were taken last."""
        closes_at = datetime.fromisoformat(tender["closes_at"])
        with clock.standing_at(closes_at + timedelta(hours=1)):
            yield
