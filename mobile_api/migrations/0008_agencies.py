from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.agencies.states import AgencyStatus, SanctionKind
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from mobile_api.shared.sealed import SealedJson
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0007_sessions')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Agency',
            fields=[
                ('event_count', fields.IntField(default=0, db_default=0)),
                ('head_hash', fields.BinaryField(null=True)),
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('enterprise', fields.OneToOneField('yiwang.Enterprise', source_field='enterprise_id', db_constraint=True, to_field='id', related_name='agency', on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharEnumField(default=AgencyStatus.draft, description='draft: draft\napplied: applied\nreturned: returned\nlisted: listed\nwarned: warned\nsuspended: suspended\nblacklisted: blacklisted\nleft: left', enum_type=AgencyStatus, max_length=16)),
                ('introduction', fields.CharField(max_length=1000)),
                ('process', fields.CharField(max_length=1000)),
                ('phone', fields.CharField(max_length=20)),
                ('practitioners', fields.IntField()),
                ('faults', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('applied_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('listed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agency', 'app': 'yiwang', 'indexes': [Index(fields=['listed_at', 'id']), Index(fields=['status', 'applied_at']), Index(fields=['status', 'listed_at', 'id'])], 'pk_attr': 'id', 'table_description': '中介机构: an enterprise at the market. Everything here is public once it is listed.'},
            bases=['LoggedRow'],
        ),
        ops.CreateModel(
            name='AgencyEvent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('sequence', fields.IntField()),
                ('kind', fields.CharField(max_length=40)),
                ('actor_kind', fields.CharField(max_length=12)),
                ('actor_key', fields.CharField(max_length=80)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('public_text', fields.CharField(max_length=500)),
                ('payload', SealedJson(null=True)),
                ('previous_hash', fields.BinaryField()),
                ('hash', fields.BinaryField()),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('status_before', fields.CharEnumField(description='draft: draft\napplied: applied\nreturned: returned\nlisted: listed\nwarned: warned\nsuspended: suspended\nblacklisted: blacklisted\nleft: left', enum_type=AgencyStatus, max_length=16)),
                ('status_after', fields.CharEnumField(description='draft: draft\napplied: applied\nreturned: returned\nlisted: listed\nwarned: warned\nsuspended: suspended\nblacklisted: blacklisted\nleft: left', enum_type=AgencyStatus, max_length=16)),
            ],
            options={'table': 'agency_event', 'app': 'yiwang', 'unique_together': (('agency_id', 'sequence'),), 'pk_attr': 'id', 'table_description': 'One fact in the history of an agency.'},
            bases=['LogEvent'],
        ),
        ops.CreateModel(
            name='AgencyService',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='services', on_delete=OnDelete.CASCADE)),
                ('service_type', fields.CharField(max_length=64)),
                ('price_from_fen', fields.BigIntField()),
                ('price_to_fen', fields.BigIntField()),
                ('price_unit', fields.CharField(max_length=20)),
                ('promised_days', fields.IntField()),
                ('covered_until', fields.DateField(null=True)),
            ],
            options={'table': 'agency_service', 'app': 'yiwang', 'unique_together': (('agency_id', 'service_type'),), 'indexes': [Index(fields=['service_type', 'price_from_fen', 'id'])], 'pk_attr': 'id', 'table_description': 'One service that an agency offers; prices in 分.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Qualification',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='qualifications', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=64)),
                ('number', fields.CharField(max_length=60)),
                ('valid_from', fields.DateField()),
                ('valid_until', fields.DateField(null=True)),
                ('file', fields.ForeignKeyField('yiwang.StoredFile', source_field='file_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('verified_by', fields.UUIDField(null=True)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'agency_qualification', 'app': 'yiwang', 'indexes': [Index(fields=['due_at']), Index(fields=['file_id']), Index(fields=['agency_id', 'kind'])], 'pk_attr': 'id', 'table_description': '资质: a certificate with its term and its scan. `valid_until` null: without an end.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Sanction',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='sanctions', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='warning: warning\nsuspension: suspension\nblacklisting: blacklisting', enum_type=SanctionKind, max_length=16)),
                ('reason', fields.CharField(max_length=300)),
                ('ordered_by', fields.UUIDField()),
                ('ordered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('last_day', fields.DateField()),
                ('object_by', fields.DateField()),
                ('objection', fields.CharField(default='', db_default='', max_length=1000)),
                ('objected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', db_default='', max_length=300)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('lifted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'agency_sanction', 'app': 'yiwang', 'indexes': [Index(fields=['due_at']), Index(fields=['agency_id', 'ordered_at'])], 'pk_attr': 'id', 'table_description': "A warning, suspension or blacklisting, with its reason, its term and the agency's answer."},
            bases=['Model'],
        ),
    ]
