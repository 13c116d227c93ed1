from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.agency_supermarket.experts.panels.states import PanelStatus
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedJson, SealedText
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0015_figures')]

    initial = False

    operations = [
        ops.CreateModel(
            name='JudgedBid',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='judged_bids', on_delete=OnDelete.RESTRICT)),
                ('bid', fields.OneToOneField('yiwang.Bid', source_field='bid_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('label', fields.IntField(null=True)),
                ('proposal', SealedText(generated=False, null=False, unique=False)),
                ('judgement', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'market_judged_bid', 'app': 'yiwang', 'unique_together': (('need_id', 'label'),), 'pk_attr': 'id', 'table_description': '方案: a proposal as its panel knows it, by a number (`label`) instead of a name.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('need', fields.ForeignKeyField('yiwang.Need', source_field='need_id', db_constraint=True, to_field='id', related_name='score_sheets', on_delete=OnDelete.RESTRICT)),
                ('seat', fields.OneToOneField('yiwang.PanelCandidate', source_field='seat_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('sheet', SealedJson()),
                ('scored_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'market_score_sheet', 'app': 'yiwang', 'indexes': [Index(fields=['need_id'])], 'pk_attr': 'id', 'table_description': 'What was given from one seat of a panel, sealed for good: of one expert nobody reads it.'},
            bases=['ValueRow'],
        ),
        ops.AlterField(
            model_name='ExpertPanel',
            name='asked_by',
            field=fields.UUIDField(null=True),
        ),
        ops.AlterField(
            model_name='ExpertPanel',
            name='status',
            field=fields.CharEnumField(default=PanelStatus.asked, description='asked: asked\nfrozen: frozen\nseated: seated\njudged: judged\nnamed: named\nfailed: failed\ncancelled: cancelled', enum_type=PanelStatus, max_length=10),
        ),
        ops.AlterField(
            model_name='Need',
            name='status',
            field=fields.CharEnumField(default=NeedStatus.draft, description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nscoring: scoring\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12),
        ),
        ops.AlterField(
            model_name='NeedEvent',
            name='status_after',
            field=fields.CharEnumField(description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nscoring: scoring\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12),
        ),
        ops.AlterField(
            model_name='NeedEvent',
            name='status_before',
            field=fields.CharEnumField(description='draft: draft\npublished: published\nopened: opened\ndrawing: drawing\nchoosing: choosing\nscoring: scoring\nawarded: awarded\nfailed: failed\ncancelled: cancelled', enum_type=NeedStatus, max_length=12),
        ),
        ops.AddField(
            model_name='PanelCandidate',
            name='scored_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='PanelEvent',
            name='status_after',
            field=fields.CharEnumField(description='asked: asked\nfrozen: frozen\nseated: seated\njudged: judged\nnamed: named\nfailed: failed\ncancelled: cancelled', enum_type=PanelStatus, max_length=10),
        ),
        ops.AlterField(
            model_name='PanelEvent',
            name='status_before',
            field=fields.CharEnumField(description='asked: asked\nfrozen: frozen\nseated: seated\njudged: judged\nnamed: named\nfailed: failed\ncancelled: cancelled', enum_type=PanelStatus, max_length=10),
        ),
    ]
