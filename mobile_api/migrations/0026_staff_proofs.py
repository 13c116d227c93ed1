from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedText
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0025_demo_catalogues')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FormerPassword',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('staff_id', fields.UUIDField()),
                ('password_hash', fields.CharField(max_length=200)),
                ('replaced_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'staff_former_password', 'app': 'yiwang', 'indexes': [Index(fields=['staff_id', 'replaced_at'])], 'pk_attr': 'id', 'table_description': 'A password that a member had, so that it does not come back soon.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SecondFactor',
            fields=[
                ('staff_id', fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ('secret', SealedText(generated=False, null=False, unique=False)),
                ('used_step', fields.BigIntField(default=0, db_default=0)),
                ('recovery_hashes', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('begun_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('enrolled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'staff_second_factor', 'app': 'yiwang', 'pk_attr': 'staff_id', 'table_description': "动态码: the secret that a member's phone shares with us (RFC 6238)."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SecondFactorReset',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('staff_id', fields.UUIDField()),
                ('reason', fields.CharField(max_length=200)),
                ('asked_by', fields.UUIDField()),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('agreed_by', fields.UUIDField(null=True)),
                ('agreed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'staff_second_factor_reset', 'app': 'yiwang', 'indexes': [Index(fields=['agreed_at', 'asked_at'])], 'pk_attr': 'id', 'table_description': 'One security administrator asks for it, another one agrees; nobody does so of themselves.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='StaffMember',
            name='must_change_password',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='StaffMember',
            name='password_set_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
