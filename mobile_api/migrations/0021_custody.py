from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.handoff.states import CustodyPlace, HandoffSide, MessageKind, ReturnedTo
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from mobile_api.shared.sealed import SealedText
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0020_handoff')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CustodyEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('handoff_row', fields.ForeignKeyField('yiwang.Handoff', source_field='handoff_row_id', db_constraint=True, to_field='id', related_name='custody', on_delete=OnDelete.CASCADE)),
                ('city', fields.CharEnumField(description='taking: taking\nhome: home', enum_type=HandoffSide, max_length=8)),
                ('sequence', fields.IntField()),
                ('position', fields.IntField(null=True)),
                ('step', fields.CharField(max_length=40)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('recorded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('by', fields.CharField(max_length=80)),
                ('papers', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('carrier', fields.CharField(default='', db_default='', max_length=40)),
                ('waybill_number', fields.CharField(default='', db_default='', max_length=40)),
                ('seal_number', fields.CharField(default='', db_default='', max_length=40)),
                ('to', fields.CharEnumField(default=ReturnedTo.window, description='window: window\nperson: person', db_default='window', enum_type=ReturnedTo, max_length=8)),
                ('corrects', fields.IntField(null=True)),
                ('is_out_of_turn', fields.BooleanField(default=False, db_default=False)),
                ('note', SealedText(null=True)),
                ('message_id', fields.UUIDField()),
                ('parcel_id', fields.UUIDField(null=True, db_index=True)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'handoff_custody', 'app': 'yiwang', 'unique_together': (('handoff_row_id', 'city', 'sequence'), ('handoff_row_id', 'position')), 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': '原件交接的一步: written once, never changed; a mistake is struck by a further entry.'},
            bases=['ValueRow'],
        ),
        ops.AddField(
            model_name='Handoff',
            name='custody_place',
            field=fields.CharEnumField(null=True, description='with_person: with_person\nat_taking: at_taking\nat_taking_sealed: at_taking_sealed\nto_home: to_home\nat_home: at_home\nto_taking: to_taking\nto_person: to_person\nmissing: missing', enum_type=CustodyPlace, max_length=16),
        ),
        ops.AddField(
            model_name='Handoff',
            name='custody_problem',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AlterField(
            model_name='IncomingMessage',
            name='kind',
            field=fields.CharEnumField(description='case: case\ncorrection: correction\nwithdrawal: withdrawal\nevent: event\ncustody: custody', enum_type=MessageKind, max_length=12),
        ),
        ops.AlterField(
            model_name='OutgoingMessage',
            name='kind',
            field=fields.CharEnumField(description='case: case\ncorrection: correction\nwithdrawal: withdrawal\nevent: event\ncustody: custody', enum_type=MessageKind, max_length=12),
        ),
    ]
