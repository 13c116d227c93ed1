"""The page for another city's engineer does what it says, line by line, in an empty folder."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mobile_api.embedded.home import free_port
from tests.architecture.sources import ROOT
from tests.independent.conftest import Node
from tests.mobile_api.embedded.printed import blocks

pytestmark = pytest.mark.thorough
PAGE = "docs/partner/quickstart.md"
ADDRESS = "http://127.0.0.1:8090"
_READY = "Ctrl-C stops it."
# Patience with the first start, which makes a database.
_CUT_OFF = 300


def program() -> str:
    """What the page says to save as `first.mjs`."""
    (found,) = re.findall(r"```js\n(.*?)```", (ROOT / PAGE).read_text(), re.DOTALL)
    return str(found)


async def shell(lines: str, folder: Path) -> str:
    """What the lines print. Fails where one of them does."""
    pipe = asyncio.subprocess.PIPE
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *("sh", "-eu", "-c", lines),
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=pipe,
        stderr=pipe,
    )
    printed, faults = await asyncio.wait_for(process.communicate(), _CUT_OFF)
    assert process.returncode == 0, printed.decode() + faults.decode()
    return printed.decode()


@asynccontextmanager
async def sandbox(line: str, folder: Path, port: int) -> AsyncIterator[None]:
    """The city of the page while the block runs, at a port that is free here."""
    command = f"exec {line.strip()} --port {port}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    log = folder / "sandbox.log"
    with log.open("w") as said:
        process = await asyncio.create_subprocess_exec(
            *("sh", "-c", command),
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdout=said,
            stderr=said,
        )
    try:
        async with asyncio.timeout(_CUT_OFF):
            while _READY not in log.read_text():
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.2)
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def test_the_lines_of_the_page_run(node: Node | None, tmp_path: Path) -> None:
    init, start, *rest = blocks(PAGE)
    if node is None:
        return
    port = free_port()
    (tmp_path / "first.mjs").write_text(program())
    await shell(init, tmp_path)
    async with sandbox(start, tmp_path, port):
        lines = "\n".join(rest).replace(ADDRESS, f"http://127.0.0.1:{port}")
        printed = await shell(lines, tmp_path)
    assert '"kind":"received"' in printed
    assert re.search(r"(?m)^1 checked 9998\d+", printed), printed
    assert ",0 项不同,0 项没有检查" in printed


def test_the_program_is_short() -> None:
    assert len(program().splitlines()) <= 60
