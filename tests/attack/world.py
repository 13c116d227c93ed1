"""The stack under attack."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from mobile_api.embedded import Stack
from mobile_api.embedded.home import Home
from mobile_api.embedded.temporary import temporary_folder
from mobile_api.shared.settings.settings import PREFIX
from tests.mobile_api.embedded.stack_process import StackProcess


@dataclass(frozen=True)
class World:
    """`process`: the stack when it is our own, whose servers may be stopped and killed."""

    stack: Stack
    data_dir: Path
    http: aiohttp.ClientSession
    process: StackProcess | None


@contextmanager
def stack_to_attack(data_dir: Path | None) -> Iterator[tuple[Stack, Path, StackProcess | None]]:
    """The one that runs on `data_dir`, or one of our own. Raises RuntimeError."""
    if data_dir is not None:
        running = Home(data_dir).running()
        if running is None:
            raise RuntimeError(f"no stack runs on {data_dir}")
        yield running, data_dir, None
        return
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    with temporary_folder() as folder:
        # By this name the commands of `yiwang` find it.
        own = folder / ".yiwang"
        process = StackProcess(own)
        try:
            process.wait_until_ready()
            running = Home(own).running()
            assert running is not None
            yield running, own, process
        finally:
            process.stop()
