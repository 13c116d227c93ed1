"""What the code under test told the person, and how to wait for something to become true."""

import threading
import time
from collections.abc import Callable
from pathlib import Path


class Said(list[str]):
    """Use it as the `say` of a server; then look into it."""

    def __call__(self, line: str) -> None:
        self.append(line)

    def about(self, word: str) -> list[str]:
        return [line for line in self if word in line]


def until(check: Callable[[], object], seconds: float = 20.0) -> None:
    """Return as soon as `check` is true; fail the test when it does not become so."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not check():
        assert time.monotonic() < deadline, "it did not happen in time"
        pause.wait(0.02)


def is_alive(pid: int) -> bool:
    """A process that has ended but was not collected counts as gone."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
