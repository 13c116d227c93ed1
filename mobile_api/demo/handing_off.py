"""The demo between two cities: a case taken here for the one beside, and what comes back."""

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from mobile_api.demo import application
from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.people import DemoPhone

HOME_REGION = "999800"
# The clerk of the city beside asks whoever bears this name for one correction.
_NAME = "李补正"


def _waybill() -> str:
    """A number of no parcel that anybody posted."""
    return f"DEMO{secrets.token_hex(5).upper()}"


class HandoffWalk:
    """A second citizen, whose home is the city beside; the window here takes the case for it."""

    def __init__(self, journey: Journey) -> None:
        self._first = journey
        self._own: Journey | None = None

    @classmethod
    def steps_of(cls, journey: Journey) -> list[tuple[str, Callable[[], Awaitable[str]]]]:
        """None where no city stands beside this one."""
        if not journey.stack["partner"]:
            return []
        walk = cls(journey)
        return [
            ("查本市为邻山市代收哪些事项", walk.look),
            ("在本市的邻山市居民填表、选择属地并提交", walk.apply),
            ("窗口核对后转到邻山市,收到第一张签名回执", walk.hand_off),
            ("邻山市核验材料,第二张回执和对方编号", walk.checked),
            ("窗口收取旧护照原件,封装后用EMS寄往邻山市,对方确认收到", walk.post_papers),
            ("邻山市一次性告知补正,本人补正,窗口再转", walk.correct),
            ("邻山市作出决定,第三张回执", walk.decided),
            ("结果送达,经过里看得到两座城市的每一步", walk.finish),
            ("邻山市寄回原件,窗口核对后交还本人", walk.papers_back),
        ]

    @property
    def own(self) -> Journey:
        assert self._own is not None
        return self._own

    async def look(self) -> str:
        path = f"/api/v1/handoff-places?item_key={application.ITEM}"
        found = await self._first.stranger.get(path)
        place = next(one for one in found["places"] if one["region_code"] == HOME_REGION)
        return f"{place['city']}({place['mode_name']}),协议 {place['agreement']}"

    async def apply(self) -> str:
        first = self._first
        phone = await DemoPhone.at(first.http, first.stack["simulators"]["wechat"])
        own = self._own = Journey(first.stack, first.http, phone, first.passwords)
        own.applicant.name = _NAME
        await application.sign_in(own)
        await application.declare_real_name(own)
        await application.start_draft(own)
        # The city beside has no post of its own: what it decides is fetched there.
        await own.citizen.send("PATCH", own.path, {"delivery": {"kind": "pick_up"}})
        await own.citizen.send("PUT", f"{own.path}/handoff", {"region_code": HOME_REGION})
        await application.upload_materials(own)
        own.case = await own.citizen.post(f"{own.path}/submit")
        return f"本市办件编号 {own.case['number']}"

    async def hand_off(self) -> str:
        await self._hand_off()
        receipt = await until(partial(self._receipt, "received"), "第一张回执")
        return f"{receipt['kind_name']},{receipt['at'][:19].replace('T', ' ')}"

    async def checked(self) -> str:
        await until(partial(self._receipt, "checked"), "第二张回执")
        found = await self._handoff()
        return f"对方办件编号 {found['their_number']}"

    async def correct(self) -> str:
        own = self.own

        async def asked() -> bool:
            own.case = await own.citizen.get(own.path)
            return bool(own.case["status"] == "correction_requested")

        await until(asked, "邻山市的补正通知")
        notice = own.case["correction"]
        key = notice["faults"][0]["key"]
        await application.attach(own, key, "photographed again", 230)
        await own.citizen.post(f"{own.path}/submit")
        await self._hand_off()
        return f"共{len(notice['faults'])}处({notice['faults'][0]['name']}),已补正并再次转出"

    async def decided(self) -> str:
        receipt = await until(partial(self._receipt, "decided"), "第三张回执")
        case = await self.own.citizen.get(self.own.path)
        expect(case["outcome"], "approved", "邻山市的决定")
        clocks = [one for one in case["clocks"] if one["kind"] == "promised"]
        return f"{receipt['at'][:10]} 决定:准予批准;承诺期限 {clocks[0]['due_on']},两市算得一致"

    async def finish(self) -> str:
        own = self.own

        async def over() -> bool:
            own.case = await own.citizen.get(own.path)
            return bool(own.case["status"] == "delivered")

        await until(over, "结果送达")
        history = await own.citizen.get(f"{own.path}/history")
        expect(history["is_intact"], True, "防篡改链完整")
        return " → ".join(one["text"].split("。")[0] for one in history["events"][-4:])

    async def post_papers(self) -> str:
        await self._papers("collected", papers=[{"key": "old-passport", "count": 1}])
        await self._papers("sealed", seal_number="F-0081")
        await self._papers("posted", waybill_number=_waybill(), carrier_code="ems")
        await until(partial(self._papers_at, "at_home"), "邻山市确认收到原件")
        told = await self.own.citizen.get(f"{self.own.path}/custody")
        return " → ".join(one["step_name"] for one in told["steps"])

    async def papers_back(self) -> str:
        await until(partial(self._papers_at, "to_taking"), "邻山市寄回原件")
        log = await self._papers_log()
        findings = [{"name": one["name"], "found": "there"} for one in log["papers"]]
        await self._papers("received", findings=findings)
        await self._papers("handed_over")
        told = await self.own.citizen.get(f"{self.own.path}/custody")
        expect(told["place"], "with_person", "原件在谁手里")
        return f"{told['steps'][-1]['text']}共登记{len(told['steps'])}步"

    async def _papers(self, step: str, **body: Any) -> None:
        """One step of the custody log at the window, after what it says now."""
        log = await self._papers_log()
        desk = await self._first.staff("crj-reviewer")
        path = f"/staff/v1/handoffs/{log['handoff_row_id']}/custody"
        await desk.post(path, {"step": step, "after": log["last"]} | body)

    async def _papers_log(self) -> Any:
        desk = await self._first.staff("crj-reviewer")
        return await desk.get(f"/staff/v1/handoffs/{(await self._handoff())['id']}/custody")

    async def _papers_at(self, place: str) -> bool:
        return bool((await self._handoff())["custody_place"] == place)

    async def _hand_off(self) -> None:
        reviewer = await self._first.staff("crj-reviewer")
        await reviewer.post(f"/staff/v1/cases/{self.own.case['id']}/hand-off", {})

    async def _handoff(self) -> Any:
        return await self.own.citizen.get(f"{self.own.path}/handoff")

    async def _receipt(self, kind: str) -> Any:
        found = await self._handoff()
        return next((one for one in found["receipts"] if one["kind"] == kind), None)
