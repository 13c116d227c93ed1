from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0004_parcel_owners')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FollowedEvent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('log', fields.CharField(max_length=20)),
                ('subject_id', fields.UUIDField()),
                ('sequence', fields.IntField()),
                ('follower', fields.CharField(max_length=40)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'followed_event', 'app': 'yiwang', 'unique_together': (('subject_id', 'follower', 'sequence'),), 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': 'One event that one follower has not seen yet; deleted when it has.'},
            bases=['Model'],
        ),
    ]
