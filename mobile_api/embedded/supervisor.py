"""`yiwang up`: the whole service on one machine, started, watched and stopped as one thing."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from mobile_api.embedded.checkout import Told, settings_for, settings_told, simulators
from mobile_api.embedded.errors import EmbeddedFault, explained
from mobile_api.embedded.home import LOOPBACK, Home, Stack, is_free
from mobile_api.embedded.leftovers import sweep
from mobile_api.embedded.local_settings import (
    Ports,
    Servers,
    announcement,
    stack_environment,
    url_of,
)
from mobile_api.embedded.partner_city.city import FOLDER, SecondCity, database_beside
from mobile_api.embedded.postgres import EmbeddedPostgres
from mobile_api.embedded.prepared import PreparedDatabase
from mobile_api.embedded.program import Server, answers, python, run_step
from mobile_api.embedded.valkey import EmbeddedValkey
from mobile_api.embedded.watching import StopRequested, Supervisor, stoppable
from mobile_api.shared.settings.settings import SettingsFault, load_settings

CLI = "mobile_api.cli"
_OK, _FAILED = 0, 1


def up(*, port: int = 8080, data_dir: Path = Path(".yiwang")) -> int:
    """Run the local stack until Ctrl-C or SIGTERM; returns the exit code for the shell.

    Everything that goes wrong is printed as lines that say what to do.
    """
    try:
        home = Home(data_dir)
        with home.locked(), stoppable():
            _Stack(home, port).run()
    except StopRequested:
        _say("stopped; the data stays where it is")
        return _OK
    except (EmbeddedFault, SettingsFault) as fault:
        click.echo(f"\n{fault}", err=True)
    except OSError as error:
        click.echo(f"\n{explained(error, data_dir)}", err=True)
    return _FAILED


def _say(line: str) -> None:
    click.echo(f"  {line}")


class _Stack:
    """One run: what depends on what, in the order of the methods."""

    def __init__(self, home: Home, port: int) -> None:
        self.home, self.port = home, port
        self.supervisor = Supervisor(_say)
        self.given = dict(os.environ)
        self.began = time.monotonic()
        self.is_prepared = False
        self.partner: SecondCity | None = None

    def run(self) -> None:
        click.echo(f"Starting Yiwang on {self.home.folder}")
        sweep(self.home.folder, _say)
        self._need_port()
        try:
            told = settings_told(self.home.log("simulators"), self.given)
            ports, servers = self._start_servers(told)
            simulated = settings_for(told, ports.simulator_urls())
            environment = stack_environment(self.home, ports, servers, simulated, self.given)
            self._check(environment)
            self._find_partner(servers)
            with ThreadPoolExecutor(max_workers=1) as beside:
                accounts = self._prepare(environment, beside)
            self._start_programs(ports, environment)
            self._publish_menu(environment)
            self._lend(ports, environment)
            citizen = self._make_citizen(accounts, environment)
            self._announce(ports, accounts, citizen)
            self.supervisor.watch()
        finally:
            _say("stopping")
            self.supervisor.stop()

    def _need_port(self) -> None:
        if not is_free(self.port):
            raise EmbeddedFault(
                f"Port {self.port} is taken by another program. Choose a free one, for instance"
                f" `make run PORT={self.port + 1}` or `yiwang up --port {self.port + 1}`."
            )

    def _start_servers(self, told: Told) -> tuple[Ports, Servers]:
        """Ours, unless a setting names another one."""
        home = self.home
        simulated = {name: home.port(name) for name in told}
        ports = Ports(self.port, home.port("database"), simulated)
        database_url = self.given.get("YIWANG_DATABASE_URL")
        if not database_url:
            database = EmbeddedPostgres(
                home.folder / "postgres",
                ports.database,
                home.database_password(),
                home.log("database"),
                _say,
            )
            self.supervisor.start(database, f" on {LOOPBACK}:{ports.database}")
            database_url = database.url
        redis_url = self.given.get("YIWANG_REDIS_URL")
        if not redis_url:
            cache = EmbeddedValkey(home.folder / "valkey", home.log("cache"), _say)
            self.supervisor.start(cache)
            redis_url = cache.url
        return ports, Servers(database_url, redis_url)

    def _check(self, environment: dict[str, str]) -> None:
        """Every wrong setting at once, before any process trips over the first."""
        os.environ.update(environment)
        load_settings()

    def _find_partner(self, servers: Servers) -> None:
        """A second city to hand cases to, on servers that are ours: nobody else's get a database
        or keys that they did not ask for."""
        if {"YIWANG_DATABASE_URL", "YIWANG_REDIS_URL"} & self.given.keys():
            return
        own = Servers(
            database_beside(servers.database_url, "partner_city"),
            servers.redis_url.replace("db=0", "db=1"),
        )
        home, port = Home(self.home.folder / FOLDER), self.home.port(FOLDER)
        self.partner = SecondCity(home, port, own, self.given)

    def _prepare(self, environment: dict[str, str], beside: ThreadPoolExecutor) -> str:
        """Tables, catalogue and accounts of both cities; the text that says how to log in."""
        prepared = self._prepared(environment) if "YIWANG_DATABASE_URL" not in self.given else None
        if prepared and prepared.is_current():
            _say("tables, catalogue, accounts and menu are those of this version")
            self.is_prepared = True
            return prepared.accounts()
        other = beside.submit(self.partner.prepare) if self.partner else None
        folder = ["--data-dir", str(self.home.folder)]
        told = {}
        for line, arguments in (
            ("bringing the tables up to date", ["migrate"]),
            ("loading the demo catalogue", ["load-catalogue", "--demo", "--keep-own"]),
            ("making the demo accounts", ["demo-accounts", *folder]),
            ("loading the demo market", ["demo-market", *folder]),
        ):
            told[arguments[0]] = self._step(line, arguments, environment)
        # Whose catalogue is in force: a city's own one stays, whatever the version.
        _say(told["load-catalogue"].strip())
        if self.partner and other:
            other.result()
            self._befriend(self.partner, environment)
        return told["demo-accounts"]

    def _befriend(self, partner: SecondCity, environment: dict[str, str]) -> None:
        """Each gets the other's keys, and both the same agreement."""
        own = self.home.folder / "introduction.json"
        self._step("making this city's keys", ["partner", "introduce", str(own)], environment)
        partner.trust(own)
        theirs = ["partner", "trust", str(partner.introduction)]
        self._step("making the partner city known", theirs, environment)

    def _prepared(self, environment: dict[str, str]) -> PreparedDatabase:
        partner = self.partner.url if self.partner else ""
        addresses = f"{environment['YIWANG_PUBLIC_URL']} {partner}"
        return PreparedDatabase(self.home.folder / "postgres", addresses)

    def _step(self, line: str, arguments: list[str], environment: dict[str, str]) -> str:
        began, log = time.monotonic(), self.home.log("prepare")
        done = run_step(arguments[0], [CLI, *arguments], log, environment)
        _say(f"{line} ({time.monotonic() - began:.1f} s)")
        return done

    def _start_programs(self, ports: Ports, environment: dict[str, str]) -> None:
        log = self.home.log
        state = self.home.folder / "simulators.json"
        api = url_of(ports.api)
        answering = answers(ports.api, "/health/ready")
        self.supervisor.start_together(
            [
                simulators(ports.simulators, api, state, log("simulators"), environment),
                Server("api", python(CLI, "api"), log("api"), environment, answering),
                Server("worker", python(CLI, "worker"), log("worker"), environment),
                *(self.partner.programs() if self.partner else ()),
            ]
        )

    def _lend(self, ports: Ports, environment: dict[str, str]) -> None:
        """Settings and addresses, to the commands of whoever runs the stack."""
        self.home.lend_settings(environment)
        api, urls = url_of(ports.api), ports.simulator_urls()
        partner = self.partner.url if self.partner else ""
        self.home.announce(Stack(pid=os.getpid(), api=api, simulators=urls, partner=partner))

    def _publish_menu(self, environment: dict[str, str]) -> None:
        """The simulated official account gets its menu, as the real one gets it from its owner.

        The simulators keep it; with it everything is prepared that later starts need not do again.
        """
        if not self.is_prepared:
            run_step("menu", [CLI, "wechat", "publish-menu"], self.home.log("prepare"), environment)

    def _make_citizen(self, accounts: str, environment: dict[str, str]) -> str:
        """The text about the demo citizen; without one the stack is as good for all other uses."""
        folder, database = self.home.folder, self._prepared(environment)
        is_ours = "YIWANG_DATABASE_URL" not in self.given
        text = database.citizen() if is_ours else ""
        if not text:
            command = ["mobile_api.demo.citizen", str(folder)]
            try:
                text = run_step("demo citizen", command, self.home.log("prepare"), environment)
            except EmbeddedFault as fault:
                _say(str(fault))
        if is_ours and not self.is_prepared:
            database.remember(accounts, text)
        return text

    def _announce(self, ports: Ports, accounts: str, citizen: str) -> None:
        seconds = time.monotonic() - self.began
        api, urls = url_of(ports.api), ports.simulator_urls()
        click.echo(f"\nYiwang is ready after {seconds:.1f} s.\n")
        partner = self.partner.url if self.partner else ""
        click.echo(announcement(api, urls, accounts, citizen, self.home.folder, partner))
