"""A second city on this machine: it shares the servers of a stack, and nothing else with it.

Without WeChat, EMS and SMS: cases come to it from its partner, and a clerk works on them.
"""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg
import click

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.home import LOOPBACK, Home
from mobile_api.embedded.leftovers import sweep
from mobile_api.embedded.local_settings import Ports, Servers, stack_environment, url_of
from mobile_api.embedded.postgres import EmbeddedPostgres
from mobile_api.embedded.prepared import PreparedDatabase
from mobile_api.embedded.program import Server, answers, python, run_step
from mobile_api.embedded.valkey import EmbeddedValkey
from mobile_api.embedded.watching import StopRequested, Supervisor, stoppable

CLI = "mobile_api.cli"
FOLDER, REGION = "partner-city", "999800"
ACCOUNTS, INTRODUCTION = "sandbox-accounts.json", "introduction.json"
_PREFIX = "YIWANG_"


class PartnerCity:
    """`home`: its own folder, with its secret, ports and logs. `servers`: where its data lives."""

    def __init__(self, home: Home, port: int, servers: Servers, given: Mapping[str, str]) -> None:
        self.home, self.port = home, port
        # What a person set is meant for their own city.
        bare = {name: value for name, value in given.items() if not name.startswith(_PREFIX)}
        own = {"YIWANG_REGION_CODE": REGION}
        self.environment = stack_environment(home, Ports(port, 0, {}), servers, own, bare)

    @property
    def url(self) -> str:
        return url_of(self.port)

    @property
    def introduction(self) -> Path:
        """What it says of itself to its partner, once it is prepared."""
        return self.home.folder / INTRODUCTION

    def prepare(self) -> None:
        """Tables, catalogue, clerks and keys. Raises EmbeddedFault."""
        self.run(["migrate"])
        self.run(["partner", "make-sandbox", str(self.home.folder)])

    def trust(self, neighbour: Path) -> None:
        """Take cases from that city, and send it ours. Raises EmbeddedFault."""
        self.run(["partner", "trust", str(neighbour)])

    def programs(self) -> Sequence[Server]:
        log, accounts = self.home.log, self.home.folder / ACCOUNTS
        ready = answers(self.port, "/health/ready")
        clerk = python(CLI, "partner", "clerk", self.url, "--accounts", str(accounts))
        return [
            Server("partner api", python(CLI, "api"), log("api"), self.environment, ready),
            Server("partner worker", python(CLI, "worker"), log("worker"), self.environment),
            Server("clerk", clerk, log("clerk"), self.environment),
        ]

    def run(self, arguments: Sequence[str]) -> str:
        """One command of `yiwang` as that city. Raises EmbeddedFault."""
        log = self.home.log("prepare")
        return run_step(" ".join(arguments[:2]), [CLI, *arguments], log, self.environment)


def database_beside(url: str, name: str) -> str:
    """Another database on the same server, made where it is missing; its URL."""

    async def make() -> None:
        door = await asyncpg.connect(url)
        try:
            known = await door.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
            if not known:
                await door.execute(f'CREATE DATABASE "{name}"')
        finally:
            await door.close()

    asyncio.run(make())
    return url.rpartition("/")[0] + f"/{name}"


def sandbox(*, port: int, data_dir: Path, neighbour: Path | None) -> int:
    """Run the sandbox city by itself until Ctrl-C or SIGTERM; the exit code for the shell.

    `neighbour`: the introduction of the city that is to exchange cases with it.
    """
    try:
        home = Home(data_dir)
        with home.locked(), stoppable():
            _run(home, port, neighbour)
    except StopRequested:
        return 0
    except (EmbeddedFault, OSError) as fault:
        click.echo(f"\n{fault}", err=True)
    return 1


def _run(home: Home, port: int, neighbour: Path | None) -> None:
    began, supervisor = time.monotonic(), Supervisor(_say)
    sweep(home.folder, _say)
    try:
        city = PartnerCity(home, port, _servers(home, supervisor), os.environ)
        prepared = PreparedDatabase(home.folder / "postgres", city.url)
        if not prepared.is_current():
            _say("making the city: tables, catalogue, clerks, keys (the first time only)")
            city.prepare()
            prepared.remember("", "")
        if neighbour is not None:
            city.trust(neighbour)
        supervisor.start_together(city.programs())
        _announce(city, neighbour, time.monotonic() - began)
        supervisor.watch()
    finally:
        supervisor.stop()


def _servers(home: Home, supervisor: Supervisor) -> Servers:
    port, password = home.port("database"), home.database_password()
    folder = home.folder / "postgres"
    database = EmbeddedPostgres(folder, port, password, home.log("database"), _say)
    cache = EmbeddedValkey(home.folder / "valkey", home.log("cache"), _say)
    supervisor.start(database, f" on {LOOPBACK}:{port}")
    supervisor.start(cache)
    return Servers(database.url, cache.url)


def _announce(city: PartnerCity, neighbour: Path | None, seconds: float) -> None:
    click.echo(f"\nThe sandbox city is ready after {seconds:.1f} s.\n")
    click.echo(f"  {city.url}/partner/v1   its doors for partners")
    click.echo(f"  {city.introduction}   its keys, to be registered with you")
    if neighbour is None:
        click.echo("  It knows no partner yet: start it again with --neighbour FILE.")
    click.echo("\nCtrl-C stops it.")


def _say(line: str) -> None:
    click.echo(f"  {line}")
