"""The virus scan fails closed: without a verdict a file waits, and its person is told to wait."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile_api.embedded.home import free_port
from mobile_api.shared import clock
from tests.uploads.inspection.clamd import EICAR, Clamd, listening
from tests.uploads.person import Person, work_until_idle
from tests.uploads.samples import PDF, document, photo
from uploads.inspection.scanner import Scanner, ScannerUnavailable
from uploads.rejections import Rejected, Rejection
from uploads.stores.storage import ObjectStore
from uploads.work import LEASE

CONTENT = photo(300, 300)


@pytest.fixture
def clamd() -> Clamd:
    return Clamd()


@pytest.fixture
async def scanner(clamd: Clamd) -> AsyncIterator[Scanner]:
    async with listening(clamd) as address:
        yield Scanner(address, wait_seconds=1)


async def test_a_clean_content_passes_whole(scanner: Scanner, clamd: Clamd) -> None:
    await scanner.scan(CONTENT * 9)
    assert clamd.scanned == [CONTENT * 9]


async def test_a_virus_is_found(scanner: Scanner) -> None:
    with pytest.raises(Rejected) as found:
        await scanner.scan(CONTENT + EICAR)
    assert found.value.reason is Rejection.infected


async def test_over_a_unix_socket(clamd: Clamd, tmp_path: Path) -> None:
    async with listening(clamd, path=str(tmp_path / "clamd")) as address:
        await Scanner(address).scan(CONTENT)
    assert clamd.scanned == [CONTENT]


@pytest.mark.parametrize(
    "mood", ["hangs_up", "silent", "talks_nonsense", "talks_for_ever", "has_a_low_limit"]
)
async def test_no_verdict_is_no_pass(scanner: Scanner, clamd: Clamd, mood: str) -> None:
    clamd.mood = mood
    with pytest.raises(ScannerUnavailable):
        await scanner.scan(CONTENT)


async def test_nobody_listens() -> None:
    with pytest.raises(ScannerUnavailable):
        await Scanner(f"127.0.0.1:{free_port()}").scan(CONTENT)


async def test_a_file_waits_for_the_scanner(
    person: Person, store: ObjectStore, scanner: Scanner, clamd: Clamd
) -> None:
    clamd.mood = "has_a_low_limit"
    file_id = await person.upload(CONTENT)
    await work_until_idle(store, scanner)
    async with person.at(clock.now() + LEASE):
        await work_until_idle(store, scanner)
        waiting = await person.state(file_id)
        assert waiting["state"] == "inspecting"
        assert "不需要重新上传" in waiting["message"]
    clamd.mood = "honest"
    async with person.at(clock.now() + 2 * LEASE):
        await work_until_idle(store, scanner)
        assert (await person.state(file_id))["state"] == "clean"


async def test_an_infected_file_is_refused(
    person: Person, store: ObjectStore, scanner: Scanner
) -> None:
    await person.upload(document() + b"%" + EICAR, PDF)
    await work_until_idle(store, scanner)
    found = await person.state()
    assert (found["state"], found["rejection"]["code"]) == ("rejected", "infected")
    assert await store.size_of((await person.row()).clean_key) is None


async def test_a_late_verdict_of_a_lost_lease_counts_nothing(
    person: Person, store: ObjectStore, scanner: Scanner, clamd: Clamd
) -> None:
    clamd.may_answer.clear()
    await person.upload(document() + b"%" + EICAR, PDF)
    slow = asyncio.create_task(work_until_idle(store, Scanner(scanner.address)))
    await clamd.has_heard.wait()
    with clock.standing_at(clock.now() + LEASE * 1.1):
        await work_until_idle(store)
    assert (await person.state())["state"] == "clean"
    clamd.may_answer.set()
    await slow
    assert (await person.state())["state"] == "clean"
