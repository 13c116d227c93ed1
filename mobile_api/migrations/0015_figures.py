from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0014_finding')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FiguresRun',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('year', fields.IntField(unique=True)),
                ('counted', fields.IntField(default=0, db_default=0)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'market_figures_run', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': 'The counting of a year, one trade at a time; `counted` of them are done today.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MarketFigures',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('year', fields.IntField()),
                ('trade', fields.CharField(max_length=64)),
                ('value', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('computed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('is_final', fields.BooleanField()),
            ],
            options={'table': 'market_figures', 'app': 'yiwang', 'unique_together': (('year', 'trade'),), 'pk_attr': 'id', 'table_description': 'What the needs of a year and a trade came to. `is_final`: counted for the last time.'},
            bases=['ValueRow'],
        ),
    ]
