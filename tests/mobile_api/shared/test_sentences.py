"""What people are told when something is wrong: true, with the limit in it, and a way on."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any

import httpx
import pytest
from pydantic import BaseModel, Field, ValidationError

import mobile_api
import notifications
import uploads
import wechat
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.faults import faults_of
from tests.actors import Citizen, Colleague

# What somebody else's program is told, not a person.
FOR_PROGRAMS = {"callback_not_genuine", "bad_request"}
# A way on: what to do, what can be done, or that nothing need be done.
WAYS_ON = ("请", "可以", "须", "不需要", "不影响")


class Limited(BaseModel):
    """One field of each kind of limit."""

    name: str = Field(min_length=1)
    reason: str = Field(min_length=2)
    note: str = Field(max_length=3)
    faults: list[str] = Field(min_length=1)
    pages: list[str] = Field(max_length=2)
    days: Annotated[int, Field(ge=1)]
    size: Annotated[int, Field(le=50)]


def test_a_fault_says_the_limit() -> None:
    given: dict[str, Any] = {"name": "", "reason": "x", "note": "xxxx", "faults": []}
    with pytest.raises(ValidationError) as refused:
        Limited.model_validate(given | {"pages": ["1", "2", "3"], "days": 0, "size": 51})
    assert {fault.path: fault.message for fault in faults_of(refused.value)} == {
        "/name": "这一项必须填写。",
        "/reason": "太短了,至少要2个字,请补充完整。",
        "/note": "太长了,最多3个字,请精简后再提交。",
        "/faults": "至少要有1项,请补充。",
        "/pages": "最多2项,请减少后再提交。",
        "/days": "数字不能小于1。",
        "/size": "数字不能大于50。",
    }


def errors() -> Iterator[type[AppError]]:
    for package in (mobile_api, uploads, wechat, notifications):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rsplit(".", 1)[-1] in ("errors", "sending_again", "routes"):
                importlib.import_module(module.name)
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


def test_every_refusal_says_how_to_go_on() -> None:
    told = {kind.code: kind.title for kind in errors() if kind.code not in FOR_PROGRAMS}
    assert len(told) > 90
    assert {code: title for code, title in told.items() if not title.endswith("。")} == {}
    silent = {
        code: title for code, title in told.items() if not any(word in title for word in WAYS_ON)
    }
    assert silent == {}


async def test_who_never_signed_in_is_asked_to(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/v1/me")).json()
    assert answer["title"] == "请登录后再试。已经登录过的,登录已失效,请重新登录。"


async def test_a_programmer_learns_what_cannot_be_read(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    sent = await client.post("/api/v1/phone-codes", content=b"{", headers=headers)
    assert (sent.json()["code"], sent.json()["detail"]) == (
        "malformed_body",
        "正文不是有效的 JSON。",
    )
    [fault] = (await client.get("/api/v1/guides?nothing=1")).json()["errors"]
    assert (fault["path"], fault["message"]) == ("/nothing", "没有这个参数,请去掉它。")


async def test_a_step_out_of_turn_says_where_the_case_stands(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    said = "办件现在是“已提交,等待预审”,这一步现在不能办理。请刷新后查看能办什么。"
    answer = await colleague.move(case["id"], "accept")
    assert (answer.json()["code"], answer.json()["title"]) == ("move_not_allowed", said)
    changed = await citizen.call("PATCH", f"/api/v1/cases/{case['id']}", {"form": {}})
    assert changed.json()["title"] == said
