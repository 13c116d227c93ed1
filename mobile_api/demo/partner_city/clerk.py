"""The sandbox city's clerk: works on what arrives, always in the same way, so that it can be tried.

What happens follows from the applicant's name alone (`docs/partner/`): 补正 in it asks for one
correction first, 不予受理 declines, 不予批准 refuses, 不处理 leaves the case where it is; every
other one is approved. Each step is one call of the staff API, as at a real counter.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import aiohttp

_ROLES = ("reviewer", "front-desk", "decider")
_PAUSE_SECONDS = 1.0
_LEAVE, _CORRECT, _DECLINE, _REFUSE = "不处理", "补正", "不予受理", "不予批准"
# The next step of a case that stands so: by whom, which move, with what body.
_STEPS: Mapping[str, tuple[str, str, Any]] = {
    "submitted": ("reviewer", "pass-pre-review", None),
    "pre_reviewed": ("front-desk", "accept", None),
    "accepted": ("decider", "take-up", None),
    "under_review": ("decider", "decide", {"outcome": "approved"}),
    "decided": ("decider", "complete", None),
    "completed": ("front-desk", "hand-over", None),
}
_FAULTS: Mapping[str, Mapping[str, str]] = {
    "material": {
        "reason": "看不清楚(沙箱约定)。",
        "advice": "请重新拍摄,四角完整、文字清晰。",
    },
    "form_field": {
        "reason": "填写可能有误(沙箱约定)。",
        "advice": "请核对这一项填写的内容,有误的改正后重新提交。",
    },
}
# There is no parcel; the number bears a carrier's name because real ones do.
_CARRIER = "ems"
_REASON = {"reason": "按沙箱约定作出的决定,不是真实审批。"}


# Handoffs whose papers nobody needs any more.
_DECIDED = ("decided", "finished", "declined", "withdrawn")


def _waybill(handoff_id: str) -> str:
    """Of no parcel: a sandbox posts nothing. The same for the same handoff."""
    return f"SANDBOX{handoff_id[-12:].upper()}"


class SandboxClerk:
    """Signs in as the members of one department's counter at the API under `url`."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, department: str, passwords: Mapping[str, str]
    ) -> None:
        self._http, self._url = http, url
        self._names = {role: f"{department}-{role}" for role in _ROLES}
        self._passwords = passwords
        self._tokens: dict[str, str] = {}

    async def work(self) -> int:
        """One step for every case that waits; answers how many there were."""
        steps = await self._take_in_papers()
        for status in _STEPS:
            for case in await self._queue(status):
                steps += await self._step(case, status)
        return steps

    async def _take_in_papers(self) -> int:
        """原件: what has arrived is confirmed, and goes back once the case is decided."""
        steps = 0
        for place in ("to_home", "at_home"):
            path = f"/staff/v1/handoffs?side=home&custody_place={place}&limit=50"
            found = await self._call("front-desk", "GET", path)
            for handoff in found["handoffs"] if found else ():
                if place == "to_home" or handoff["status"] in _DECIDED:
                    steps += await self._move_papers(handoff["id"], place)
        return steps

    async def _move_papers(self, handoff_id: str, place: str) -> int:
        path = f"/staff/v1/handoffs/{handoff_id}/custody"
        log = await self._call("front-desk", "GET", path)
        if log is None or log["place"] != place:
            return 0
        body: dict[str, Any] = {"step": "received", "after": log["last"]}
        if place == "to_home":
            body["findings"] = [{"name": one["name"], "found": "there"} for one in log["papers"]]
        else:
            posted = {"waybill_number": _waybill(handoff_id), "carrier_code": _CARRIER}
            body |= {"step": "returned", "to": "window"} | posted
        return int(await self._call("front-desk", "POST", path, body) is not None)

    async def _queue(self, status: str) -> list[dict[str, Any]]:
        role = _STEPS[status][0]
        answer = await self._call(role, "GET", f"/staff/v1/cases?status={status}&limit=50")
        return list(answer["cases"]) if answer else []

    async def _step(self, case: Mapping[str, Any], status: str) -> int:
        path = f"/staff/v1/cases/{case['id']}"
        seen = await self._call("reviewer", "POST", f"{path}/full-applicant", _REASON)
        if seen is None or _LEAVE in seen["name"]:
            return 0
        role, move, body = _STEPS[status]
        if status == "submitted" and _CORRECT in seen["name"] and not case["correction_round"]:
            role, move, body = "reviewer", "request-correction", await self._faults(path)
        elif status == "submitted" and _DECLINE in seen["name"]:
            role, move, body = "reviewer", "decline-acceptance", _REASON
        elif status == "under_review" and _REFUSE in seen["name"]:
            body = {"outcome": "refused"} | _REASON
        return int(await self._call(role, "POST", f"{path}/{move}", body) is not None)

    async def _faults(self, path: str) -> dict[str, Any] | None:
        """One, of a material where the case has one; None where there is nothing to name."""
        case = await self._call("reviewer", "GET", path) or {}
        given = [one["key"] for one in case.get("materials", ()) if one["file_ids"]]
        target, keys = ("material", given) if given else ("form_field", list(case.get("form", ())))
        if not keys:
            return None
        return {"faults": [{"target": target, "key": keys[0], **_FAULTS[target]}]}

    async def _call(self, role: str, method: str, path: str, body: Any = None) -> Any:
        """The answer as JSON; None where it is refused, and then the next round looks again."""
        for _ in range(2):
            token = self._tokens.get(role) or await self._sign_in(role)
            headers = {"Authorization": f"Bearer {token}"}
            async with self._http.request(
                method, self._url + path, json=body, headers=headers
            ) as answer:
                if answer.status == 401:
                    self._tokens.pop(role, None)
                    continue
                return await answer.json() if answer.status < 400 else None
        return None

    async def _sign_in(self, role: str) -> str:
        who = {"username": self._names[role], "password": self._passwords[self._names[role]]}
        async with self._http.post(f"{self._url}/staff/v1/sessions", json=who) as answer:
            answer.raise_for_status()
            self._tokens[role] = str((await answer.json())["access_token"])
        return self._tokens[role]


async def work_for_ever(url: str, departments: Sequence[str], passwords: Mapping[str, str]) -> None:
    """Until the process is stopped; an API that is away is asked again."""
    async with aiohttp.ClientSession(trust_env=False) as http:
        clerks = [SandboxClerk(http, url, one, passwords) for one in departments]
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                for clerk in clerks:
                    await clerk.work()
            await asyncio.sleep(_PAUSE_SECONDS)
