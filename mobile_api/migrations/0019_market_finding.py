from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0018_after_awards')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AgencyRecord',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.OneToOneField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='record', on_delete=OnDelete.CASCADE)),
                ('finished', fields.IntField(default=0, db_default=0)),
                ('on_time', fields.IntField(default=0, db_default=0)),
                ('least_finished', fields.IntField(default=0, db_default=0)),
                ('votes', fields.IntField(default=0, db_default=0)),
                ('average', fields.IntField(default=0, db_default=0)),
                ('least_votes', fields.IntField(default=0, db_default=0)),
                ('on_time_rank', fields.BigIntField(default=0, db_default=0)),
                ('rating_rank', fields.BigIntField(default=0, db_default=0)),
                ('counted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'agency_record', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': '业绩 of all its services together.'},
            bases=['Model'],
        ),
    ]
