from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.contracts.states import ContractStatus, FileKind, Side
from mobile_api.agency_supermarket.ratings.models import TextState
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from mobile_api.shared.sealed import SealedJson
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0010_market')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Contract',
            fields=[
                ('event_count', fields.IntField(default=0, db_default=0)),
                ('head_hash', fields.BinaryField(null=True)),
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('number', fields.CharField(unique=True, max_length=26)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='contracts', on_delete=OnDelete.RESTRICT)),
                ('award', fields.ForeignKeyField('yiwang.Award', source_field='award_id', db_constraint=True, to_field='id', related_name='contracts', on_delete=OnDelete.RESTRICT)),
                ('bid', fields.OneToOneField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('owner', fields.ForeignKeyField('yiwang.Person', source_field='owner_id', db_constraint=True, to_field='id', related_name='contracts', on_delete=OnDelete.RESTRICT)),
                ('enterprise', fields.ForeignKeyField('yiwang.Enterprise', source_field='enterprise_id', null=True, db_constraint=True, to_field='id', related_name='contracts', on_delete=OnDelete.RESTRICT)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='contracts', on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharEnumField(default=ContractStatus.awaited, description='awaited: awaited\nproposed: proposed\nin_force: in_force\ndelivered: delivered\nfinished: finished\nended: ended\nlapsed: lapsed', enum_type=ContractStatus, max_length=12)),
                ('price_fen', fields.BigIntField(null=True)),
                ('shown_until', fields.DateField()),
                ('sign_by', fields.DateField()),
                ('proposal', fields.IntField(default=0, db_default=0)),
                ('proposed_by', fields.CharEnumField(null=True, description='owner: owner\nagency: agency', enum_type=Side, max_length=8)),
                ('milestones', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('last_day', fields.DateField(null=True)),
                ('case_id', fields.UUIDField(null=True)),
                ('extension', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('ending', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('faults', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('rounds', fields.IntField(default=0, db_default=0)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('signed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('delivered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('review_by', fields.DateField(null=True)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('days_late', fields.IntField(null=True)),
                ('reminders', fields.IntField(default=0, db_default=0)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'market_contract', 'app': 'yiwang', 'indexes': [Index(fields=['due_at']), Index(fields=['need_id']), Index(fields=['award_id']), Index(fields=['owner_id', 'created_at', 'id']), Index(fields=['enterprise_id', 'created_at', 'id']), Index(fields=['agency_id', 'created_at', 'id']), Index(fields=['agency_id', 'finished_at', 'id']), Index(fields=['status', 'created_at', 'id']), Index(fields=['created_at', 'id'])], 'pk_attr': 'id', 'table_description': '合同 between the owner of a need and the agency that it was awarded to.'},
            bases=['LoggedRow'],
        ),
        ops.CreateModel(
            name='ContractEvent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('sequence', fields.IntField()),
                ('kind', fields.CharField(max_length=40)),
                ('actor_kind', fields.CharField(max_length=12)),
                ('actor_key', fields.CharField(max_length=80)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('public_text', fields.CharField(max_length=500)),
                ('previous_hash', fields.BinaryField()),
                ('hash', fields.BinaryField()),
                ('contract', fields.ForeignKeyField('yiwang.Contract', source_field='contract_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('status_before', fields.CharEnumField(description='awaited: awaited\nproposed: proposed\nin_force: in_force\ndelivered: delivered\nfinished: finished\nended: ended\nlapsed: lapsed', enum_type=ContractStatus, max_length=12)),
                ('status_after', fields.CharEnumField(description='awaited: awaited\nproposed: proposed\nin_force: in_force\ndelivered: delivered\nfinished: finished\nended: ended\nlapsed: lapsed', enum_type=ContractStatus, max_length=12)),
                ('payload', SealedJson(null=True)),
            ],
            options={'table': 'market_contract_event', 'app': 'yiwang', 'unique_together': (('contract_id', 'sequence'),), 'pk_attr': 'id', 'table_description': 'One fact in the history of a contract; both sides and the desk read it.'},
            bases=['LogEvent'],
        ),
        ops.CreateModel(
            name='ContractFile',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('contract', fields.ForeignKeyField('yiwang.Contract', source_field='contract_id', db_constraint=True, to_field='id', related_name='files', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='contract: contract\nmilestone: milestone\nresult: result', enum_type=FileKind, max_length=12)),
                ('part', fields.IntField()),
                ('place', fields.IntField()),
                ('file', fields.ForeignKeyField('yiwang.StoredFile', source_field='file_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'market_contract_file', 'app': 'yiwang', 'unique_together': (('contract_id', 'kind', 'part', 'place'),), 'indexes': [Index(fields=['file_id'])], 'pk_attr': 'id', 'table_description': 'A file of a contract. `part`: the place of its milestone, or the round of its result.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Rating',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('contract', fields.ForeignKeyField('yiwang.Contract', source_field='contract_id', db_constraint=True, to_field='id', related_name='ratings', on_delete=OnDelete.RESTRICT)),
                ('by', fields.CharEnumField(description='owner: owner\nagency: agency', enum_type=Side, max_length=8)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='ratings', on_delete=OnDelete.RESTRICT)),
                ('rated_by', fields.UUIDField()),
                ('rated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('scores', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('text', fields.CharField(default='', db_default='', max_length=500)),
                ('text_state', fields.CharEnumField(description='none: none\nwaiting: waiting\nshown: shown\nhidden: hidden', enum_type=TextState, max_length=8)),
                ('reply', fields.CharField(default='', db_default='', max_length=500)),
                ('reply_state', fields.CharEnumField(default=TextState.none, description='none: none\nwaiting: waiting\nshown: shown\nhidden: hidden', enum_type=TextState, max_length=8)),
                ('replied_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('suspicions', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('is_counted', fields.BooleanField()),
                ('needs_look', fields.BooleanField()),
                ('judged_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('judged_by', fields.UUIDField(null=True)),
                ('judgement', fields.CharField(default='', db_default='', max_length=300)),
            ],
            options={'table': 'market_rating', 'app': 'yiwang', 'unique_together': (('contract_id', 'by'),), 'indexes': [Index(fields=['agency_id', 'by', 'is_counted', 'rated_at', 'id']), Index(fields=['needs_look', 'rated_at', 'id']), Index(fields=['rated_by'])], 'pk_attr': 'id', 'table_description': '评价: 1 to 5 for each dimension, and a text, `by` one side of a contract about the other.'},
            bases=['ValueRow'],
        ),
    ]
