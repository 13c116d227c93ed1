from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.trading.states import NoticeKind, NoticeStatus, ProjectStatus, TradingClass
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
            name='TradingProject',
            fields=[
                ('event_count', fields.IntField(default=0, db_default=0)),
                ('head_hash', fields.BinaryField(null=True)),
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('number', fields.CharField(null=True, unique=True, max_length=22)),
                ('trading_class', fields.CharEnumField(description='procurement: procurement\nconstruction: construction\nproperty_rights: property_rights\nland: land', enum_type=TradingClass, max_length=16)),
                ('status', fields.CharEnumField(default=ProjectStatus.draft, description='draft: draft\nannounced: announced\nchanged: changed\nclosed: closed\nresult: result\nterminated: terminated', enum_type=ProjectStatus, max_length=12)),
                ('title', fields.CharField(max_length=120)),
                ('buyer_name', fields.CharField(max_length=100)),
                ('buyer_code', fields.CharField(default='', db_default='', max_length=18)),
                ('agent_name', fields.CharField(default='', db_default='', max_length=100)),
                ('agent_code', fields.CharField(default='', db_default='', max_length=18)),
                ('record_url', fields.CharField(default='', db_default='', max_length=500)),
                ('written_by', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('budget_fen', fields.BigIntField(null=True)),
                ('deal_fen', fields.BigIntField(null=True)),
                ('winner_name', fields.CharField(default='', db_default='', max_length=100)),
                ('notice_count', fields.IntField(default=0, db_default=0)),
                ('closes_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('shown_until', fields.DateField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'trading_project', 'app': 'yiwang', 'indexes': [Index(fields=['due_at']), Index(fields=['published_at', 'id']), Index(fields=['status', 'published_at', 'id']), Index(fields=['trading_class', 'published_at', 'id']), Index(fields=['trading_class', 'status', 'published_at', 'id']), Index(fields=['status', 'created_at', 'id'])], 'pk_attr': 'id', 'table_description': '项目: what its published notices say of it, summed up; money in 分.'},
            bases=['LoggedRow'],
        ),
        ops.CreateModel(
            name='TradingEvent',
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
                ('project', fields.ForeignKeyField('yiwang.TradingProject', source_field='project_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('status_before', fields.CharEnumField(description='draft: draft\nannounced: announced\nchanged: changed\nclosed: closed\nresult: result\nterminated: terminated', enum_type=ProjectStatus, max_length=12)),
                ('status_after', fields.CharEnumField(description='draft: draft\nannounced: announced\nchanged: changed\nclosed: closed\nresult: result\nterminated: terminated', enum_type=ProjectStatus, max_length=12)),
                ('payload', SealedJson(null=True)),
            ],
            options={'table': 'trading_event', 'app': 'yiwang', 'unique_together': (('project_id', 'sequence'),), 'pk_attr': 'id', 'table_description': 'One fact in the history of a project; that of a notice binds its digest.'},
            bases=['LogEvent'],
        ),
        ops.CreateModel(
            name='TradingNotice',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('project', fields.ForeignKeyField('yiwang.TradingProject', source_field='project_id', db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.RESTRICT)),
                ('number', fields.CharField(null=True, unique=True, max_length=26)),
                ('trading_class', fields.CharEnumField(description='procurement: procurement\nconstruction: construction\nproperty_rights: property_rights\nland: land', enum_type=TradingClass, max_length=16)),
                ('kind', fields.CharEnumField(description='tender: tender\nchange: change\nresult: result\nterminated: terminated', enum_type=NoticeKind, max_length=12)),
                ('status', fields.CharEnumField(default=NoticeStatus.draft, description='draft: draft\npublished: published\ndiscarded: discarded', enum_type=NoticeStatus, max_length=12)),
                ('title', fields.CharField(max_length=120)),
                ('text', fields.CharField(max_length=8000)),
                ('closes_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('amount_fen', fields.BigIntField(null=True)),
                ('saved_fen', fields.BigIntField(null=True)),
                ('winner_name', fields.CharField(default='', db_default='', max_length=100)),
                ('changes', fields.ForeignKeyField('yiwang.TradingNotice', source_field='changes_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('links', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('written_by', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('drafted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('sha256', fields.CharField(default='', db_default='', max_length=64)),
            ],
            options={'table': 'trading_notice', 'app': 'yiwang', 'indexes': [Index(fields=['published_at', 'id']), Index(fields=['kind', 'published_at', 'id']), Index(fields=['trading_class', 'published_at', 'id']), Index(fields=['trading_class', 'kind', 'published_at', 'id']), Index(fields=['project_id', 'drafted_at', 'id'])], 'pk_attr': 'id', 'table_description': '公告 of a project, public from `published_at` on and never written anew after it.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='TradingSequence',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('region_code', fields.CharField(max_length=6)),
                ('on', fields.DateField()),
                ('last_given', fields.IntField()),
            ],
            options={'table': 'trading_sequence', 'app': 'yiwang', 'unique_together': (('region_code', 'on'),), 'pk_attr': 'id', 'table_description': 'The last number given out in a region on a day.'},
            bases=['Model'],
        ),
    ]
