"""Brings the database to the present schema, once, however many hosts start at the same time."""

import asyncpg
from tortoise.migrations.executor import MigrationExecutor

from mobile_api.shared import clock
from mobile_api.shared.calendar.seed import seed_calendar
from mobile_api.shared.database import connection, tortoise_config

# Any constant will do; it names this work among the advisory locks of the database.
_LOCK = 7_210_031


async def migrate_database(database_url: str) -> list[str]:
    """Apply what is missing and fill the calendar around the present year; answers what was done.

    Whoever comes second waits for the first and then finds nothing to do.
    """
    lines: list[str] = []

    def report(event: str, app: str, name: str) -> None:
        if event.endswith("done"):
            lines.append(f"{app}.{name} applied")

    # Tortoise takes no lock of its own. PostgreSQL frees this one when the connection ends.
    guard = await asyncpg.connect(database_url)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", _LOCK)
        executor = MigrationExecutor(connection(), tortoise_config(database_url)["apps"])
        await executor.migrate(progress=report)
        year = clock.today().year
        days = await seed_calendar(year - 1, year + 2)
    finally:
        await guard.close()
    if days:
        lines.append(f"calendar: {days} days added")
    return lines or ["nothing to do"]
