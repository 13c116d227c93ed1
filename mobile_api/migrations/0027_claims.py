from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


# The index of a table with rows is made CONCURRENTLY, which no transaction allows: so each of these
# may be done again. The day is written where a clock runs and nothing is known yet; what moves
# meanwhile writes its own.
STATEMENTS = [
    '''CREATE TABLE IF NOT EXISTS "case_claim" (
    "id" UUID NOT NULL PRIMARY KEY,
    "claimed_at" TIMESTAMPTZ NOT NULL,
    "staff_id" UUID NOT NULL REFERENCES "staff_member" ("id") ON DELETE RESTRICT,
    "case_id" UUID NOT NULL UNIQUE REFERENCES "case_file" ("id") ON DELETE CASCADE
)''',
    'DROP INDEX CONCURRENTLY IF EXISTS "idx_case_claim_staff_i_3a1abf"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "idx_case_claim_staff_i_3a1abf" ON "case_claim" ("staff_id", "claimed_at")',
    '''COMMENT ON TABLE "case_claim" IS '领取: who of the staff works on a case now. It ends with the next move of the case.' ''',
    'ALTER TABLE "case_file" ADD COLUMN IF NOT EXISTS "due_on" DATE',
    '''UPDATE case_file AS f SET due_on = c.due_on
FROM (SELECT case_id, min(told_on) AS due_on FROM clock_segment WHERE ended_on IS NULL GROUP BY case_id) AS c
WHERE c.case_id = f.id AND f.due_on IS NULL''',
    'DROP INDEX CONCURRENTLY IF EXISTS "idx_case_file_departm_778f80"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "idx_case_file_departm_778f80" ON "case_file" ("department_key", "status", "due_on", "id")',
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


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0026_staff_proofs')]

    initial = False
    atomic = False

    operations = [
        ops.RunSQL(STATEMENTS),
        CreateModel(
            name='CaseClaim',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('case', fields.OneToOneField('yiwang.Case', source_field='case_id', db_constraint=True, to_field='id', related_name='claim', on_delete=OnDelete.CASCADE)),
                ('staff', fields.ForeignKeyField('yiwang.StaffMember', source_field='staff_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('claimed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'case_claim', 'app': 'yiwang', 'indexes': [Index(fields=['staff_id', 'claimed_at'])], 'pk_attr': 'id', 'table_description': '领取: who of the staff works on a case now. It ends with the next move of the case.'},
            bases=['TableRow'],
        ),
        AddField(
            model_name='Case',
            name='due_on',
            field=fields.DateField(null=True),
        ),
        AddIndex(
            model_name='Case',
            index=Index(fields=['department_key', 'status', 'due_on', 'id']),
        ),
    ]
