from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0003_due_faults')]

    initial = False

    operations = [
        # Every parcel so far belongs to a case, and so do those that the release before still writes.
        ops.AddField(
            model_name='Parcel',
            name='owner_kind',
            field=fields.CharField(db_default='case', max_length=20),
        ),
    ]
