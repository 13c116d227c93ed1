from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.draws.states import ContestOutcome, DrawFailure, DrawStatus
from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedJson, SealedText
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0008_agencies')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Draw',
            fields=[
                ('event_count', fields.IntField(default=0, db_default=0)),
                ('head_hash', fields.BinaryField(null=True)),
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('number', fields.CharField(unique=True, max_length=64)),
                ('purpose', fields.CharField(max_length=20)),
                ('kept_by', fields.CharField(null=True, max_length=64)),
                ('status', fields.CharEnumField(default=DrawStatus.committed, description='committed: committed\nfrozen: frozen\ndisputed: disputed\nentropy_entered: entropy_entered\ncontested: contested\ndrawn: drawn\nfailed: failed', enum_type=DrawStatus, max_length=20)),
                ('picks', fields.IntField()),
                ('commitment', fields.CharField(max_length=64)),
                ('custodian', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('sources', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('wait_days', fields.SmallIntField()),
                ('committed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('closes_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('list_text', fields.TextField(null=True, unique=False)),
                ('list_sha256', fields.CharField(null=True, max_length=64)),
                ('frozen_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('revealed_secret', fields.CharField(null=True, max_length=64)),
                ('seed', fields.CharField(null=True, max_length=64)),
                ('drawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('failure', fields.CharEnumField(null=True, description='called_off: called_off\nnot_frozen: not_frozen\nentropy_missing: entropy_missing\nnever_published: never_published\ncontest_upheld: contest_upheld', enum_type=DrawFailure, max_length=20)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'draw', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': '摇号: one draw for what has this number, from the commitment to the winners.'},
            bases=['LoggedRow'],
        ),
        ops.CreateModel(
            name='DrawContest',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('draw', fields.ForeignKeyField('yiwang.Draw', source_field='draw_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.UUIDField()),
                ('reason', SealedText(generated=False, null=False, unique=False)),
                ('made_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('outcome', fields.CharEnumField(null=True, description='dismissed: dismissed\nnumbers_void: numbers_void\ndraw_void: draw_void', enum_type=ContestOutcome, max_length=20)),
                ('answer', fields.CharField(null=True, max_length=400)),
                ('resolved_by', fields.UUIDField(null=True)),
                ('resolved_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'draw_contest', 'app': 'yiwang', 'indexes': [Index(fields=['draw_id', 'made_at']), Index(fields=['person_id'])], 'pk_attr': 'id', 'table_description': "异议: one person's doubt about a draw; the answer is public, the reason is its author's."},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='DrawEntropy',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('draw', fields.ForeignKeyField('yiwang.Draw', source_field='draw_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(max_length=40)),
                ('issue', fields.CharField(max_length=20)),
                ('values', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('evidence', fields.CharField(max_length=500)),
                ('entered_by', fields.UUIDField()),
                ('entered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('void', fields.CharField(null=True, max_length=400)),
                ('voided_by', fields.UUIDField(null=True)),
            ],
            options={'table': 'draw_entropy', 'app': 'yiwang', 'indexes': [Index(fields=['draw_id', 'entered_at'])], 'pk_attr': 'id', 'table_description': 'What one member of staff read where a source publishes; `values` None: no such issue came.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='DrawEvent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('sequence', fields.IntField()),
                ('kind', fields.CharField(max_length=40)),
                ('actor_kind', fields.CharField(max_length=12)),
                ('actor_key', fields.CharField(max_length=80)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('public_text', fields.CharField(max_length=500)),
                ('payload', SealedJson(null=True)),
                ('previous_hash', fields.BinaryField()),
                ('hash', fields.BinaryField()),
                ('draw', fields.ForeignKeyField('yiwang.Draw', source_field='draw_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('status_before', fields.CharEnumField(description='committed: committed\nfrozen: frozen\ndisputed: disputed\nentropy_entered: entropy_entered\ncontested: contested\ndrawn: drawn\nfailed: failed', enum_type=DrawStatus, max_length=20)),
                ('status_after', fields.CharEnumField(description='committed: committed\nfrozen: frozen\ndisputed: disputed\nentropy_entered: entropy_entered\ncontested: contested\ndrawn: drawn\nfailed: failed', enum_type=DrawStatus, max_length=20)),
            ],
            options={'table': 'draw_event', 'app': 'yiwang', 'unique_together': (('draw_id', 'sequence'),), 'pk_attr': 'id', 'table_description': 'One fact in the history of a draw; its payload is what was published with it.'},
            bases=['LogEvent'],
        ),
        ops.CreateModel(
            name='DrawSecret',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('draw', fields.OneToOneField('yiwang.Draw', source_field='draw_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('secret', SealedText(generated=False, null=False, unique=False)),
            ],
            options={'table': 'draw_secret', 'app': 'yiwang', 'pk_attr': 'id', 'table_description': 'The secret while nobody may know it; apart, so that a lost key takes no draw with it.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='DrawWinner',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('draw', fields.ForeignKeyField('yiwang.Draw', source_field='draw_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('place', fields.IntField()),
                ('entry', fields.CharField(max_length=100)),
                ('x', fields.BigIntField()),
                ('tickets_left', fields.BigIntField()),
            ],
            options={'table': 'draw_winner', 'app': 'yiwang', 'unique_together': (('draw_id', 'place'), ('draw_id', 'entry')), 'pk_attr': 'id', 'table_description': 'One pick, in order from 1: ticket `x` of those that were left was that of `entry`.'},
            bases=['Model'],
        ),
    ]
