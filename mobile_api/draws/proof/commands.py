"""`yiwang verify FILE`: anybody repeats what a file claims, on any machine, without us."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from mobile_api.draws.proof.checks import CheckedStep

_SIGNS = {True: "✓", False: "✗", None: "-"}
_LARGEST = 50 * 2**20
Verifier = Callable[[Any, Any], list[CheckedStep]]
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def verify_records(verifiers: Mapping[str, Verifier]) -> click.Command:
    """The command over these kinds of record, by the `kind` that a file says of itself."""

    @click.command("verify")
    @click.argument("file", type=_FILE)
    @click.option(
        "--against", type=_FILE, help="An earlier copy of the same record, which must still hold."
    )
    def command(file: Path, against: Path | None) -> None:
        """Check a record that the city published, offline; exit 1 where anything differs."""
        record = _read(file)
        kind = record.get("kind") if isinstance(record, dict) else None
        verifier = verifiers.get(kind) if isinstance(kind, str) else None
        if verifier is None:
            _stop(f"{file}: 不认识这种文件;能核对的有:{'、'.join(verifiers)}")
        steps = verifier(record, None if against is None else _read(against))
        for step in steps:
            click.echo(f"{_SIGNS[step.holds]} {step.text} ({step.code})")
        differs = any(step.holds is False for step in steps)
        click.echo("有不一致之处,请不要采信这份记录。" if differs else "没有发现不一致之处。")
        sys.exit(1 if differs else 0)

    return command


def _read(file: Path) -> Any:
    try:
        if file.stat().st_size > _LARGEST:
            _stop(f"{file}: 文件太大")
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        _stop(f"{file}: 不是 JSON 文件")


def _stop(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(1)
