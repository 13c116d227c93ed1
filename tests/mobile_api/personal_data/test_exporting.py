"""A copy of one's data: complete, readable, only one's own, for a short time and with proof."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.personal_data import exporting
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.personal_data.models import DataExport
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.working import work_off
from mobile_api.shared.models import AuditRecord
from tests.actors import ID_NUMBER, Citizen, photo
from tests.mobile_api.accounts.bindings.test_bindings import wechat_code
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.stack import Stack
from uploads.errors import StorageUnavailable
from uploads.stores.storage import STORE, ObjectStore

EXPORT = "/api/v1/me/export"


async def prepare_all(store: ObjectStore) -> int:
    return await work_off(exporting.EXPORTS, partial(exporting.settle, store))


async def fetched(citizen: Citizen) -> zipfile.ZipFile:
    """Ask for a copy, let the worker prepare it, and download it."""
    await citizen.ok("POST", EXPORT, {})
    await citizen.stack.settle()
    [url] = (await citizen.ok("POST", EXPORT + "/links", {}))["urls"]
    answer = await citizen.client.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def table(archive: zipfile.ZipFile, title: str) -> list[dict[str, Any]]:
    return list(json.loads(archive.read(f"{title}.json")))


async def test_the_copy_is_complete_and_in_plain_words(citizen: Citizen, user: PhoneUser) -> None:
    case = await citizen.submitted_case()
    archive = await fetched(citizen)
    assert {f"{holding.title}.json" for holding in HOLDINGS} <= set(archive.namelist())
    [account] = table(archive, "账户")
    assert (account["姓名"], account["身份证号"]) == ("张三丰", ID_NUMBER)
    [shown] = table(archive, "办件")
    assert (shown["办件编号"], shown["状态"]) == (case["number"], "已提交,等待预审")
    assert shown["填写的表单"]["name-in-pinyin"] == "ZHANG SANFENG"
    assert len(table(archive, "提交的材料")) == 2
    assert table(archive, "通知")[0]["方式"] == "站内消息"
    assert table(archive, "绑定的微信")[0]["微信用户标识openid"]


async def test_the_files_themselves_are_in_it(citizen: Citizen) -> None:
    file_id = await citizen.upload(photo(7), "我的照片.jpg")
    archive = await fetched(citizen)
    content = archive.read(f"文件/{file_id}.jpg")
    assert content[:3] == b"\xff\xd8\xff"
    assert table(archive, "上传的文件")[0]["文件名"] == "我的照片.jpg"


async def test_nobody_elses_data_is_in_it(citizen: Citizen, user: PhoneUser) -> None:
    await citizen.submitted_case()
    await user.enter()
    archive = await fetched(user)
    text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not any(value in text for value in (ID_NUMBER, "张三丰", "幸福路"))
    assert table(archive, "登录手机号")[0]["手机号"] == user.number
    for title in ("办件经过", "提交的材料", "微信消息订阅"):
        assert table(archive, title) == []


async def test_an_old_sign_in_needs_fresh_proof(citizen: Citizen) -> None:
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert (await citizen.call("POST", EXPORT, {})).json()["code"] == "proof_needed"
        proof = {"wechat_code": await wechat_code(citizen)}
        assert (await citizen.call("POST", EXPORT, proof)).status_code == 202
        await citizen.stack.settle()
        refused = await citizen.call("POST", EXPORT + "/links", {})
        assert refused.json()["code"] == "proof_needed"


async def test_one_copy_is_made_at_a_time(citizen: Citizen) -> None:
    assert (await citizen.call("GET", EXPORT)).json()["code"] == "no_export"
    for _ in range(2):
        assert (await citizen.ok("POST", EXPORT, {}))["state"] == "preparing"
    assert await DataExport.all().count() == 1
    refused = await citizen.call("POST", EXPORT + "/links", {})
    assert refused.json()["code"] == "export_not_ready"
    await citizen.stack.settle()
    assert (await citizen.ok("GET", EXPORT))["state"] == "ready"
    for _ in range(2):
        assert (await citizen.ok("POST", EXPORT, {}))["state"] == "preparing"
        await citizen.stack.settle()
    refused = await citizen.call("POST", EXPORT, {})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400


async def test_every_step_leaves_a_trace(citizen: Citizen) -> None:
    await fetched(citizen)
    actions = await AuditRecord.all().values_list("action", flat=True)
    assert {"ask_own_data", "fetch_own_data"} <= set(actions)
    told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert [message["event"] for message in told] == ["data_export_ready"]


async def test_after_seven_days_it_is_gone(stack: Stack, citizen: Citizen) -> None:
    await fetched(citizen)
    export = await DataExport.get()
    key = exporting.object_key(export.id, 1)
    store = STORE.of(stack.app)
    assert await store.size_of(key) == export.sizes[0]
    with clock.standing_at(clock.now() + timedelta(days=7, seconds=1)):
        assert await prepare_all(store) == 1
        assert await store.size_of(key) is None
        await citizen.sign_in()
        assert (await citizen.call("GET", EXPORT)).json()["code"] == "no_export"


async def test_a_worker_that_died_is_repeated_into_the_same_place(
    stack: Stack, citizen: Citizen
) -> None:
    store = STORE.of(stack.app)
    await citizen.ok("POST", EXPORT, {})
    export = await DataExport.get()
    # It wrote the archive and was gone before it could say so; its lease runs out.
    await store.write(exporting.object_key(export.id, 1), b"half", exporting.MEDIA)
    await DataExport.all().update(attempts=1, leased_until=clock.now() - timedelta(seconds=1))
    await stack.settle()
    done = await DataExport.get()
    assert done.state.value == "ready" and done.attempts == 2
    assert await store.size_of(exporting.object_key(export.id, 1)) == done.sizes[0]


async def test_a_copy_whose_commit_was_answered_too_late_stays(
    stack: Stack, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red before: it was put off as failed, and the next step took the ready copy away."""
    store = STORE.of(stack.app)
    await citizen.ok("POST", EXPORT, {})

    @asynccontextmanager
    async def answered_late() -> AsyncIterator[None]:
        async with in_transaction():
            yield
        raise TimeoutError

    monkeypatch.setattr(exporting, "in_transaction", answered_late)
    assert await prepare_all(store) == 1
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        assert await prepare_all(store) == 0
    assert (await DataExport.get()).state.value == "ready"


async def test_what_was_written_and_never_told_is_removed_as_well(
    stack: Stack, citizen: Citizen
) -> None:
    store = STORE.of(stack.app)
    await citizen.ok("POST", EXPORT, {})
    export = await DataExport.get()
    for number in (1, 2):
        await store.write(exporting.object_key(export.id, number), b"part", exporting.MEDIA)
    await DataExport.all().update(state="expired", due_at=clock.now())
    assert await prepare_all(store) == 1
    sizes = [await store.size_of(exporting.object_key(export.id, number)) for number in (1, 2)]
    assert sizes == [None, None]


async def test_a_link_is_short_lived_and_cannot_be_changed(citizen: Citizen) -> None:
    await fetched(citizen)
    [url] = (await citizen.ok("POST", EXPORT + "/links", {}))["urls"]
    address = httpx.URL(url)
    changed = address.copy_with(path=address.path[:-1] + ("0" if address.path[-1] != "0" else "1"))
    assert (await citizen.client.get(changed)).status_code in (403, 404)


class MergedMeanwhile:
    """The store, while its export passes to the account that a merge leaves."""

    def __init__(self, store: ObjectStore, survivor_id: UUID) -> None:
        self._store, self._survivor_id = store, survivor_id

    async def read(self, key: str) -> bytes | None:
        return await self._store.read(key)

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        await self._store.write(key, content, media_type)
        await DataExport.all().update(person_id=self._survivor_id)


async def test_a_copy_of_the_absorbed_account_is_not_taken_for_the_survivors(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    await user.ok("POST", EXPORT, {})
    [survivor] = await Person.exclude(id=(await DataExport.get()).person_id)
    store = MergedMeanwhile(STORE.of(stack.app), survivor.id)
    assert await prepare_all(cast(ObjectStore, store)) == 1
    assert (await DataExport.get()).state.value == "preparing"
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert await prepare_all(STORE.of(stack.app)) == 1
    assert (await DataExport.get()).state.value == "ready"


class Full:
    """The store, while nothing more can be written."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def read(self, key: str) -> bytes | None:
        return await self._store.read(key)

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        raise StorageUnavailable()


async def test_a_copy_that_cannot_be_made_has_failed_and_may_be_asked_for_anew(
    stack: Stack, citizen: Citizen
) -> None:
    """Red before: it stayed `preparing` for ever, and so no other could be asked for."""
    await citizen.ok("POST", EXPORT, {})
    full = cast(ObjectStore, Full(STORE.of(stack.app)))
    for hours in (0, 12, 25):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            assert await prepare_all(full) == 1
    with clock.standing_at(clock.now() + timedelta(hours=26)):
        await stack.settle()
    assert (await citizen.ok("GET", EXPORT))["state"] == "failed"
    assert (await DataExport.get()).due_at is None
    await citizen.ok("POST", EXPORT, {})
    await stack.settle()
    assert (await citizen.ok("GET", EXPORT))["state"] == "ready"
