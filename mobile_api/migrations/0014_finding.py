from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from mobile_api.shared.sealed import SealedText
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0013_trading')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Control',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='controls', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='controlled_by: controlled_by\ncontrols: controls', enum_type=ControlKind, max_length=16)),
                ('social_credit_code', fields.CharField(max_length=18)),
                ('declared_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agency_control', 'app': 'yiwang', 'unique_together': (('agency_id', 'kind', 'social_credit_code'),), 'pk_attr': 'id', 'table_description': '控股、管理关系 as an agency declares it: an enterprise, by its social credit code.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NeedChange',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='changes', on_delete=OnDelete.RESTRICT)),
                ('number', fields.IntField()),
                ('reason', fields.CharField(max_length=200)),
                ('parts', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('voids_bids', fields.BooleanField()),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'market_need_change', 'app': 'yiwang', 'unique_together': (('need_id', 'number'),), 'pk_attr': 'id', 'table_description': '变更公告. `number`: 1, 2, ... of its need. `voids_bids`: bids from before do not count unless'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='NeedFile',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='files', on_delete=OnDelete.RESTRICT)),
                ('position', fields.IntField()),
                ('title', fields.CharField(max_length=80)),
                ('file', fields.ForeignKeyField('yiwang.StoredFile', source_field='file_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'market_need_file', 'app': 'yiwang', 'unique_together': (('need_id', 'position'),), 'indexes': [Index(fields=['file_id'])], 'pk_attr': 'id', 'table_description': '采购文件 (drawings, lists, forms); `title` is what everybody reads, in the order given.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Office',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.OneToOneField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='office', on_delete=OnDelete.CASCADE)),
                ('address', fields.CharField(max_length=200)),
                ('longitude', fields.FloatField()),
                ('latitude', fields.FloatField()),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agency_office', 'app': 'yiwang', 'pk_attr': 'id', 'table_description': "办公地点: address and point of WeChat's map (GCJ-02 degrees, as halls have it); public."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Practitioner',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='registered', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=64)),
                ('name', SealedText(generated=False, null=False, unique=False)),
                ('number', SealedText(generated=False, null=False, unique=False)),
                ('number_hash', fields.BinaryField()),
                ('valid_until', fields.DateField(null=True)),
                ('consented_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'agency_practitioner', 'app': 'yiwang', 'unique_together': (('agency_id', 'number_hash'),), 'indexes': [Index(fields=['due_at']), Index(fields=['number_hash', 'agency_id'])], 'pk_attr': 'id', 'table_description': '从业人员: a registered professional, with the consent that the agency declared at'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='Relative',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='relatives', on_delete=OnDelete.CASCADE)),
                ('name', SealedText(generated=False, null=False, unique=False)),
                ('social_credit_code', SealedText(generated=False, null=False, unique=False)),
                ('declared_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'market_need_relative', 'app': 'yiwang', 'indexes': [Index(fields=['need_id'])], 'pk_attr': 'id', 'table_description': "近亲属: a relative of the owner's who represents an agency, as the owner of a need declares."},
            bases=['ValueRow'],
        ),
    ]
