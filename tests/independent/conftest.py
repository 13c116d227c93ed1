"""Packages of others for Node, installed for the session into a folder of its own."""

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parent
_INSTALL = ("install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
# Patience with a program of others, so that a test ends.
_CUT_OFF = 120


@dataclass(frozen=True)
class Node:
    """The programs of this folder beside the packages that they use."""

    program: str
    folder: Path

    async def run(self, name: str, *arguments: str) -> list[Any]:
        """What it prints, an object a line. Fails where it does not end well."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            self.program, name, *arguments, cwd=self.folder, stdout=pipe, stderr=pipe
        )
        try:
            async with asyncio.timeout(_CUT_OFF):
                printed, faults = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        assert process.returncode == 0, printed.decode() + faults.decode()
        return [json.loads(line) for line in printed.decode().splitlines()]


@pytest.fixture(scope="session")
async def installed(tmp_path_factory: pytest.TempPathFactory) -> Node | str:
    """Or why there is none."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return "no Node here"
    folder = tmp_path_factory.mktemp("independent")
    for source in (*SOURCES.glob("*.mjs"), SOURCES / "package.json"):
        shutil.copy(source, folder)
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(npm, *_INSTALL, cwd=folder, stdout=quiet)
    if await process.wait():
        return "the packages could not be installed"
    return Node(program, folder)


@pytest.fixture
def node(installed: Node | str, tell: Callable[[str], None]) -> Node | None:
    """None where there is none, which is told at the end of the run."""
    if isinstance(installed, str):
        tell(f"WITHOUT NODE ({installed}): nobody else's program was asked")
        return None
    return installed
