"""Migrations and models give one schema, along one line."""

from pathlib import Path

from tortoise.cli.cli import tortoise_cli_context
from tortoise.migrations.autodetector import MigrationAutodetector

from mobile_api import migrations
from mobile_api.shared.database import tortoise_config


async def test_nothing_is_missing_in_the_migrations(postgres_url: str) -> None:
    config = tortoise_config(postgres_url)
    async with tortoise_cli_context(config) as context:
        assert context.apps is not None
        detector = MigrationAutodetector(context.apps, config["apps"])
        missing = await detector.changes()
    assert missing == []


def test_numbers_run_without_gap_or_double() -> None:
    folder = Path(str(migrations.__file__)).parent
    numbers = sorted(int(file.name[:4]) for file in folder.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))
