"""A city's own model in a file: read as it is, refused at the start, never mixed with another."""

import os
import signal
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from mobile_api.guides.meaning.apart import COMMAND, MeaningProcess, MeaningUnavailable
from mobile_api.guides.meaning.following import PACKAGE, Meanings
from mobile_api.guides.meaning.vectors import known_digests
from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.shared.process.parts import closing
from mobile_api.shared.settings.settings import SettingsFault, load_settings
from tests.mobile_api.guides.meaning.conftest import MakeMeanings
from tests.mobile_api.guides.meaning.other_model import FURRY
from tests.mobile_api.guides.meaning.test_following import caught_up, computed, ids_of
from tests.settings import bare_settings
from tests.stack import Stack
from tests.waiting import until

# The second model that the package brings, with fewer words: a real file that is not the usual one.
OTHER_FILE = "e5-small-enpt-q4.bin"
AFTER_SHAPE = 44


@pytest.fixture
def file() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        pytest.skip("the package is ready-made for Linux on x86-64 only")
    return Path(found.origin).with_name(OTHER_FILE)


async def test_the_model_in_a_file_is_used_and_is_another(
    file: Path, installed: MeaningProcess
) -> None:
    assert bare_settings(search_model_file=str(file)).search_model_file == str(file)
    async with closing(MeaningProcess((*COMMAND, str(file)))) as own:
        assert (await own.model()).startswith(f"{await installed.model()} ")
        # Of Chinese it has few words.
        texts = ("身份证补领", "犬只登记")
        assert await own.vector_of(texts) != await installed.vector_of(texts)


def damaged(content: bytes, how: str) -> bytes:
    if how == "another kind":
        return b"GGUF" + content[4:]
    if how == "no words":
        return content[:AFTER_SHAPE] + struct.pack("<i", -1) + content[AFTER_SHAPE + 4 :]
    if how == "more layers than there are":
        return content[:12] + struct.pack("<i", 13) + content[16:]
    return content[: {"empty": 0, "only a head": 60, "cut short": -1}[how]]


@pytest.mark.parametrize(
    "how",
    ["another kind", "no words", "more layers than there are", "empty", "only a head", "cut short"],
)
def test_a_file_that_is_no_whole_model_stops_the_start(
    file: Path, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "secret-place.bin"
    wrong.write_bytes(damaged(file.read_bytes(), how))
    monkeypatch.setenv("YIWANG_SEARCH_MODEL_FILE", str(wrong))
    told = refused()
    assert ("no model" if how in {"another kind", "empty"} else "cut short or damaged") in told
    assert "secret-place" not in told


def test_a_file_that_is_not_there_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for missing in (tmp_path / "none.bin", tmp_path):
        monkeypatch.setenv("YIWANG_SEARCH_MODEL_FILE", str(missing))
        assert "cannot be read" in refused()


def refused() -> str:
    """The line of that setting."""
    with pytest.raises(SettingsFault) as fault:
        load_settings()
    (line,) = [one for one in fault.value.faults if one.startswith("YIWANG_SEARCH_MODEL_FILE: ")]
    return line


async def test_vectors_of_another_model_are_never_compared(
    stack: Stack, other: MakeMeanings
) -> None:
    snapshot = CATALOGUE.of(stack.app).current
    await computed(other("one"))
    mine, others = other("one"), other("two")
    for meanings in (mine, others):
        await meanings.catch_up(snapshot.version, snapshot.documents)
    assert "id-card" in ids_of(snapshot, await mine.near(snapshot.version, FURRY) or {})
    assert await others.near(snapshot.version, FURRY) == {}


async def replaced(meanings: Meanings, model: str) -> None:
    """The file is another one, and the process that read the first ends."""
    process = meanings._process
    process._command = (*process._command[:-2], model, "")
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    async def is_another() -> bool:
        try:
            return await meanings.model() == model
        except MeaningUnavailable:
            return False

    # Whoever asks notices that it has ended.
    with pytest.raises(MeaningUnavailable):
        await process.vector_of(("一", "二"))
    await until(is_another)


async def test_a_vector_of_a_model_that_came_meanwhile_is_not_kept(
    stack: Stack, other: MakeMeanings
) -> None:
    meanings = other("one")
    assert await meanings.vector_by(await meanings.model(), ("一", "二"))
    await replaced(meanings, "two")
    with pytest.raises(MeaningUnavailable, match="another model"):
        await meanings.vector_by("one", ("一", "二"))
    assert await known_digests("one") == set()


async def test_after_another_model_came_only_its_vectors_are_taken(
    stack: Stack, other: MakeMeanings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanings = other("one")
    snapshot = await caught_up(stack, meanings)
    take = meanings._process.take
    took: list[int] = []

    async def slowly(version: int, numbers: Sequence[int], vectors: Sequence[bytes]) -> None:
        if not took:
            took.append(version)
            await replaced(meanings, "two")
        await take(version, numbers, vectors)

    os.kill(meanings._process.pid or 0, signal.SIGKILL)
    assert await meanings.near(snapshot.version, FURRY) is None
    monkeypatch.setattr(meanings._process, "take", slowly)

    async def is_tried() -> bool:
        await meanings.catch_up(snapshot.version, snapshot.documents)
        return bool(took)

    await until(is_tried)
    assert not await meanings.near(snapshot.version, FURRY)
