"""Processes that know meanings: the one that is installed, and one that a test may break."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from importlib.util import find_spec

import pytest

from mobile_api.guides.meaning.apart import MeaningProcess
from mobile_api.guides.meaning.following import PACKAGE, Meanings
from mobile_api.shared.process.parts import closing

_OTHER = (sys.executable, "-m", "tests.mobile_api.guides.meaning.other_model")
# In a test nobody waits until a process that has ended is started again.
PAUSE = 0.05
MakeMeanings = Callable[..., Meanings]


@pytest.fixture
async def installed() -> AsyncIterator[MeaningProcess]:
    if find_spec(PACKAGE) is None:
        pytest.skip("the package is ready-made for Linux on x86-64 only")
    async with closing(MeaningProcess()) as process:
        yield process


@pytest.fixture
async def other() -> AsyncIterator[MakeMeanings]:
    """Makes meanings by another model: `other("model 1", "dies", deadline_seconds=...)`."""
    async with AsyncExitStack() as opened:

        def make(model: str = "one", behaviour: str = "", deadline_seconds: float = 30) -> Meanings:
            process = MeaningProcess((*_OTHER, model, behaviour), first_pause=PAUSE)
            meanings = Meanings(process, deadline_seconds=deadline_seconds)
            opened.push_async_callback(meanings.close)
            return meanings

        yield make
