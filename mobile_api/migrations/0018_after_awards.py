from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.credit.states import LiftedBy
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint



def _index(name: str, of: str, kind: str = "INDEX") -> list[str]:
    """Made anew: one that failed or was cut leaves its name, which IF NOT EXISTS would pass by."""
    return [
        f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
        f'CREATE {kind} CONCURRENTLY IF NOT EXISTS "{name}" ON {of}',
    ]


# Indexes of tables with rows are made CONCURRENTLY, which no transaction allows: so each of these
# may be done again. The first one fails where one person stands twice, before anything else.
STATEMENTS = [
    *_index("uid_expert_person", '"expert" ("person_id")', "UNIQUE INDEX"),
    '''CREATE TABLE IF NOT EXISTS "credit_day" (
    "id" UUID NOT NULL PRIMARY KEY,
    "on" DATE NOT NULL UNIQUE,
    "after" UUID,
    "due_at" TIMESTAMPTZ,
    "leased_until" TIMESTAMPTZ,
    "attempts" INT NOT NULL DEFAULT 0
)''',
    *_index("idx_credit_day_due_at", '"credit_day" ("due_at")'),
    'ALTER TABLE "market_contract" ADD COLUMN IF NOT EXISTS "overdue_at" TIMESTAMPTZ',
    'ALTER TABLE "credit_effect" ADD COLUMN IF NOT EXISTS "ended_at" TIMESTAMPTZ',
    *_index("idx_market_contract_overdue_at", '"market_contract" ("overdue_at", "id")'),
]


class _Stated:
    """Known to the migrations after this one; its statement stands above."""

    async def database_forward(self, *_: Any, **__: Any) -> None:
        return


class CreateModel(_Stated, ops.CreateModel):
    pass


class AddField(_Stated, ops.AddField):
    pass


class AddIndex(_Stated, ops.AddIndex):
    pass


class AddConstraint(_Stated, ops.AddConstraint):
    pass


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0017_bidding')]

    initial = False
    atomic = False

    operations = [
        ops.RunSQL(STATEMENTS),
        AddConstraint(
            model_name='Expert',
            constraint=UniqueConstraint(fields=('person_id',), name=None),
        ),
        CreateModel(
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
        AddField(
            model_name='Contract',
            name='overdue_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AddIndex(
            model_name='Contract',
            index=Index(fields=['overdue_at', 'id']),
        ),
        ops.AlterModelOptions(
            name='CreditEffect',
            options={'table': 'credit_effect', 'app': 'yiwang', 'indexes': [Index(fields=['agency_id', 'opened_at']), Index(fields=['sanction_id']), Index(fields=['waits_since', 'id'])], 'pk_attr': 'id', 'table_description': 'The points of an agency are below a line: once from their fall until they are there again.'},
        ),
        AddField(
            model_name='CreditEffect',
            name='ended_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='CreditEntry',
            name='lifted_by',
            field=fields.CharEnumField(null=True, description='objection: objection\nsanction_lifted: sanction_lifted\nuncounted: uncounted\nextended: extended\nrepair: repair', enum_type=LiftedBy, max_length=16),
        ),
    ]
