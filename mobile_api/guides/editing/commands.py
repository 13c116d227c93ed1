"""`yiwang catalogue`: help for whoever writes a city's catalogue; no database is needed."""

import sys
from pathlib import Path

import click
import orjson

from mobile_api.guides.publishing.template import TEMPLATE


@click.group()
def catalogue() -> None:
    """Write a city's catalogue: a template to begin with, a check before publishing."""


@catalogue.command()
def template() -> None:
    """Print a catalogue of two items to begin with, one for people and one for enterprises.

    What each part means: docs/your-catalogue.md.
    """
    click.echo(TEMPLATE.read_text("utf-8"), nl=False)


@catalogue.command()
def fields() -> None:
    """Print every field of a catalogue: whether it must be written, its shape, its limits.

    The same tables stand in docs/your-catalogue.md.
    """
    from mobile_api.guides.editing.field_tables import field_tables

    for line in field_tables():
        click.echo(line)


@catalogue.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="One JSON object for programs.")
def check(path: Path, is_json: bool) -> None:
    """Say every fault of a catalogue (a JSON file, or a folder of parts), and which of its items
    citizens will hardly find.

    Exit code 0: it can be published, whatever the hints; 1: faults; 2: wrong use of this command.
    """
    # A search over thousands of items takes seconds to load; the other commands need none.
    from mobile_api.guides.editing.report import as_json, as_text, report_on
    from mobile_api.guides.publishing.files import printable

    report = report_on(path)
    if is_json:
        lines = orjson.dumps(as_json(report), option=orjson.OPT_INDENT_2).decode().split("\n")
    else:
        lines = list(as_text(report))
    for line in lines:
        click.echo(printable(line))
    sys.exit(1 if report.faults else 0)
