"""The demo's third part: the market as a stranger reads it, four needs run to their award, a week.

Ten days of bidding and a public draw are walked through in this process, by the services that the
routes call and with the clock standing in the past; whatever is then said of them is read by HTTP.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.market.checking import open_again, verify_record
from mobile_api.demo.market.figures import read_figures
from mobile_api.demo.market.loading import Market
from mobile_api.demo.market.needs import new_identity
from mobile_api.demo.market.schemas import ToldNeed, walked_needs
from mobile_api.demo.people import StepFailed

Step = tuple[str, Callable[[], Awaitable[str]]]
COMPARED = "fire-test"
_MARKET = "/api/v1/market"
_METHODS = {
    "competitive_price": "竞价",
    "average_price": "均价",
    "random_draw": "随机摇号",
    "proposal": "方案择优",
}


class MarketWalk:
    """The market's part of a journey; its needs are new ones at each walk."""

    def __init__(self, journey: Journey, market: Market) -> None:
        self.stranger, self.market = journey.stranger, market
        self.read_figures = partial(read_figures, journey.stranger, market.loops)
        self._walk = uuid4().hex[:6]

    def steps(self) -> Sequence[Step]:
        """Each with its sentence."""
        tie, average, draw, proposals = walked_needs()
        return [
            ("逛中介超市:八个行业、各有多少家可选", self.browse),
            ("比较同一项服务的收费和承诺时限", self.compare),
            ("看一项公告中的采购需求和公开问答", self.read_need),
            ("看合同公告、履约记录和双方的评价", self.read_contracts),
            ("竞价采购:最低价相同,由摇号决定", partial(self.run, tie)),
            ("均价采购:最接近平均价的中选", partial(self.run, average)),
            ("随机摇号:七家候选,公开号码定结果", partial(self.run, draw)),
            ("方案择优:抽取的专家不看名称和报价评分", partial(self.run, proposals)),
            ("看今年的统计:多少采购、节约多少、集中在几家", self.read_figures),
            ("公共资源交易:一周的数字,评标专家抽取离线核对", self.read_board),
        ]

    async def browse(self) -> str:
        trades = (await self.stranger.get(f"{_MARKET}/services"))["trades"]
        services = [one for trade in trades for one in trade["service_types"]]
        expect([one["key"] for one in services if one["is_scarce"]], [], "不足三家可选的服务")
        told = "、".join(
            f"{trade['name']}{max(one['agencies'] for one in trade['service_types'])}家"
            for trade in trades
        )
        return f"{len(services)}项服务。{told}"

    async def compare(self) -> str:
        """The three of the lowest price, side by side, each against the average."""
        service = f"{_MARKET}/services/{COMPARED}"
        page = await self.stranger.get(f"{service}/agencies?sort=price&limit=3")
        asked = "&".join(f"agency={one['agency_id']}" for one in page["offers"])
        columns = (await self.stranger.get(f"{service}/compare?{asked}"))["agencies"]
        return ";".join(
            f"{one['name']} {one['price']}({one['against_average']['text']}),"
            f"{one['promised_days']}个工作日"
            for one in columns
        )

    async def read_need(self) -> str:
        page = await self.stranger.get(f"{_MARKET}/needs?status=published&limit=50")
        for line in page["needs"]:
            need = await self.stranger.get(f"{_MARKET}/needs/{line['id']}")
            if need["questions"] and need["bid_count"] is None:
                told = need["questions"][0]
                answered = f"问:{told['question']}答:{told['answer']}"
                return f"{need['title']},截止前不公布报价份数。{answered}"
        raise StepFailed("没有公告中的采购需求")

    async def read_contracts(self) -> str:
        """Of the awarded needs, one has been finished and rated, and one is being served."""
        page = await self.stranger.get(f"{_MARKET}/needs?status=awarded&limit=50")
        told = []
        for line in page["needs"]:
            if "演示" in line["title"]:
                continue
            contract = await self._get(line["id"], "contract")
            told.append(f"{line['title']}:{contract['status_name']}")
            if contract["status"] == "finished":
                told.append(await self._read_record(line["id"]))
        states = " ".join(told)
        if "已完成" not in states or "履行中" not in states:
            raise StepFailed("没有已完成和履行中的合同")
        return ";".join(told)

    async def _read_record(self, need_id: str) -> str:
        agency_id = (await self._get(need_id, "opening"))["award"]["agency_id"]
        path = f"{_MARKET}/agencies/{agency_id}"
        record = await self.stranger.get(f"{path}/record")
        ratings = await self.stranger.get(f"{path}/ratings")
        said = ratings["ratings"][0]["text"]
        few = f"满{ratings['least_votes']}次公布平均分"
        return f"按期{record['on_time']}/{record['finished']}份,评价“{said}”({few})"

    async def run(self, told: ToldNeed) -> str:
        """From publication to award, then everything that an outsider can check of it."""
        title = f"{told.title}(演示{self._walk})"
        told = told.model_copy(update={"title": title})
        story = self.market.story(told, new_identity())
        await story.publish()
        need_id = (await self.market.go_on(story)).id
        opening = await self._opening(str(need_id))
        award = opening["award"]
        parts = [
            f"{_METHODS[told.method]}{len(opening['bids'])}家,选定“{award['agency_name']}”"
            f" {award['price_fen'] / 100:.0f}元",
            *await asyncio.gather(self._check_draws(str(need_id)), self._check_log(str(need_id))),
            await self._check_scores(opening)
            if told.judging
            else f"{open_again(opening)}份报价用公布的密钥重新打开,价格一致",
        ]
        return ";".join(parts)

    async def _check_scores(self, opening: dict[str, Any]) -> str:
        """The points that are public come to the sums that decided."""
        for bid in opening["bids"]:
            judged = bid["judged"]
            given = sum(sum(one["scores"]) for one in judged["criteria"])
            expect(given, sum(judged["scores"]), f"{bid['agency_name']}的得分")
        first = next(one["text"] for one in opening["steps"] if one["code"] == "by_score")
        return f"{len(opening['bids'])}份方案按编号评分,逐项分值与合计一致;{first}"

    async def read_board(self) -> str:
        """A week with results, and the panel of a project whose result is public."""
        board = f"{_MARKET}/trading"
        results = (await self.stranger.get(f"{board}/notices?kind=result"))["notices"]
        day = date.fromisoformat(results[0]["published_at"][:10])
        week = await self.stranger.get(f"{board}/week?week={day:%G-W%V}")
        told = (
            f"{week['week']}公布结果{week['results']}项,成交{week['deal_fen'] / 100:.0f}元,"
            f"节约和增值{week['saved_fen'] / 100:.0f}元"
        )
        for line in results:
            found = await self.stranger.get(f"{board}/projects/{line['project_id']}/panels")
            for panel in found["panels"]:
                return f"{told};{await self._check_panel(panel)}"
        raise StepFailed("没有随结果公布的专家抽取")

    async def _check_panel(self, panel: dict[str, Any]) -> str:
        """Its draws are repeated offline; who sat is who was drawn."""
        held = 0
        for group in panel["groups"]:
            record = await self.stranger.get(f"/api/v1/draws/{group['draw_number']}")
            held += await verify_record(record)
            drawn = [one["winner"] for one in record["drawn"]]
            expect([one["entry"] for one in group["drawn"]], drawn, "抽取的先后")
        sat = [one for group in panel["groups"] for one in group["drawn"] if one["name"]]
        for one in sat:
            said = f"{panel['number']}:{one['expert_number']}:{one['nonce']}"
            expect(hashlib.sha256(said.encode()).hexdigest(), one["entry"], "专家的摘要")
        return f"专家抽取 {panel['number']} 离线核对{held}项无误,{len(sat)}名专家与摘要相符"

    async def _opening(self, need_id: str) -> Any:
        """Once the award is there: the worker of the stack may be the one who draws."""

        async def awarded() -> Any:
            found = await self._get(need_id, "opening")
            return found if found["award"] else None

        return await until(awarded, "选取结果")

    async def _get(self, need_id: str, what: str) -> Any:
        return await self.stranger.get(f"{_MARKET}/needs/{need_id}/{what}")

    async def _check_draws(self, need_id: str) -> str:
        """Every draw that was committed with the need: drawn and right, or called off unused."""
        need = await self.stranger.get(f"{_MARKET}/needs/{need_id}")
        told = []
        for one in need["draws"]:
            record = await self.stranger.get(f"/api/v1/draws/{one['number']}")
            held = await verify_record(record)
            if record["status"] == "drawn":
                told.append(f"摇号 {one['number']} 离线核对{held}项无误")
            else:
                expect(record["failure"], "called_off", f"摇号 {one['number']}")
                told.append("没有并列,预先承诺的摇号已终止")
        return "、".join(told)

    async def _check_log(self, need_id: str) -> str:
        """Every receipt follows the one before it and is signed by a published key."""
        log = await self._get(need_id, "bid-log")
        if not log["receipts"]:
            raise StepFailed("没有报价收件记录")
        await verify_record(log)
        return f"{len(log['receipts'])}张回执连续且签名有效"
