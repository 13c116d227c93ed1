"""A form that trickles gives its place up; one that is only slow does not."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from uploads.errors import FormTooSlow
from uploads.stores.form import paced

PIECE = bytes(16 * 1024)


async def pieces(*between: float) -> AsyncIterator[bytes]:
    for seconds in between:
        await asyncio.sleep(seconds)
        yield PIECE


async def stuck() -> AsyncIterator[bytes]:
    yield PIECE
    await asyncio.Event().wait()


async def test_what_comes_slowly_is_waited_for() -> None:
    """Longer than the patience in all, but enough of it in each while."""
    got = [one async for one in paced(pieces(*[0.02] * 32), 0.4)]
    assert b"".join(got) == PIECE * 32


async def test_whoever_writes_slowly_blames_nobody() -> None:
    async for _ in paced(pieces(0, 0, 0), 0.05):
        await asyncio.sleep(0.1)


async def test_what_hardly_comes_is_given_up() -> None:
    got = []
    with pytest.raises(FormTooSlow):
        async for one in paced(stuck(), 0.05):
            got.append(one)
    assert got == [PIECE]


async def test_crumbs_do_not_hold_a_place() -> None:
    async def crumbs() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.001)
            yield b"x"

    with pytest.raises(FormTooSlow):
        async for _ in paced(crumbs(), 0.1):
            pass
