"""`yiwang up` as a person starts it: a process of its own, of which one sees the terminal."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from mobile_api.embedded.home import Home, free_port
from tests.mobile_api.embedded.said import until

START_PATIENCE = 300.0
# A language model beside each process would take the cores from what is looked at here.
WITHOUT_MEANING = {"YIWANG_SEARCH_BY_MEANING": "false"}


class StackProcess:
    """One run on `folder`; `lines` is what it printed so far."""

    def __init__(self, folder: Path, port: int | None = None, **settings: str) -> None:
        self.folder, self.port = folder, port or free_port()
        self.lines: list[str] = []
        command = [sys.executable, "-m", "mobile_api.cli", "up", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(folder)],
            stdin=subprocess.DEVNULL,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | WITHOUT_MEANING | settings,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(self.process.stdout)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def wait_until_ready(self) -> "StackProcess":
        def ready() -> bool:
            assert self.process.poll() is None, self.text
            # The last line of what it says then: a busy machine lets one wait between the two.
            return "Ctrl-C stops everything" in self.text

        until(ready, START_PATIENCE)
        return self

    def status_of(self, path: str) -> int:
        """0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code; it may already have ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.finish()

    def finish(self) -> int:
        """Wait for its own end."""
        code = self.process.wait(60)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def children(self) -> dict[str, int]:
        """Process ids by name: of the processes that this one started and that run now."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if parent == self.process.pid:
                found[_name(words)] = int(entry.name)
        return found

    def card(self) -> dict[str, object]:
        card: dict[str, object] = json.loads((Home(self.folder).folder / "stack.json").read_text())
        return card


def _name(words: list[str]) -> str:
    program = Path(words[0].split(" unixsocket:")[0]).name  # Valkey writes more into its name
    if not program.startswith("python"):
        return program
    return "simulators" if "tests.simulators" in words else words[3]
