"""Brings the database to the present schema, once, however many hosts start at the same time."""

import asyncio
import logging
from dataclasses import dataclass

import asyncpg
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps

from mobile_api.shared import clock
from mobile_api.shared.calendar.seed import seed_calendar
from mobile_api.shared.database import connection, fetch, in_transaction, tortoise_config

log = logging.getLogger(__name__)

# Any constant will do; it names this work among the advisory locks of the database.
_LOCK = 7_210_031
_WAITED_TOO_LONG = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a migration waits for a lock, how often it tries, and the pause in between.

    Whoever asks for a table that a migration waits for stands behind it: the counter waits for as
    long as the migration does, and goes on in the pauses.
    """

    lock_seconds: float = 3.0
    tries: int = 10
    pause_seconds: float = 5.0


PATIENCE = Patience()


class MigrationGaveUp(RuntimeError):
    """Others held a lock for longer than a migration waits, each time that it tried."""

    def __init__(self, name: str, patience: Patience) -> None:
        super().__init__(
            f"migration {name} gave up after {patience.tries} tries: each time somebody held a lock"
            f" that it needs for longer than {patience.lock_seconds:g} seconds. Nothing of it was"
            " done, and the release that runs goes on. End the long query or transaction"
            " (pg_stat_activity shows it) and run `yiwang migrate` again."
        )


class _StateApps(StateApps):
    """One that makes no queries: who makes tables asks nothing, and code is given a whole copy."""

    def _build_initial_querysets(self) -> None:
        for models in self.apps.values():
            for model in models.values():
                if model._meta._inited and not model._meta.db_fields:
                    model._meta.finalise_fields()

    def clone(self, model_states: dict[tuple[str, str], ModelState] | None = None) -> StateApps:
        whole = StateApps(self._default_connections, self._connections)
        return whole.clone(model_states)


class _State(State):
    """One whose copies build their models when somebody asks for them.

    Tortoise copies the state before each operation, and a copy builds every model of the project:
    of a migration's time most went there, though whoever makes a table never looks back.
    """

    _copied_from: StateApps

    def clone(self) -> State:
        copied = object.__new__(_State)
        copied.models = {key: one.clone() for key, one in self.models.items()}
        copied._copied_from = self.apps
        return copied

    def __getattr__(self, name: str) -> StateApps:
        if name != "apps":
            raise AttributeError(name)
        self.apps = self._copied_from.clone(model_states=self.models)
        return self.apps


class Executor(MigrationExecutor):
    """Tortoise's, but what a migration does and the row that says so are one transaction."""

    _state: State | None = None

    async def _project_state(
        self, applied: set[MigrationKey], *, upto: MigrationKey | None = None
    ) -> State:
        projected = await super()._project_state(applied, upto=upto)
        apps = _StateApps(projected.apps._default_connections, projected.apps._connections)
        apps.apps = projected.apps.apps
        return _State(projected.models, apps)

    async def missing(self) -> list[Migration]:
        """What is still to be applied, in its order."""
        await self.loader.build_graph()
        await self.recorder.ensure_schema(self._schema_editor(atomic=False))
        plan = self._migration_plan(None, await self._applied(), self.loader.graph)
        return [step.migration for step in plan]

    async def apply(self, migration: Migration, lock_seconds: float) -> None:
        """Raises LockNotAvailableError or DeadlockDetectedError; nothing is done then."""
        if not migration.atomic:
            # An index that is made CONCURRENTLY, as a rule: nobody stands behind it while it waits,
            # and cut off it would leave an index that is not valid.
            await self._apply(migration)
            return
        async with in_transaction():
            await fetch(f"SET LOCAL lock_timeout = {round(lock_seconds * 1000)}")
            await self._apply(migration)

    async def _apply(self, migration: Migration) -> None:
        # Kept from one to the next, for to make it takes seconds; not from a try that failed.
        state, self._state = self._state or await self._project_state(await self._applied()), None
        editor = self._schema_editor(atomic=migration.atomic)
        editor.client = connection()
        await migration.apply(state, dry_run=False, schema_editor=editor)
        await MigrationRecorder(connection()).record_applied(migration.app_label, migration.name)
        self._state = state

    async def _applied(self) -> set[MigrationKey]:
        """Unlike the recorder's own, which takes every fault of the database for an empty table."""
        rows = await fetch("SELECT app, name FROM tortoise_migrations")
        return {MigrationKey(app_label=row["app"], name=row["name"]) for row in rows}


async def migrate_database(database_url: str, patience: Patience = PATIENCE) -> list[str]:
    """Apply what is missing and fill the calendar around the present year; answers what was done.

    Whoever comes second waits for the first and then finds nothing to do. Raises MigrationGaveUp;
    the migrations before that one are applied.
    """
    lines: list[str] = []
    # Tortoise takes no lock of its own. PostgreSQL frees this one when the connection ends.
    guard = await asyncpg.connect(database_url)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", _LOCK)
        executor = Executor(connection(), tortoise_config(database_url)["apps"])
        for migration in await executor.missing():
            await _apply(executor, migration, patience)
            lines.append(f"{migration.app_label}.{migration.name} applied")
        year = clock.today().year
        days = await seed_calendar(year - 1, year + 2)
    finally:
        await guard.close()
    if days:
        lines.append(f"calendar: {days} days added")
    return lines or ["nothing to do"]


async def _apply(executor: Executor, migration: Migration, patience: Patience) -> None:
    for _ in range(patience.tries):
        try:
            await executor.apply(migration, patience.lock_seconds)
            return
        except _WAITED_TOO_LONG:
            log.warning("migration %s lets others pass that hold a lock", migration.name)
            await asyncio.sleep(patience.pause_seconds)
    raise MigrationGaveUp(migration.name, patience)
