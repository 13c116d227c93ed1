from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.credit.states import LiftedBy
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint


class AddIndexConcurrently(ops.AddIndex):
    """Nobody who writes the table waits for it."""

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor:
            model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
            name = state_editor._index_name_for_model(model, self.index)
            await state_editor._run_sql(
                f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" '
                'ON "market_contract" ("overdue_at", "id")'
            )


class AddUniqueConcurrently(ops.AddConstraint):
    """Likewise; it fails where one person stands twice, before anything else is done."""

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor:
            await state_editor._run_sql(
                'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "uid_expert_person" '
                'ON "expert" ("person_id")'
            )


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0015_figures')]

    initial = False
    # Indexes are made CONCURRENTLY; what stands between them is quick once it has its lock.
    atomic = False

    operations = [
        AddUniqueConcurrently(
            model_name='Expert',
            constraint=UniqueConstraint(fields=('person_id',), name=None),
        ),
        ops.CreateModel(
            name='CreditDay',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('on', fields.DateField(unique=True)),
                ('after', fields.UUIDField(null=True)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'credit_day', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': 'The look at every agency on one day, some at a time; `after` is the last one looked at.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Contract',
            name='overdue_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterModelOptions(
            name='CreditEffect',
            options={'table': 'credit_effect', 'app': 'yiwang', 'indexes': [Index(fields=['agency_id', 'opened_at']), Index(fields=['sanction_id']), Index(fields=['waits_since', 'id'])], 'pk_attr': 'id', 'table_description': 'The points of an agency are below a line: once from their fall until they are there again.'},
        ),
        ops.AddField(
            model_name='CreditEffect',
            name='ended_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='CreditEntry',
            name='lifted_by',
            field=fields.CharEnumField(null=True, description='objection: objection\nsanction_lifted: sanction_lifted\nuncounted: uncounted\nextended: extended\nrepair: repair', enum_type=LiftedBy, max_length=16),
        ),
        AddIndexConcurrently(
            model_name='Contract',
            index=Index(fields=['overdue_at', 'id']),
        ),
    ]
