from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.personal_data.models import ExportState
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0002_telling_people')]

    initial = False

    operations = [
        ops.CreateModel(
            name='DueFault',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=40)),
                ('row_id', fields.UUIDField()),
                ('attempts', fields.IntField()),
                ('failures', fields.IntField()),
                ('fault', fields.CharField(max_length=80)),
                ('failed_first_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('failed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'due_fault', 'app': 'yiwang', 'unique_together': (('kind', 'row_id'),), 'indexes': [Index(fields=['failed_at'])], 'pk_attr': 'id', 'table_description': 'A due row whose last try failed: by what, how often in a row, and whether that ended it.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='DataExport',
            name='state',
            field=fields.CharEnumField(description='preparing: preparing\nready: ready\nfailed: failed\nexpired: expired', enum_type=ExportState, max_length=12),
        ),
    ]
