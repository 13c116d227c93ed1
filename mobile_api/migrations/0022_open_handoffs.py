from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


# Indexes of tables with rows are made and dropped CONCURRENTLY, which no transaction allows: so each
# of these may be done again. The first one fails where one person has two open handoffs, before
# anything else; the code before kept them apart by locks.
STATEMENTS = [
    # One that failed or was cut leaves its name, which IF NOT EXISTS would pass by.
    'DROP INDEX CONCURRENTLY IF EXISTS "uid_handoff_open"',
    '''CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "uid_handoff_open" ON "handoff" ("applicant_hash")
    WHERE status IN ('received', 'checked')''',
    'DROP INDEX CONCURRENTLY IF EXISTS "idx_handoff_applica_615e11"',
]


class _Stated:
    """Known to the migrations after this one; its statement stands above."""

    async def database_forward(self, *_: Any, **__: Any) -> None:
        return


class RemoveIndex(_Stated, ops.RemoveIndex):
    pass


class AddConstraint(_Stated, ops.AddConstraint):
    pass


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0021_custody')]

    initial = False
    atomic = False

    operations = [
        ops.RunSQL(STATEMENTS),
        RemoveIndex(
            model_name='Handoff',
            name=None,
            fields=['applicant_hash'],
        ),
        AddConstraint(
            model_name='Handoff',
            constraint=UniqueConstraint(fields=('applicant_hash',), name='uid_handoff_open', condition="status IN ('received', 'checked')"),
        ),
    ]
