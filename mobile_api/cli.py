"""The command `yiwang`: one entry for operators, developers and the curious."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click
from pydantic_core import PydanticUndefined

from mobile_api.shared.logging import configure_logging
from mobile_api.shared.settings.settings import PREFIX, Settings, SettingsFault, load_settings
from mobile_api.wechat_replies.commands import wechat
from notifications.operating.commands import deliveries

_DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".yiwang"),
    show_default=True,
    help="Folder of the local stack: database, cache, objects, logs.",
)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsFault as fault:
        for line in fault.faults:
            click.echo(f"yiwang: {line}", err=True)
        sys.exit(2)


def _with_database(settings: Settings, work: Coroutine[Any, Any, Any]) -> Any:
    from mobile_api.shared.crypto import Keyring, use_keyring
    from mobile_api.shared.database import close_database, open_database
    from notifications.policy import ChannelPolicy, use_channels

    async def run() -> Any:
        use_keyring(Keyring(settings.secret_key, settings.previous_secret_keys))
        use_channels(ChannelPolicy.of(settings))
        await open_database(settings.database_url, pool_size=4)
        try:
            return await work
        finally:
            await close_database()

    return asyncio.run(run())


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
        default = "required" if field.default is PydanticUndefined else repr(field.default)
        if field.default_factory is not None:
            default = "empty"
        kind = getattr(field.annotation, "__name__", str(field.annotation))
        click.echo(f"{PREFIX}{name.upper()}  ({kind}, {default})\n    {field.description}")


@main.command()
def api() -> None:
    """Serve the API; YIWANG_WORKERS processes on YIWANG_HOST:YIWANG_PORT."""
    from mobile_api.serving import serve

    serve(_settings())


@main.command()
def worker() -> None:
    """Work off due rows until stopped; any number may run on any host."""
    import uvloop

    from mobile_api.worker import run_worker

    found = _settings()
    configure_logging(found.log_level, "worker")
    uvloop.run(run_worker(found))


@main.command()
def migrate() -> None:
    """Bring database and object store to what this release needs. Safe to repeat."""
    from mobile_api.migrating import migrate_database
    from uploads.stores.storage import make_store

    found = _settings()
    for line in _with_database(found, migrate_database(found.database_url)):
        click.echo(line)
    asyncio.run(make_store(found).prepare())


@main.command("load-catalogue")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--demo", is_flag=True, help="Load the catalogue of the demo city that comes along.")
def load_catalogue(path: Path | None, demo: bool) -> None:
    """Check a catalogue (a JSON file, or a folder of parts) and publish it: all of it or nothing.

    Every fault is listed with its path; nothing is loaded unless all is right.
    """
    from mobile_api.guides.publishing.loading import DEMO_CITY, load_files

    if demo == (path is not None):
        raise click.UsageError("name a file or folder, or say --demo")
    outcome = _with_database(_settings(), load_files(path or DEMO_CITY))
    for fault in outcome.faults:
        click.echo(f"{fault.path}: {fault.message} ({fault.code})", err=True)
    click.echo(outcome.sentence)
    sys.exit(1 if outcome.faults else 0)


@main.command("add-staff")
@click.argument("username")
@click.option("--display-name", required=True, help="Name shown to colleagues.")
@click.option("--department", required=True, help="Key of the department in the catalogue.")
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.password_option(help="Asked for when not given.")
def add_staff(
    username: str, display_name: str, department: str, roles: tuple[str, ...], password: str
) -> None:
    """Create a member of staff, or replace password, department and roles."""
    from mobile_api.accounts.service import add_staff as add
    from mobile_api.shared.callers import StaffRole

    unknown = sorted(set(roles) - {role.value for role in StaffRole})
    if unknown:
        raise click.UsageError("no such role; known: " + ", ".join(StaffRole))
    duties = [StaffRole(role) for role in roles]
    work = add(
        username, password, display_name=display_name, department_key=department, roles=duties
    )
    click.echo(f"{username}: {_with_database(_settings(), work)}")


@main.command("demo-accounts")
@_DATA_DIR
def demo_accounts(data_dir: Path) -> None:
    """Create the demo city's staff; their passwords are in DATA_DIR/demo-accounts.json."""
    from mobile_api.demo.accounts import FILE_NAME, create_demo_accounts, read, write

    path = data_dir / FILE_NAME
    accounts = _with_database(_settings(), create_demo_accounts(read(path)))
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
    """Walk one citizen's whole journey over HTTP and show every step."""
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


@main.command("verify-history")
def verify_history() -> None:
    """Check the hash chain of every case; exit 1 when one is broken."""
    from mobile_api.cases.history_check import verify_all

    report = _with_database(_settings(), verify_all())
    click.echo(json.dumps(report, ensure_ascii=False))
    sys.exit(1 if report["broken"] else 0)


main.add_command(wechat)
main.add_command(deliveries)

if __name__ == "__main__":
    main()
