from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose
from mobile_api.shared.ids import new_id
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from mobile_api.shared.sealed import SealedJson, SealedText
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0009_draws')]

    initial = False

    operations = [
        ops.CreateModel(
            name='DrawIssue',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('name', fields.CharField(max_length=40)),
                ('issue', fields.CharField(max_length=20)),
                ('closes_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('entered_by', fields.UUIDField()),
            ],
            options={'table': 'draw_issue', 'app': 'yiwang', 'unique_together': (('name', 'issue'),), 'indexes': [Index(fields=['name', 'closes_at'])], 'pk_attr': 'id', 'table_description': 'An issue that its publisher announced: when its sales, or trading, close.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Need',
            fields=[
                ('event_count', fields.IntField(default=0, db_default=0)),
                ('head_hash', fields.BinaryField(null=True)),
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('number', fields.CharField(null=True, unique=True, max_length=22)),
                ('owner', fields.ForeignKeyField('yiwang.Person', source_field='owner_id', db_constraint=True, to_field='id', related_name='needs', on_delete=OnDelete.RESTRICT)),
                ('enterprise', fields.ForeignKeyField('yiwang.Enterprise', source_field='enterprise_id', null=True, db_constraint=True, to_field='id', related_name='needs', on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharEnumField(default=NeedStatus.draft, description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12)),
                ('service_type', fields.CharField(max_length=64)),
                ('title', fields.CharField(max_length=80)),
                ('description', fields.CharField(max_length=2000)),
                ('terms', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('avoided', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('bids_close_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('open_by', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('opened_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('owner_recipient', fields.CharField(default='', db_default='', max_length=80)),
                ('owner_kept', fields.CharField(default='', db_default='', max_length=2100)),
                ('platform_recipient', fields.CharField(default='', db_default='', max_length=80)),
                ('platform_identity', SealedText(null=True, generated=False, unique=False)),
                ('opened_with', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('bid_count', fields.IntField(default=0, db_default=0)),
                ('bid_head', fields.CharField(default='', db_default='', max_length=64)),
                ('drawn', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('outcome', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'market_need', 'app': 'yiwang', 'indexes': [Index(fields=['due_at']), Index(fields=['owner_id', 'created_at', 'id']), Index(fields=['enterprise_id', 'created_at', 'id']), Index(fields=['published_at', 'id']), Index(fields=['status', 'published_at', 'id']), Index(fields=['service_type', 'status', 'published_at', 'id'])], 'pk_attr': 'id', 'table_description': '采购需求 of a person, or with an `enterprise` of that, for whom the person acts.'},
            bases=['LoggedRow'],
        ),
        ops.CreateModel(
            name='Bid',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='bids', on_delete=OnDelete.RESTRICT)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='bids', on_delete=OnDelete.RESTRICT)),
                ('submitted_by', fields.UUIDField()),
                ('ciphertext', fields.BinaryField()),
                ('sealed_here', fields.BooleanField()),
                ('is_withdrawn', fields.BooleanField(default=False, db_default=False)),
                ('offers', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('fault', fields.CharField(default='', db_default='', max_length=20)),
                ('excluded_since_by', fields.CharField(default='', db_default='', max_length=24)),
                ('excluded_by', fields.CharField(default='', db_default='', max_length=24)),
            ],
            options={'table': 'market_bid', 'app': 'yiwang', 'unique_together': (('need_id', 'agency_id'),), 'indexes': [Index(fields=['agency_id', 'id'])], 'pk_attr': 'id', 'table_description': 'The bid of one agency for one need; nobody can read it before the opening.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='Award',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.OneToOneField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='award', on_delete=OnDelete.RESTRICT)),
                ('bid', fields.OneToOneField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('agency', fields.ForeignKeyField('yiwang.Agency', source_field='agency_id', db_constraint=True, to_field='id', related_name='awards', on_delete=OnDelete.RESTRICT)),
                ('price_fen', fields.BigIntField(null=True)),
                ('awarded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('shown_until', fields.DateField()),
            ],
            options={'table': 'market_award', 'app': 'yiwang', 'indexes': [Index(fields=['agency_id', 'awarded_at'])], 'pk_attr': 'id', 'table_description': '选取结果: which bid won, and till when the result is shown before a contract (公示).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BidLogEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='bid_log', on_delete=OnDelete.RESTRICT)),
                ('bid', fields.ForeignKeyField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name='log', on_delete=OnDelete.RESTRICT)),
                ('bid_number', fields.IntField()),
                ('act', fields.CharEnumField(description='submitted: submitted\nreplaced: replaced\nwithdrawn: withdrawn', enum_type=BidAct, max_length=10)),
                ('ciphertext', fields.BinaryField()),
                ('ciphertext_sha256', fields.CharField(max_length=64)),
                ('received_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('previous', fields.CharField(max_length=64)),
                ('running', fields.CharField(max_length=64)),
                ('key_id', fields.CharField(max_length=16)),
                ('signature', fields.CharField(max_length=88)),
            ],
            options={'table': 'market_bid_log', 'app': 'yiwang', 'unique_together': (('need_id', 'bid_number'),), 'indexes': [Index(fields=['bid_id', 'bid_number'])], 'pk_attr': 'id', 'table_description': 'One act with a bid: kept as it was received, chained and signed (`receipts`).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NeedDraw',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='draws', on_delete=OnDelete.RESTRICT)),
                ('purpose', fields.CharEnumField(description='factor: factor\nwinner: winner\ntie: tie\nsmall_list: small_list', enum_type=DrawPurpose, max_length=12)),
                ('draw_id', fields.UUIDField(unique=True)),
                ('number', fields.CharField(max_length=40)),
            ],
            options={'table': 'market_need_draw', 'app': 'yiwang', 'unique_together': (('need_id', 'purpose'),), 'pk_attr': 'id', 'table_description': 'A draw that was committed with the need, for what it may decide.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NeedEvent',
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
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('status_before', fields.CharEnumField(description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12)),
                ('status_after', fields.CharEnumField(description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12)),
            ],
            options={'table': 'market_need_event', 'app': 'yiwang', 'unique_together': (('need_id', 'sequence'),), 'pk_attr': 'id', 'table_description': 'One fact in the history of a need.'},
            bases=['LogEvent'],
        ),
        ops.CreateModel(
            name='NeedQuestion',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='questions', on_delete=OnDelete.CASCADE)),
                ('agency_id', fields.UUIDField()),
                ('question', fields.CharField(max_length=500)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', db_default='', max_length=1000)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'market_need_question', 'app': 'yiwang', 'indexes': [Index(fields=['need_id', 'asked_at'])], 'pk_attr': 'id', 'table_description': 'A question about a need; everybody sees it and its answer, nobody who asked.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NeedSequence',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('region_code', fields.CharField(max_length=6)),
                ('on', fields.DateField()),
                ('last_given', fields.IntField()),
            ],
            options={'table': 'market_need_sequence', 'app': 'yiwang', 'unique_together': (('region_code', 'on'),), 'pk_attr': 'id', 'table_description': 'The last number given out in a region on a day.'},
            bases=['Model'],
        ),
    ]
