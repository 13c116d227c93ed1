"""What features rely on: only clean files of one's own are used, and a used file stays."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from mobile_api.cases.models import SubmittedMaterial
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.committed import committed
from tests.uploads.corpus.specimens import MOST_PAGES
from tests.uploads.person import Person, work_until_idle
from tests.uploads.samples import photo
from tests.waiting import until
from uploads import policy
from uploads.errors import FilesNotUsable
from uploads.models import FileState
from uploads.rejections import Rejection
from uploads.service import clean_files, release_files
from uploads.stores.storage import ObjectStore

_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"


async def waiting(count: int) -> bool:
    return len(await fetch(_WAITING)) >= count


async def clean_file(person: Person, store: ObjectStore) -> UUID:
    file_id = await person.upload(photo())
    await work_until_idle(store)
    return UUID(file_id)


def long_after(wait: timedelta = policy.UNUSED_KEPT) -> datetime:
    return clock.now() + wait + policy.UNFINISHED_KEPT


async def test_every_file_that_cannot_be_used_is_named(
    person: Person, stranger: Person, store: ObjectStore
) -> None:
    theirs = await clean_file(stranger, store)
    refused = UUID(await person.upload(b"no picture"))
    good = await clean_file(person, store)
    inspecting = UUID(await person.upload(photo()))
    await person.begin(photo())
    waiting = UUID(person.last["file"]["id"])
    with pytest.raises(FilesNotUsable) as found:
        await committed(
            clean_files(person.key, [good, theirs, refused, inspecting, waiting, uuid4()])
        )
    assert [(fault.path, fault.code) for fault in found.value.errors] == [
        ("/files/1", "file_not_found"),
        ("/files/2", "file_rejected"),
        ("/files/3", "file_inspecting"),
        ("/files/4", "file_awaiting_upload"),
        ("/files/5", "file_not_found"),
    ]
    assert found.value.errors[1].message == Rejection.type_not_supported.sentence(MOST_PAGES)


async def test_faults_point_where_the_caller_says(person: Person) -> None:
    with pytest.raises(FilesNotUsable) as found:
        await committed(clean_files(person.key, [uuid4()], paths=["/materials/3/files/0"]))
    assert [fault.path for fault in found.value.errors] == ["/materials/3/files/0"]


async def test_a_used_file_stays(person: Person, store: ObjectStore) -> None:
    first, second = [await clean_file(person, store) for _ in range(2)]
    files = await committed(clean_files(person.key, [second, first, second]))
    assert [file.id for file in files] == [second, first, second]
    with clock.standing_at(long_after()):
        await work_until_idle(store)
    row = await person.row(str(first))
    assert (row.state, row.due_at) == (FileState.clean, None)
    assert await store.size_of(row.clean_key) == row.size


async def test_an_unused_file_goes(person: Person, store: ObjectStore) -> None:
    file_id = await clean_file(person, store)
    with clock.standing_at(long_after()):
        await work_until_idle(store)
    row = await person.row(str(file_id))
    assert (row.state, row.name) == (FileState.abandoned, "")
    assert await store.size_of(row.clean_key) is None


async def test_a_failed_use_keeps_nothing(person: Person, store: ObjectStore) -> None:
    file_id = await clean_file(person, store)
    with pytest.raises(ZeroDivisionError):
        async with in_transaction():
            await clean_files(person.key, [file_id])
            raise ZeroDivisionError
    assert (await person.row(str(file_id))).expires_at is not None


async def test_a_released_file_goes(person: Person, store: ObjectStore) -> None:
    file_id = await clean_file(person, store)
    await committed(clean_files(person.key, [file_id]))
    await committed(release_files([file_id]))
    await work_until_idle(store)
    row = await person.row(str(file_id))
    assert row.state is FileState.abandoned
    assert await store.size_of(row.clean_key) is None


async def test_what_is_in_use_elsewhere_stays(person: Person, store: ObjectStore) -> None:
    """Whoever lets it go: a page of a case, which no other room knows of."""
    used, free = [await clean_file(person, store) for _ in range(2)]
    await committed(clean_files(person.key, [used, free]))
    case = await person.citizen.passport_draft()
    await SubmittedMaterial.create(
        case_id=UUID(case["id"]),
        requirement_key="photo",
        file_id=used,
        page=1,
        round=0,
        created_at=clock.now(),
    )
    await committed(release_files([used, free]))
    await work_until_idle(store)
    states = [(await person.row(str(one))).state for one in (used, free)]
    assert states == [FileState.clean, FileState.abandoned]


async def test_beginning_again_keeps_an_unused_file_alive(
    person: Person, store: ObjectStore
) -> None:
    content = photo()
    await person.upload(content)
    await work_until_idle(store)
    async with person.at(clock.now() + policy.UNUSED_KEPT * 0.9):
        assert (await person.begin(content)).json()["ticket"] is None
    with clock.standing_at(clock.now() + policy.UNUSED_KEPT * 1.5):
        await work_until_idle(store)
        assert (await person.row()).state is FileState.clean


async def test_use_and_sweep_at_once(person: Person, store: ObjectStore) -> None:
    for _ in range(5):
        file_id = await clean_file(person, store)
        with clock.standing_at(long_after()):
            used, _ = await asyncio.gather(
                committed(clean_files(person.key, [file_id])),
                work_until_idle(store),
                return_exceptions=True,
            )
        row = await person.row(str(file_id))
        kept = await store.size_of(row.clean_key)
        if isinstance(used, FilesNotUsable):
            assert (row.state, kept) == (FileState.abandoned, None)
        else:
            assert (row.state, kept) == (FileState.clean, row.size)


async def test_use_waits_for_a_release_that_has_begun(person: Person, store: ObjectStore) -> None:
    """Or a case could take up a file in the instant in which another one lets it go."""
    file_id = await clean_file(person, store)
    locked, asking, done = asyncio.Event(), asyncio.Event(), []

    async def use() -> None:
        await asking.wait()
        await committed(clean_files(person.key, [file_id]))
        done.append("used")

    async def release() -> None:
        await locked.wait()
        await committed(release_files([file_id]))
        done.append("released")

    using, releasing = asyncio.create_task(use()), asyncio.create_task(release())
    async with in_transaction():
        # Who uses the file cannot be said yet.
        await fetch("LOCK TABLE submitted_material IN ACCESS EXCLUSIVE MODE")
        locked.set()
        await until(lambda: waiting(1))
        asking.set()
        await until(lambda: waiting(2))
    await asyncio.gather(using, releasing)
    assert done == ["released", "used"]
