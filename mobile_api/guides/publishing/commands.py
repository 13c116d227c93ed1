"""`yiwang load-catalogue`: publishes a catalogue from files."""

import sys
from pathlib import Path

import click

from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.command_line import run_with


@click.command("load-catalogue")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--demo", is_flag=True, help="Load the catalogue of the demo city that comes along.")
@click.option("--keep-own", is_flag=True, help="With --demo: only where no own one is in force.")
def load_catalogue(path: Path | None, demo: bool, keep_own: bool) -> None:
    """Check a catalogue (a JSON file, or a folder of parts) and publish it: all of it or nothing.

    Every fault is listed with its place; nothing is loaded unless all is right.
    """
    from mobile_api.guides.publishing.files import printable, told_faults
    from mobile_api.guides.publishing.leftovers import told_leftovers
    from mobile_api.guides.publishing.loading import DEMO_CITY, load_files

    if demo == (path is not None):
        raise click.UsageError("name a file or folder, or say --demo")
    if keep_own and not demo:
        raise click.UsageError("--keep-own goes with --demo")
    source = path or DEMO_CITY
    outcome = run_with(DATABASE, work=lambda parts: load_files(source, keep_own=keep_own))
    for line in told_faults(outcome.faults, source):
        click.echo(printable(line), err=True)
    click.echo(outcome.sentence)
    if path is not None and not outcome.faults:
        for line in told_leftovers(path):
            click.echo(printable(line), err=True)
    sys.exit(1 if outcome.faults else 0)
