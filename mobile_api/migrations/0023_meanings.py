from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.shared.ids import new_id
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0022_open_handoffs')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CatalogueMeaning',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('catalogue_version', fields.IntField(unique=True)),
                ('model', fields.CharField(default='', db_default='', max_length=80)),
                ('tried', fields.CharField(default='', db_default='', max_length=80)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'catalogue_meaning', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': 'The vectors of one catalogue version are to be made, so that it is searched by meaning too.'},
            bases=['TableRow'],
        ),
        ops.CreateModel(
            name='TextMeaning',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('model', fields.CharField(max_length=80)),
                ('digest', fields.CharField(max_length=64)),
                ('vector', fields.BinaryField()),
            ],
            options={'table': 'text_meaning', 'app': 'yiwang', 'unique_together': (('model', 'digest'),), 'pk_attr': 'id', 'table_description': 'What the texts of a document mean to a model: a direction, of a signed byte per dimension.'},
            bases=['TableRow'],
        ),
    ]
