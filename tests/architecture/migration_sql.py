"""What a migration does to a running city, said by squawk and by what squawk does not look at."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tortoise.cli.cli import tortoise_cli_context
from tortoise.connection import get_connection

from mobile_api.migrating import Executor
from mobile_api.shared.database import tortoise_config

SQUAWK = Path(sys.executable).with_name("squawk")
OLDEST_POSTGRES = "15.0"
# Rules that are not about locks or about old code, each with why it is not asked here.
NOT_ASKED = {
    "prefer-text-field": "the lengths are limits of the fields; to widen one is quick",
    "prefer-bigint-over-int": "counters of attempts and places; no key is a number",
    "prefer-bigint-over-smallint": "likewise",
    "require-lock-timeout": "mobile_api/migrating.py sets it for every migration",
    "require-statement-timeout": "what may stand here is quick once it has its lock",
}
# squawk takes these for plain work; on a table with rows each holds its locks until it is done.
_HEAVY = re.compile(
    r"(?:^|;)\s*(?:(?:LOCK|TRUNCATE)(?:\s+TABLE)?|UPDATE|DELETE\s+FROM|INSERT\s+INTO|MERGE\s+INTO"
    r"|CLUSTER|VACUUM|REFRESH|WITH|DO|CALL)\b(?:\s+ONLY\b)?\s*\"?(\w*)",
    re.I,
)
_CREATED = re.compile(r"(?:^|;)\s*CREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)", re.I)
_COMMENT = re.compile(r"(?m)^\s*--.*\n?")
# How Tortoise writes a step in Python down where SQL is asked for.
_IN_PYTHON = "-- THIS OPERATION CANNOT BE REPRESENTED AS SQL"


class Finding(NamedTuple):
    rule: str
    statement: str


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of one migration; `is_atomic`: they run in one transaction."""

    statements: Sequence[str]
    is_atomic: bool = True


async def scripts() -> dict[str, Script]:
    """By the name of the migration, in their order.

    Without a connection: Tortoise only needs to know whose dialect to write.
    """
    found = {}
    config = tortoise_config("postgres://nowhere/nothing")
    async with tortoise_cli_context(config):
        executor = Executor(get_connection("default"), config["apps"])
        await executor.loader.build_graph()
        state = await executor._project_state(set())
        for step in executor._migration_plan(None, set(), executor.loader.graph):
            editor = executor._schema_editor(atomic=False, collect_sql=True)
            await step.migration.apply(state, schema_editor=editor, collect_sql=True)
            found[step.migration.name] = Script(editor.collected_sql, step.migration.atomic)
    return found


def findings(script: Script) -> list[Finding]:
    """Everything in a migration that needs a reason."""
    plain = [text for one in script.statements if (text := _COMMENT.sub("", one).strip())]
    in_python = [Finding("runs-python", one) for one in script.statements if one == _IN_PYTHON]
    return in_python + _heavy(plain) + _squawk(plain, is_atomic=script.is_atomic)


def _heavy(statements: Iterable[str]) -> list[Finding]:
    """Work on rows of tables that stood before this migration."""
    created: set[str] = set()
    found = []
    for statement in statements:
        created |= set(_CREATED.findall(statement))
        if not created.issuperset(_HEAVY.findall(statement)):
            found.append(Finding("heavy-statement", statement))
    return found


def _squawk(statements: Sequence[str], *, is_atomic: bool) -> list[Finding]:
    command = [str(SQUAWK), "--pg-version", OLDEST_POSTGRES, "--reporter", "json"]
    command += ["--exclude", ",".join(NOT_ASKED), *(["--assume-in-transaction"] * is_atomic)]
    whole = [f"{statement.rstrip().rstrip(';')};" for statement in statements]
    done = subprocess.run(
        command, input="\n".join(whole), capture_output=True, text=True, check=False
    )
    by_line = [one for one in whole for _ in one.splitlines()]
    return [Finding(one["rule_name"], by_line[one["line"]]) for one in json.loads(done.stdout)]
