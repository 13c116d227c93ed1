"""The worker's part: lost workers, lost stores and races leave no file in between for ever."""

import asyncio
from datetime import datetime, timedelta
from typing import cast

import pytest

from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from tests.uploads.corpus.specimens import MOST_PAGES
from tests.uploads.person import Person, work_off, work_until_idle
from tests.uploads.samples import JPEG, document, image_bomb, photo, sha256
from uploads import policy
from uploads.models import FileState, StoredFile
from uploads.rejections import Rejection
from uploads.stores.storage import ObjectStore
from uploads.work import LEASE

_LONG_AFTER = policy.TICKET_LIFETIME * 3


def after(wait: timedelta) -> datetime:
    return clock.now() + wait


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (image_bomb(), "image/png", "image_too_large"),
        (document(MOST_PAGES + 1), "application/pdf", "too_many_pages"),
        (b"hello", "image/jpeg", "type_not_supported"),
    ],
)
async def test_a_refused_file_says_why(
    person: Person, store: ObjectStore, content: bytes, media_type: str, code: str
) -> None:
    await person.upload(content, media_type)
    await work_until_idle(store)
    found = await person.state()
    assert (found["state"], found["rejection"]["code"]) == ("rejected", code)
    assert found["message"] == found["rejection"]["message"] == Rejection(code).sentence(MOST_PAGES)
    assert await store.size_of((await person.row()).clean_key) is None


async def test_other_content_than_declared(person: Person, store: ObjectStore) -> None:
    declared, sent = document(1), document(2)
    await person.begin(sent, "application/pdf", sha256=sha256(declared))
    await person.send(sent)
    await person.complete()
    await work_until_idle(store)
    assert (await person.state())["rejection"]["code"] == "digest_differs"


async def test_an_object_that_vanished(person: Person, store: ObjectStore) -> None:
    await person.upload(photo())
    await store.delete((await person.row()).quarantine_key)
    await work_until_idle(store)
    assert (await person.state())["rejection"]["code"] == "not_received"


async def test_a_lost_worker_is_replaced(person: Person, store: ObjectStore) -> None:
    await person.upload(photo())
    (lost,) = await claim(StoredFile, limit=1, lease=LEASE)
    await work_until_idle(store)
    assert (await person.row()).state is FileState.inspecting
    with clock.standing_at(after(LEASE * 1.1)):
        await work_until_idle(store)
    row = await person.row()
    assert (row.id, row.state, row.attempts) == (lost.id, FileState.clean, 2)


async def test_a_worker_lost_between_object_and_row(person: Person, store: ObjectStore) -> None:
    await person.upload(photo())
    (lost,) = await claim(StoredFile, limit=1, lease=LEASE)
    await store.write(lost.row.clean_key, b"what the lost worker wrote", JPEG)
    with clock.standing_at(after(LEASE * 1.1)):
        await work_until_idle(store)
    row = await person.row()
    kept = await store.read(row.clean_key)
    assert kept is not None
    assert (row.state, row.sha256) == (FileState.clean, sha256(kept))


async def test_an_inspection_that_never_ends(person: Person, store: ObjectStore) -> None:
    await person.upload(photo())
    states = []
    for attempt in range(3):
        with clock.standing_at(after(attempt * LEASE)):
            assert await work_off(store, None, wait_seconds=0.01) == 1
        states.append((await person.state())["state"])
    assert states == ["inspecting", "inspecting", "rejected"]
    assert (await person.state())["rejection"]["code"] == "cannot_inspect"


async def test_completing_twice_at_once(person: Person, store: ObjectStore) -> None:
    await person.begin(photo_bytes := photo())
    await person.send(photo_bytes)
    answers = await asyncio.gather(*(person.complete() for _ in range(6)))
    assert {(answer.status_code, answer.json()["state"]) for answer in answers} == {
        (200, "inspecting")
    }
    await work_until_idle(store)
    assert (await person.row()).attempts == 1
    assert (await person.complete()).json()["state"] == "clean"


async def test_two_workers_share_the_work(person: Person, store: ObjectStore) -> None:
    ids = [await person.upload(photo()) for _ in range(6)]
    handled = await asyncio.gather(*(work_off(store, None) for _ in range(2)))
    assert sorted(handled) == [2, 4]
    rows = await StoredFile.filter(id__in=ids)
    assert {(row.state, row.attempts) for row in rows} == {(FileState.clean, 1)}


async def test_the_quarantine_is_emptied_when_the_ticket_is_dead(
    person: Person, store: ObjectStore
) -> None:
    content = photo()
    await person.upload(content)
    await work_until_idle(store)
    await person.send(content)  # a late repetition, which the ticket still allows
    with clock.standing_at(after(_LONG_AFTER)):
        await work_until_idle(store)
    row = await person.row()
    assert await store.size_of(row.quarantine_key) is None
    assert await store.size_of(row.clean_key) == row.size
    assert (row.state, row.due_at) == (FileState.clean, row.expires_at)


async def test_an_abandoned_upload_is_swept(person: Person, store: ObjectStore) -> None:
    content = photo()
    await person.begin(content)
    await person.send(content)
    async with person.at(after(policy.UNFINISHED_KEPT)):
        await work_until_idle(store)
        completed = await person.complete()
        assert (completed.status_code, completed.json()["code"]) == (410, "file_expired")
        assert (await person.state())["message"] == "这次上传已经过期,请重新选择文件上传。"
        row = await person.row()
        assert (row.name, row.due_at) == ("", None)
        assert await store.size_of(row.quarantine_key) is None
        assert (await person.begin(content)).json()["ticket"] is not None


async def test_an_upload_taken_up_again_is_not_swept(person: Person, store: ObjectStore) -> None:
    content = photo()
    await person.begin(content)
    await person.send(content)
    async with person.at(after(policy.UNFINISHED_KEPT / 2)):
        await person.begin(content)
    async with person.at(after(policy.UNFINISHED_KEPT)):
        await work_until_idle(store)
        assert (await person.complete()).status_code == 200


async def test_sweep_and_complete_at_once(person: Person, store: ObjectStore) -> None:
    for _ in range(5):
        content = photo()
        await person.begin(content)
        await person.send(content)
        async with person.at(after(policy.UNFINISHED_KEPT)):
            completed, _ = await asyncio.gather(person.complete(), work_off(store, None))
            await work_until_idle(store)
            state = (await person.state())["state"]
        expected = {200: "clean", 410: "abandoned"}
        assert state == expected[completed.status_code]
        kept = await store.size_of((await person.row()).clean_key)
        assert (kept is not None) is (state == "clean")


class OneIsCursed:
    """A store in which reading one object fails as nobody expected."""

    def __init__(self, store: ObjectStore, key: str) -> None:
        self._store, self._key = store, key

    async def read(self, key: str) -> bytes | None:
        if key == self._key:
            raise LookupError
        return await self._store.read(key)

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        await self._store.write(key, content, media_type)


async def test_a_file_that_breaks_the_inspection_costs_no_other_its_own(
    person: Person, store: ObjectStore
) -> None:
    """Red before: the step ended, its siblings ran on unobserved, and nothing was written down."""
    ids = [await person.upload(photo()) for _ in range(3)]
    cursed = cast(ObjectStore, OneIsCursed(store, (await person.row(ids[0])).quarantine_key))
    assert await work_off(cursed) == 3
    assert [(await person.row(one)).state for one in ids] == ["inspecting", "clean", "clean"]
    for days in (1, 2, 3):
        with clock.standing_at(after(timedelta(days=days, minutes=days))):
            await work_off(cursed)
    assert (await person.row(ids[0])).rejection == "cannot_inspect"
