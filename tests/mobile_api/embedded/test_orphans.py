"""No server outlives the process that started it, however that one ends."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.mobile_api.embedded.said import is_alive, until

STARTER = """
import sys, pathlib
from mobile_api.embedded import EmbeddedPostgres, EmbeddedValkey
from mobile_api.embedded.child import Child, bare_environment
from mobile_api.embedded.home import free_port
folder = pathlib.Path(sys.argv[1])
servers = [
    EmbeddedPostgres(folder / "postgres", free_port(), "pw", folder / "d.log", print, False),
    EmbeddedValkey(folder / "valkey", folder / "c.log", print),
]
for server in servers:
    server.start()
sleeper = Child("sleeper", ["/bin/sleep", "600"], folder / "s.log", bare_environment())
sleeper.start()
print("pids", *[server.child.process.pid for server in servers], sleeper.process.pid, flush=True)
sys.stdin.read()
"""


def test_a_killed_parent_takes_its_servers_with_it(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        line = next(line for line in parent.stdout if line.startswith("pids "))
        pids = [int(word) for word in line.split()[1:]]
        assert len(pids) == 3
        assert all(map(is_alive, pids))
        parent.send_signal(signal.SIGKILL)
    until(lambda: not any(map(is_alive, pids)))
