from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0023_meanings')]

    initial = False

    operations = [
        ops.CreateModel(
            name='UnansweredChoice',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('text', fields.CharField(max_length=40)),
                ('item_key', fields.CharField(max_length=64)),
                ('on', fields.DateField()),
                ('times', fields.IntField()),
            ],
            options={'table': 'unanswered_choice', 'app': 'yiwang', 'unique_together': (('text', 'item_key', 'on'),), 'pk_attr': 'id', 'table_description': 'An item that was opened soon after a search without a sure answer, counted per day.'},
            bases=['Model'],
        ),
    ]
