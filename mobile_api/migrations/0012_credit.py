from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.agency_supermarket.credit.states import CreditKind, EffectOutcome, LiftedBy
from mobile_api.agency_supermarket.disputes.states import DisputeAbout, DisputeStatus, DisputeRemedy
from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedText
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0011_contracts')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CreditEffect',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='credit_effects', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='warning: warning\nsuspension: suspension\nblacklisting: blacklisting', enum_type=SanctionKind, max_length=16)),
                ('score', fields.IntField()),
                ('below', fields.IntField()),
                ('opened_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('hear_by', fields.DateField()),
                ('statement', fields.CharField(default='', db_default='', max_length=1000)),
                ('stated_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('outcome', fields.CharEnumField(null=True, description='ordered: ordered\ndismissed: dismissed\nrecovered: recovered', enum_type=EffectOutcome, max_length=12)),
                ('reason', fields.CharField(default='', db_default='', max_length=300)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.UUIDField(null=True)),
                ('sanction', fields.ForeignKeyField('yiwang.Sanction', source_field='sanction_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('waits_since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'credit_effect', 'app': 'yiwang', 'indexes': [Index(fields=['agency_id', 'opened_at']), Index(fields=['sanction_id']), Index(fields=['waits_since', 'id'])], 'pk_attr': 'id', 'table_description': 'The points of an agency fell below a line: once for each time that they do.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CreditEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='credit_entries', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='sanction_warning: sanction_warning\nsanction_suspension: sanction_suspension\nsanction_blacklisting: sanction_blacklisting\ncontract_lapsed: contract_lapsed\nresult_late: result_late\nresult_returned: result_returned\nfalse_material: false_material\nprice_fraud: price_fraud\ngood_rating: good_rating', enum_type=CreditKind, max_length=24)),
                ('points', fields.IntField()),
                ('reason', fields.CharField(max_length=300)),
                ('reference', fields.CharField(max_length=100)),
                ('entered_by', fields.CharField(max_length=80)),
                ('entered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('counts_from', fields.DateField()),
                ('told_until', fields.DateField()),
                ('counts_until', fields.DateField()),
                ('repair_from', fields.DateField(null=True)),
                ('object_by', fields.DateField()),
                ('objection', fields.CharField(default='', db_default='', max_length=1000)),
                ('objected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', db_default='', max_length=300)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answered_by', fields.UUIDField(null=True)),
                ('lifted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('lifted_by', fields.CharEnumField(null=True, description='objection: objection\nsanction_lifted: sanction_lifted\nuncounted: uncounted\nrepair: repair', enum_type=LiftedBy, max_length=16)),
                ('waits_since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'credit_entry', 'app': 'yiwang', 'unique_together': (('agency_id', 'kind', 'reference'),), 'indexes': [Index(fields=['agency_id', 'counts_until']), Index(fields=['agency_id', 'entered_at', 'id']), Index(fields=['waits_since', 'id'])], 'pk_attr': 'id', 'table_description': '信用记分: points with their reason, public with it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CreditRepair',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('entry', fields.ForeignKeyField('yiwang.CreditEntry', source_field='entry_id', db_constraint=True, to_field='id', related_name='repairs', on_delete=OnDelete.RESTRICT)),
                ('statement', fields.CharField(max_length=1000)),
                ('file', fields.ForeignKeyField('yiwang.StoredFile', source_field='file_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answer_by', fields.DateField()),
                ('granted', fields.BooleanField(null=True)),
                ('reason', fields.CharField(default='', db_default='', max_length=300)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.UUIDField(null=True)),
                ('waits_since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'credit_repair', 'app': 'yiwang', 'indexes': [Index(fields=['entry_id', 'asked_at']), Index(fields=['file_id']), Index(fields=['waits_since', 'id'])], 'pk_attr': 'id', 'table_description': "信用修复: what the agency did about an entry, its proof, and the desk's decision."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CreditYear',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='credit_years', on_delete=OnDelete.RESTRICT)),
                ('year', fields.IntField()),
                ('score', fields.IntField()),
                ('grade', fields.CharField(max_length=4)),
            ],
            options={'table': 'credit_year', 'app': 'yiwang', 'unique_together': (('agency_id', 'year'),), 'pk_attr': 'id', 'table_description': '年度信用评价: the points of an agency at the end of a year, and what they are called.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CreditYearRun',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('year', fields.IntField(unique=True)),
                ('after', fields.UUIDField(null=True)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'credit_year_run', 'app': 'yiwang', 'indexes': [Index(fields=['due_at'])], 'pk_attr': 'id', 'table_description': "The writing of a year's scores, some agencies at a time; `after` is the last one written."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Dispute',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='disputes', on_delete=OnDelete.RESTRICT)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', null=True, db_constraint=True, to_field='id', related_name='disputes', on_delete=OnDelete.RESTRICT)),
                ('about', fields.CharEnumField(description='terms: terms\nresult: result', enum_type=DisputeAbout, max_length=8)),
                ('round', fields.IntField()),
                ('status', fields.CharEnumField(description='objected: objected\noverdue: overdue\nanswered: answered\ncomplained: complained\ndismissed: dismissed\nupheld: upheld\nwithdrawn: withdrawn\nlapsed: lapsed\nmoot: moot', enum_type=DisputeStatus, max_length=12)),
                ('grounds', SealedText(generated=False, null=False, unique=False)),
                ('made_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answer_by', fields.DateField(null=True)),
                ('answer', SealedText(null=True, generated=False, unique=False)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('complain_by', fields.DateField(null=True)),
                ('complaint', SealedText(null=True, generated=False, unique=False)),
                ('complained_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decide_by', fields.DateField(null=True)),
                ('decision', fields.CharField(default='', db_default='', max_length=300)),
                ('remedy', fields.CharEnumField(null=True, description='anew: anew\nfail: fail', enum_type=DisputeRemedy, max_length=8)),
                ('decided_by', fields.UUIDField(null=True)),
                ('overdue_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'market_dispute', 'app': 'yiwang', 'unique_together': (('need_id', 'agency_id', 'about', 'round'),), 'indexes': [Index(fields=['due_at']), Index(fields=['need_id', 'made_at', 'id']), Index(fields=['agency_id', 'made_at', 'id']), Index(fields=['status', 'complained_at', 'id'])], 'pk_attr': 'id', 'table_description': '异议、投诉 of one bidder about the terms or one result of a need; every step is an event of'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='OpenedCredit',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('bid', fields.OneToOneField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('points', fields.IntField()),
            ],
            options={'table': 'market_opened_credit', 'app': 'yiwang', 'indexes': [Index(fields=['need_id'])], 'pk_attr': 'id', 'table_description': 'The points that a bidder had at the opening (信用分): a draw over them can be repeated.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='VoidAward',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='void_awards', on_delete=OnDelete.RESTRICT)),
                ('bid', fields.OneToOneField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='void_awards', on_delete=OnDelete.RESTRICT)),
                ('price_fen', fields.BigIntField(null=True)),
                ('awarded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('shown_until', fields.DateField()),
                ('voided_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('reason', fields.CharField(max_length=300)),
            ],
            options={'table': 'market_void_award', 'app': 'yiwang', 'indexes': [Index(fields=['need_id'])], 'pk_attr': 'id', 'table_description': 'An award that a complaint undid, as it was, with the public reason.'},
            bases=['Model'],
        ),
    ]
