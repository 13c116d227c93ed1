"""`yiwang check-rules`: a city's limits looked at before a process starts on them."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mobile_api.shared.calendar.rules import RoomRules, faults_in


def check_rules(known: Callable[[], Sequence[RoomRules[Any]]]) -> click.Command:
    """The command over these rules, which are asked for when it runs."""

    @click.command("check-rules")
    @click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
    def command(folder: Path) -> None:
        """Check a folder for YIWANG_RULES_DIR: every fault on a line, and exit 1 for any."""
        faults = faults_in(folder, known())
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            sys.exit(1)
        click.echo(f"{folder}: {len(known())} files can be followed")

    return command
