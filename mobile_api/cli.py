"""The command `yiwang`: one entry for operators, developers and the curious."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import click
from pydantic_core import PydanticUndefined

from mobile_api.accounts.staff.commands import add_staff, dismiss_staff, reinstate_staff
from mobile_api.agency_supermarket.bids.schemas import BID_LOG
from mobile_api.agency_supermarket.bids.verifying import verify_log
from mobile_api.demo.market.commands import demo_market
from mobile_api.demo.partner_city.commands import COMMANDS as PARTNER_CITY
from mobile_api.draws.proof.algorithm import NAME as DRAW
from mobile_api.draws.proof.commands import Verifier, verify_records
from mobile_api.draws.proof.verifying import verify as verify_draw
from mobile_api.guides.editing.commands import catalogue
from mobile_api.guides.publishing.commands import load_catalogue
from mobile_api.handoff.kit.commands import partner
from mobile_api.handoff.kit.evidence_command import check_evidence_file
from mobile_api.handoff.partners.commands import partners
from mobile_api.shared.calendar.commands import check_rules
from mobile_api.shared.calendar.rules import RoomRules
from mobile_api.shared.database import DATABASE
from mobile_api.shared.history.commands import verify_history
from mobile_api.shared.history.logs import Log
from mobile_api.shared.logging import configure_logging
from mobile_api.shared.process.command_line import run_with, settings_or_exit
from mobile_api.shared.process.parts import SETTINGS, Parts
from mobile_api.shared.settings.settings import PREFIX, Settings
from mobile_api.wechat_replies.commands import wechat
from notifications.operating.commands import deliveries

_DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".yiwang"),
    show_default=True,
    help="Folder of the local stack: database, cache, objects, logs.",
)


@click.group()
@click.version_option(package_name="yiwang")
def main() -> None:
    """Yiwang (一网): government services on the phone."""


@main.command()
def settings() -> None:
    """List every setting: name, type, default, meaning."""
    own = Settings.__annotations__.keys()
    fields = sorted(Settings.model_fields.items(), key=lambda named: named[0] not in own)
    for name, field in fields:
        default = "required" if field.default is PydanticUndefined else _shown(field.default)
        if field.default_factory is not None:
            default = "empty"
        values = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
        kind = getattr(field.annotation, "__name__", str(field.annotation))
        told = " | ".join(map(str, values)) or kind
        click.echo(f"{PREFIX}{name.upper()}  ({told}, {default})\n    {field.description}")


def _shown(default: object) -> str:
    """A default as it would be set: a path without the name of its type."""
    return repr(str(default) if isinstance(default, Path) else default)


@main.command()
def api() -> None:
    """Serve the API; YIWANG_WORKERS processes on YIWANG_HOST:YIWANG_PORT."""
    from mobile_api.serving import serve

    serve(settings_or_exit())


@main.command()
def worker() -> None:
    """Work off due rows until stopped; any number may run on any host."""
    import uvloop

    from mobile_api.worker import run_worker

    found = settings_or_exit()
    configure_logging(found.log_level, "worker")
    uvloop.run(run_worker(found))


@main.command()
def migrate() -> None:
    """Bring database and object store to what this release needs. Safe to repeat."""
    from mobile_api.migrating import MigrationGaveUp, migrate_database
    from uploads.stores.storage import STORE

    async def work(parts: Parts) -> list[str]:
        lines = await migrate_database(SETTINGS.of(parts).database_url)
        await STORE.of(parts).prepare()
        return lines

    try:
        for line in run_with(DATABASE, work=work):
            click.echo(line)
    except MigrationGaveUp as fault:
        sys.exit(f"yiwang: {fault}")


@main.command("demo-accounts")
@_DATA_DIR
def demo_accounts(data_dir: Path) -> None:
    """Create the demo city's staff; their passwords are in DATA_DIR/demo-accounts.json."""
    from mobile_api.demo.accounts import FILE_NAME, create_demo_accounts, read, write

    path = data_dir / FILE_NAME
    accounts = run_with(DATABASE, work=lambda parts: create_demo_accounts(read(path)))
    write(path, accounts)
    for account in accounts:
        click.echo(f"{account['username']}  {account['password']}  {account['display_name']}")


@main.command()
@_DATA_DIR
@click.option("--port", type=int, default=None, help="Port of the API.  [default: 8080]")
def up(data_dir: Path, port: int | None) -> None:
    """Start everything on this machine: database, cache, simulators, API, worker."""
    from mobile_api.embedded.supervisor import up as start

    sys.exit(start(data_dir=data_dir, port=port or int(os.environ.get("YIWANG_PORT", "8080"))))


@main.command()
@_DATA_DIR
def demo(data_dir: Path) -> None:
    """Walk a citizen's whole journey, a clerk's, four needs of the market; show every step."""
    from mobile_api.demo.journey import walk

    sys.exit(walk(data_dir))


@main.command()
@click.argument("names", nargs=-1)
def bench(names: tuple[str, ...]) -> None:
    """Run benchmarks by name (all without one); ends with one JSON line per figure."""
    from mobile_api.embedded.checkout import become_benchmarks
    from mobile_api.embedded.errors import EmbeddedFault

    try:
        become_benchmarks(names)
    except EmbeddedFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)


@main.command()
def openapi() -> None:
    """Print the OpenAPI document (the committed one is docs/openapi.json)."""
    from mobile_api.app import create_app
    from mobile_api.health import openapi_bytes

    # The document says nothing of any instance, so this one never opens what it names.
    anywhere = Settings(
        environment="local", database_url="postgres://", redis_url="redis://", secret_key="-" * 43
    )
    click.echo(openapi_bytes(create_app(anywhere)).decode())


@main.group()
def due() -> None:
    """Due work that failed for the last time."""


@due.command("ended")
def ended() -> None:
    """List what is not tried any more: kind, id, fault, failures in a row, when it ended."""
    from mobile_api.due_work import DUE_TABLES
    from mobile_api.shared.clock import in_beijing
    from mobile_api.shared.due.ended import ended_rows

    for row in run_with(DATABASE, work=lambda parts: ended_rows(DUE_TABLES)):
        at = in_beijing(row.ended_at)
        click.echo(f"{row.kind}  {row.row_id}  {row.fault}  {row.failures}  {at}")


@due.command("retry")
@click.argument("kind")
@click.option("--row", "row_id", type=click.UUID, help="This one alone; all of KIND without it.")
@click.option("--reason", required=True, help="Why; it stands in the audit record of each.")
def retry(kind: str, row_id: UUID | None, reason: str) -> None:
    """Let what ended of KIND be tried again; each leaves an audit record."""
    from mobile_api.due_work import DUE_TABLES
    from mobile_api.shared.due.ended import try_again

    tables = {table.kind: table for table in DUE_TABLES}
    if kind not in tables:
        raise click.UsageError("no such kind; known: " + ", ".join(tables))
    again = run_with(DATABASE, work=lambda _: try_again(tables[kind], reason=reason, row_id=row_id))
    click.echo(f"{again} due again")


def _rules() -> Sequence[RoomRules[Any]]:
    from mobile_api.parts import CITY_RULES

    return CITY_RULES


def _logs() -> Sequence[Log[Any, Any]]:
    from mobile_api.log_followers import LOGS

    return LOGS


VERIFIERS: dict[str, Verifier] = {DRAW: verify_draw, BID_LOG: verify_log}

for command in (add_staff, dismiss_staff, reinstate_staff, verify_records(VERIFIERS)):
    main.add_command(command)
for command in PARTNER_CITY:
    partner.add_command(command)
main.add_command(load_catalogue)
main.add_command(catalogue)
main.add_command(demo_market)
main.add_command(wechat)
main.add_command(deliveries)
partner.add_command(check_evidence_file)
main.add_command(partner)
main.add_command(partners)
main.add_command(verify_history(_logs))
main.add_command(check_rules(_rules))

if __name__ == "__main__":
    main()
