"""One child process: its log, its end, and what it leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded.ground import Account

_LEASH = Path(__file__).with_name("leash.py")
_LOG_LIMIT = 10_000_000
_TAIL = 4_000


@dataclass
class Child:
    """`command[0]` is an absolute path; `stop_signal` also arrives when this process is killed."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Raises OSError when the log cannot be written or no process can be made."""
        uid, gid = (self.account.uid, self.account.gid) if self.account else (-1, -1)
        leash = [sys.executable, "-I", "-S", str(_LEASH), str(os.getpid())]
        leash += [str(int(self.stop_signal)), str(uid), str(gid)]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*leash, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                # Ctrl-C at the terminal is for us alone: we stop the children in order.
                start_new_session=True,
            )

    def exit_code(self) -> int | None:
        """None while it runs or has not begun; negative is the signal that ended it."""
        return self.process.poll() if self.process else None

    def stop(self) -> None:
        """Ask, wait `patience` seconds, then end it and every process of its group."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self.clear_away()

    def clear_away(self) -> None:
        """End what is left of its group: the workers of a killed server would keep its port."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 5) -> str:
        return "\n".join(self.tail().strip().splitlines()[-lines:])

    def tail(self) -> str:
        """The last few thousand characters of its log."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - _TAIL))
            return log.read().decode(errors="replace")


def bare_environment() -> dict[str, str]:
    """What a foreign server may see: no key and no password of ours is among it."""
    kept = ("PATH", "TZ", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}
