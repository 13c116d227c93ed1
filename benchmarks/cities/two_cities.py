"""Two whole cities of this software on one machine, each with API and worker of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded import Home, temporary_servers
from mobile_api.embedded.home import free_port
from mobile_api.embedded.local_settings import Servers
from mobile_api.embedded.partner_city.city import database_beside
from mobile_api.shared.settings.settings import PREFIX, Settings

_CLI = [sys.executable, "-m", "mobile_api.cli"]
_PATIENCE_SECONDS = 90.0
TAKING_REGION, HOME_REGION = "999900", "999800"


@dataclass
class City:
    """`port`: of the API itself; `line`: the port under which its partner knows it."""

    name: str
    folder: Path
    region: str
    servers: Servers
    workers: int = 1
    port: int = field(default_factory=free_port)
    line: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> Mapping[str, str]:
        bare = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
        return bare | {PREFIX + name.upper(): text for name, text in self.values.items()}

    @property
    def values(self) -> dict[str, str]:
        return {
            "environment": "local",
            "region_code": self.region,
            "database_url": self.servers.database_url,
            "redis_url": self.servers.redis_url,
            "secret_key": Home(self.folder).secret(),
            "data_dir": str(self.folder),
            "public_url": f"http://127.0.0.1:{self.line}",
            "port": str(self.port),
            "workers": str(self.workers),
            "log_level": "ERROR",
            "quiet_hours": "",
        }

    @property
    def settings(self) -> Settings:
        return Settings.model_validate(self.values)

    def run(self, *arguments: str) -> None:
        """One command of `yiwang` as this city. Raises CalledProcessError."""
        subprocess.run([*_CLI, *arguments], env=self.environment, check=True, capture_output=True)

    def start(self, name: str) -> None:
        """`api` or `worker`, in a process group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*_CLI, name],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """kill -9 of the process and of what it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self) -> None:
        """Until the API answers. Raises RuntimeError."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not answer: {self.folder}")

    def memory_mb(self, name: str) -> float:
        """Resident memory of that process and of its children, together."""
        group = self.processes[name].pid
        pages = 0
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == group:
                    pages += int((entry / "statm").read_text().split()[1])
            except OSError:
                continue
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def two_cities(*, workers: int = 1, has_line: bool = True) -> Iterator[tuple[City, City]]:
    """The taking city and the home city, prepared and trusting each other, nothing started.

    `has_line`: whoever asks puts something between them, that listens on their `line`.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        temporary_servers(say=lambda line: None) as servers,
    ):
        beside = Servers(
            database_beside(servers.database_url, "home_city"),
            servers.redis_url.replace("db=0", "db=1"),
        )
        taking = City("taking", Path(folder) / "taking", TAKING_REGION, servers, workers)
        home = City("home", Path(folder) / "home", HOME_REGION, beside, workers)
        if not has_line:
            taking.line, home.line = taking.port, home.port
        _prepare(taking, home)
        try:
            yield taking, home
        finally:
            for city in (taking, home):
                for name in list(city.processes):
                    city.kill(name)


def _prepare(taking: City, home: City) -> None:
    told = taking.folder / "introduction.json"
    taking.run("migrate")
    home.run("migrate")
    taking.run("load-catalogue", "--demo")
    home.run("partner", "make-sandbox", str(home.folder))
    taking.run("partner", "introduce", str(told), "--key", "shifan")
    taking.run("partner", "trust", str(home.folder / "introduction.json"))
    home.run("partner", "trust", str(told))
