"""Parts of a process: their names, the order of opening and closing, and one database at a time."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from mobile_api.shared.crypto import KEYRING, keyring
from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.parts import (
    SETTINGS,
    DatabaseOpenAlready,
    Derived,
    Part,
    PartMissing,
    Parts,
    open_parts,
)
from tests.settings import bare_settings
from tests.stack import Stack

SEEN: list[str] = []


def recorded(name: str, *needs: Part[str]) -> Part[str]:
    """A part that is its own name, and writes down when it opens and closes."""

    @asynccontextmanager
    async def opened(parts: Parts) -> AsyncIterator[str]:
        assert [need.of(parts) for need in needs] == [need.name for need in needs]
        SEEN.append(f"+{name}")
        try:
            yield name
        finally:
            SEEN.append(f"-{name}")

    return Part(name, opened, needs=needs)


def _broken(parts: Parts) -> AbstractAsyncContextManager[str]:
    raise OSError("no such socket")


PUMP = recorded("pump")
PIPE = recorded("pipe", PUMP)
TAP = recorded("tap", PUMP)
BROKEN = Part("valve", _broken, needs=[PIPE])
GIVEN: Part[int] = Part("given number")
LENGTH = Derived("length of the key", lambda settings: len(settings.secret_key))


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    SEEN.clear()
    yield


async def test_a_part_opens_once_after_what_it_needs_and_closes_before_it() -> None:
    async with open_parts(bare_settings(), TAP, PIPE) as parts:
        assert SEEN == ["+pump", "+tap", "+pipe"]
        assert (TAP.of(parts), PIPE.of(parts)) == ("tap", "pipe")
    assert SEEN[3:] == ["-pipe", "-tap", "-pump"]


async def test_when_one_does_not_open_what_is_open_is_closed() -> None:
    with pytest.raises(OSError, match="no such socket"):
        async with open_parts(bare_settings(), TAP, BROKEN):
            SEEN.append("never")
    assert SEEN == ["+pump", "+tap", "+pipe", "-pipe", "-tap", "-pump"]


async def test_a_missing_part_says_its_name() -> None:
    async with open_parts(bare_settings(), PUMP) as parts:
        for missing in (TAP, GIVEN):
            with pytest.raises(PartMissing, match=missing.name):
                missing.of(parts)
    with pytest.raises(PartMissing, match="given number"):
        async with open_parts(bare_settings(), GIVEN):
            pass


async def test_nobody_uses_a_part_that_is_closed() -> None:
    async with open_parts(bare_settings(), PUMP) as parts:
        pass
    with pytest.raises(PartMissing):
        PUMP.of(parts)


async def test_what_is_derived_is_made_once_and_may_be_replaced() -> None:
    settings = bare_settings()
    async with open_parts(settings) as parts:
        assert SETTINGS.of(parts) is settings
        assert LENGTH.of(parts) == len(settings.secret_key)
        assert KEYRING.of(parts) is KEYRING.of(parts)
        parts.give(LENGTH, 7)
        parts.give(GIVEN, 8)
        assert (LENGTH.of(parts), GIVEN.of(parts)) == (7, 8)


async def test_a_wrong_setting_is_found_when_the_part_opens() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        async with open_parts(bare_settings(secret_key="-" * 43), KEYRING):
            pass


async def test_a_process_has_one_database_and_one_keyring(stack: Stack) -> None:
    usual = keyring()
    assert usual is KEYRING.of(stack.app)
    with pytest.raises(DatabaseOpenAlready):
        async with open_parts(bare_settings(database_url=stack.settings.database_url), DATABASE):
            pass
    assert keyring() is usual


async def test_after_the_end_the_process_may_open_with_other_keys(stack: Stack) -> None:
    """In a process of its own, for this one has its database open already."""
    module, url = "tests.mobile_api.shared.process.reopening_process", stack.settings.database_url
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, url, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert printed.decode().splitlines() == ["none", "one", "none", "another", "none"]
