from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.shared.ids import new_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0016_proposals')]

    initial = False

    operations = [
        ops.CreateModel(
            name='EndedControl',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='ended_controls', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='controlled_by: controlled_by\ncontrols: controls', enum_type=ControlKind, max_length=16)),
                ('social_credit_code', fields.CharField(max_length=18)),
                ('declared_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agency_control_ended', 'app': 'yiwang', 'indexes': [Index(fields=['agency_id', 'ended_at'])], 'pk_attr': 'id', 'table_description': 'A `Control` that was taken back: for needs whose deadline lay between it still stands.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Need',
            name='declared_relatives',
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Need',
            name='standing_bids',
            field=fields.IntField(null=True),
        ),
    ]
