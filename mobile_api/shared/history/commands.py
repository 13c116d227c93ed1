"""`yiwang verify-history`: what an operator asks of the histories, and says of their file."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mobile_api.shared.database import DATABASE
from mobile_api.shared.history.comparing import FileSeen, Tally, verify_heads
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.runs import accept, note_verification
from mobile_api.shared.history.verifying import verify
from mobile_api.shared.process.command_line import run_with
from mobile_api.shared.process.parts import SETTINGS, Parts

Logs = Sequence[Log[Any, Any]]


def verify_history(known: Callable[[], Logs]) -> click.Command:
    """The command over these histories, which are asked for when it runs."""

    @click.command("verify-history")
    @click.option(
        "--heads",
        type=click.Path(path_type=Path, exists=True),
        help="File of heads, for instance a copy kept elsewhere.  [default: that of the settings]",
    )
    @click.option(
        "--accept-heads",
        "reason",
        metavar="REASON",
        help="First say that this file is the right one, though it was begun anew or lacks runs.",
    )
    def command(heads: Path | None, reason: str | None) -> None:
        """Check every history against itself, its row and the file of heads; exit 1 for a fault."""
        tally, logs = Tally(), known()

        async def tell(parts: Parts) -> None:
            path = heads or SETTINGS.of(parts).heads_path
            if reason:
                await _accept(logs, path, reason)
            async for finding in verify(logs, path, tally):
                click.echo(json.dumps(finding.said(), ensure_ascii=False))
            await note_verification(tally.faults)

        run_with(DATABASE, work=tell)
        click.echo(json.dumps(tally.said(), ensure_ascii=False))
        sys.exit(1 if tally.faults else 0)

    return command


async def _accept(logs: Logs, path: Path, reason: str) -> None:
    seen = FileSeen()
    async for _ in verify_heads({one.name: one for one in logs}, path, Tally(), seen):
        pass
    if not seen.runs:
        raise click.UsageError("no run was ever finished in this file: let the worker write it")
    await accept(seen.runs, reason)
