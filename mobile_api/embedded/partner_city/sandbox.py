"""The sandbox city by itself, for another city's engineer: servers, API, worker and clerk."""

import os
import time
from pathlib import Path

import click

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.home import LOOPBACK, Home
from mobile_api.embedded.leftovers import sweep
from mobile_api.embedded.local_settings import Servers
from mobile_api.embedded.partner_city.city import SecondCity
from mobile_api.embedded.partner_city.neighbour import NeighbourDoor
from mobile_api.embedded.postgres import EmbeddedPostgres
from mobile_api.embedded.prepared import PreparedDatabase
from mobile_api.embedded.valkey import EmbeddedValkey
from mobile_api.embedded.watching import StopRequested, Supervisor, stoppable


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
        city = SecondCity(home, port, _servers(home, supervisor), os.environ)
        prepared = PreparedDatabase(home.folder / "postgres", city.url)
        if not prepared.is_current():
            _say("making the city: tables, catalogue, clerks, keys (the first time only)")
            city.prepare()
            prepared.remember("", "")
        if neighbour is not None:
            city.trust(neighbour)
        supervisor.start_together(city.programs())
        _announce(city, neighbour, time.monotonic() - began)
        if neighbour is not None:
            NeighbourDoor.of(neighbour, _say).watch()
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


def _announce(city: SecondCity, neighbour: Path | None, seconds: float) -> None:
    click.echo(f"\nThe sandbox city is ready after {seconds:.1f} s.\n")
    click.echo(f"  {city.url}/partner/v1   its doors for partners")
    click.echo(f"  {city.introduction}   its keys, to be registered with you")
    if neighbour is None:
        click.echo("  It knows no partner yet: start it again with --neighbour FILE.")
    click.echo("\nCtrl-C stops it.")


def _say(line: str) -> None:
    click.echo(f"  {line}")
