from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0006_keyed_history')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Session',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('kind', fields.CharEnumField(description='citizen: citizen\nstaff: staff', enum_type=AccountKind, max_length=10)),
                ('account_id', fields.UUIDField()),
                ('via', fields.CharField(max_length=20)),
                ('seed', fields.BinaryField()),
                ('generation', fields.IntField(default=0, db_default=0)),
                ('opened_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('renewed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'session', 'app': 'yiwang', 'indexes': [Index(fields=['account_id']), Index(fields=['ended_at']), Index(fields=['expires_at'])], 'pk_attr': 'id', 'table_description': 'One device that is signed in; its tokens are made of `seed` and the keys.'},
            bases=['Model'],
        ),
    ]
