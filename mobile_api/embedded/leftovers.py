"""Ends what a killed `yiwang up` may have left, before its ports and files are needed again."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mobile_api.embedded.ground import Say

# In the environment of every child; no person sets it, so whoever carries it is ours.
MARK = "STACK_CHILD_OF"
_PATIENCE = 15.0


def sweep(folder: Path, say: Say) -> None:
    """Stop every process that an earlier stack on `folder` started; servers look after themselves.

    Does nothing where there is no /proc.
    """
    found = list(_marked(folder))
    if not found:
        return
    say(f"stopping {len(found)} process(es) of an earlier run")
    for pid in found:
        _send(pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while found and time.monotonic() < deadline:
        time.sleep(0.05)
        found = list(_marked(folder))
    for pid in found:
        _send(pid, signal.SIGKILL)


def _marked(folder: Path) -> Iterator[int]:
    wanted = f"{MARK}={folder}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        # Gone meanwhile, or another user's: neither is ours to stop.
        with suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                yield int(entry.name)


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
