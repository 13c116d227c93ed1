"""How much processor time processes have used, as Linux tells; elsewhere nothing."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

_TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Processes:
    """What is watched: processes by what they are, and PostgreSQL's first one with all of its own.

    Of a backend that has ended its postmaster knows what it used.
    """

    named: Mapping[str, Sequence[int]]
    postmaster: int

    def used(self) -> dict[str, float]:
        """Seconds in the program and for it in the system, by name; `client` is this process."""
        found = {name: sum(_used(pid) for pid in pids) for name, pids in self.named.items()}
        own = sum(_used(pid) for pid in _children(self.postmaster))
        return found | {
            "PostgreSQL": own + _used(self.postmaster, with_ended=True),
            "client": process_time(),
        }


def parent(pid: int) -> int:
    """The process that started it; 0 where the system does not tell."""
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _children(pid: int) -> list[int]:
    entries = Path("/proc").glob("[0-9]*")
    return [child for child in (int(one.name) for one in entries) if parent(child) == pid]


def _used(pid: int, *, with_ended: bool = False) -> float:
    """utime and stime, with those of the children that it has waited for."""
    ticks = _stat(pid)[11 : 15 if with_ended else 13]
    return sum(map(int, ticks)) * _TICK_SECONDS


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) behind the name, from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
