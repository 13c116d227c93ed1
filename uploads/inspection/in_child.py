"""Inspects one file in a process of its own, with bounded memory and time and without our keys.

A picture or PDF that crashes, fills or stalls its parser then costs one upload and not the worker.
"""

import asyncio
import os
import signal
import sys

import orjson

from uploads.inspection.verdicts import Inspected
from uploads.rejections import Rejected, Rejection

WAIT_SECONDS = 60
# Of processor time: the largest pictures take eight, the most nodes of a document ten.
CPU_SECONDS = 30


class InspectionFailed(Exception):
    """The child ended without a verdict."""


async def inspect_apart(
    content: bytes,
    most_pages: int,
    *,
    wait_seconds: float = WAIT_SECONDS,
    cpu_seconds: int = CPU_SECONDS,
) -> Inspected:
    """`inspect` in a child process (see `child`). Raises Rejected or InspectionFailed."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "uploads.inspection.child",
        str(most_pages),
        str(cpu_seconds),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(wait_seconds):
            answer, _ = await child.communicate(content)
    except TimeoutError:
        raise InspectionFailed("no verdict in time") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == -signal.SIGXCPU:
        # The same time passes on every host, however busy, so it is not tried again.
        raise Rejected(Rejection.cannot_inspect)
    if child.returncode != 0:
        raise InspectionFailed(f"ended with {child.returncode}")
    return _verdict(answer)


def _verdict(answer: bytes) -> Inspected:
    head, _, content = answer.partition(b"\n")
    try:
        found = orjson.loads(head)
        if "rejection" not in found:
            return Inspected(found["media_type"], found["pages"], content)
        rejection = Rejection(found["rejection"])
    except (ValueError, TypeError, KeyError):
        raise InspectionFailed("a verdict that cannot be read") from None
    raise Rejected(rejection)


def _environment() -> dict[str, str]:
    """Ours without the settings, and with the import path, which may be relative to a folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("YIWANG_")}
    return own | {"PYTHONPATH": os.pathsep.join(sys.path)}
