from tortoise import migrations
from tortoise.migrations import operations as ops
from mobile_api.cases.states import CaseStatus
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse, PartnerState
from mobile_api.handoff.states import HandoffStatus, MessageKind, MessageState, ReceiptKind, HandoffSide
from mobile_api.shared.ids import new_id
from mobile_api.shared.sealed import SealedText
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yiwang', '0019_market_finding')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Maintenance',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('begins_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ends_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('note', fields.CharField(default='', db_default='', max_length=200)),
            ],
            options={'table': 'handoff_maintenance', 'app': 'yiwang', 'indexes': [Index(fields=['ends_at'])], 'pk_attr': 'id', 'table_description': 'A time in which this city may not answer; partners read of it in the profile.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OwnKey',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('use', fields.CharEnumField(description='signing: signing\nencryption: encryption', enum_type=KeyUse, max_length=12)),
                ('key_id', fields.CharField(unique=True, max_length=16)),
                ('public_key', fields.CharField(max_length=120)),
                ('secret', SealedText()),
                ('valid_from', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('valid_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('retired_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'handoff_own_key', 'app': 'yiwang', 'pk_attr': 'id', 'table_description': 'A key of this city: it signs what we send, or opens what is sealed for us.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='Partner',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=40)),
                ('name', fields.CharField(max_length=60)),
                ('regions', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('base_url', fields.CharField(max_length=200)),
                ('hosts', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('encryption_key', fields.CharField(max_length=80)),
                ('contact', SealedText()),
                ('state', fields.CharEnumField(description='active: active\ndraining: draining\npaused: paused', enum_type=PartnerState, max_length=10)),
                ('messages_a_minute', fields.IntField()),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'partner', 'app': 'yiwang', 'pk_attr': 'id', 'table_description': 'A city that cases go to or come from. `base_url`: origin and path before `/partner/v1`.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='Agreement',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('partner', fields.ForeignKeyField('yiwang.Partner', source_field='partner_id', db_constraint=True, to_field='id', related_name='agreements', on_delete=OnDelete.RESTRICT)),
                ('number', fields.CharField(unique=True, max_length=60)),
                ('valid_from', fields.DateField()),
                ('valid_until', fields.DateField(null=True)),
                ('ended_on', fields.DateField(null=True)),
            ],
            options={'table': 'handoff_agreement', 'app': 'yiwang', 'indexes': [Index(fields=['partner_id'])], 'pk_attr': 'id', 'table_description': '通办协议 with a partner. Ended, it takes no new cases; open ones are finished under it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgreedItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('agreement', fields.ForeignKeyField('yiwang.Agreement', source_field='agreement_id', db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.RESTRICT)),
                ('direction', fields.CharEnumField(description='to_partner: to_partner\nfrom_partner: from_partner', enum_type=HandoffDirection, max_length=12)),
                ('basic_code', fields.CharField(max_length=50)),
                ('item_key', fields.CharField(max_length=64)),
                ('mode', fields.CharEnumField(description='FULLY_ONLINE: fully_online\nCOLLECTED_ON_BEHALF: collected_on_behalf\nJOINT: joint', enum_type=HandoffMode, max_length=20)),
                ('regions', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('names', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('valid_from', fields.DateField()),
                ('valid_until', fields.DateField(null=True)),
            ],
            options={'table': 'handoff_agreed_item', 'app': 'yiwang', 'unique_together': (('agreement_id', 'direction', 'basic_code', 'mode'),), 'indexes': [Index(fields=['item_key']), Index(fields=['basic_code'])], 'pk_attr': 'id', 'table_description': 'One item under an agreement, with its own dates. `basic_code`: 基本编码, the same nationwide.'},
            bases=['ValueRow'],
        ),
        ops.CreateModel(
            name='Handoff',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('handoff_id', fields.UUIDField(default=new_id)),
                ('side', fields.CharEnumField(description='taking: taking\nhome: home', enum_type=HandoffSide, max_length=8)),
                ('partner', fields.ForeignKeyField('yiwang.Partner', source_field='partner_id', db_constraint=True, to_field='id', related_name='handoffs', on_delete=OnDelete.RESTRICT)),
                ('agreed_item', fields.ForeignKeyField('yiwang.AgreedItem', source_field='agreed_item_id', db_constraint=True, to_field='id', related_name='handoffs', on_delete=OnDelete.RESTRICT)),
                ('case', fields.ForeignKeyField('yiwang.Case', source_field='case_id', null=True, db_constraint=True, to_field='id', related_name='handoffs', on_delete=OnDelete.CASCADE)),
                ('region_code', fields.CharField(max_length=6)),
                ('status', fields.CharEnumField(description='chosen: chosen\nsending: sending\nreceived: received\nchecked: checked\ndecided: decided\nfinished: finished\nreturned: returned\ndeclined: declined\nwithdrawn: withdrawn\nundeliverable: undeliverable', enum_type=HandoffStatus, max_length=16)),
                ('their_number', fields.CharField(null=True, max_length=200)),
                ('applicant_hash', fields.BinaryField(null=True)),
                ('last_sequence', fields.IntField(default=0, db_default=0)),
                ('home_round', fields.IntField(default=0, db_default=0)),
                ('withdrawal_asked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('problem', fields.CharField(default='', db_default='', max_length=40)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'handoff', 'app': 'yiwang', 'unique_together': (('partner_id', 'side', 'handoff_id'),), 'indexes': [Index(fields=['due_at']), Index(fields=['partner_id', 'status']), Index(fields=['applicant_hash']), Index(fields=['case_id'])], 'pk_attr': 'id', 'table_description': 'One case on its way between two cities, as this one knows it. `handoff_id` is the name of it'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='IncomingMessage',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('partner', fields.ForeignKeyField('yiwang.Partner', source_field='partner_id', db_constraint=True, to_field='id', related_name='incoming', on_delete=OnDelete.RESTRICT)),
                ('message_id', fields.UUIDField()),
                ('handoff_row', fields.ForeignKeyField('yiwang.Handoff', source_field='handoff_row_id', null=True, db_constraint=True, to_field='id', related_name='incoming', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='case: case\ncorrection: correction\nwithdrawal: withdrawal\nevent: event', enum_type=MessageKind, max_length=12)),
                ('sequence', fields.IntField(null=True)),
                ('target', fields.TextField(unique=False)),
                ('signature', fields.TextField(unique=False)),
                ('body', fields.BinaryField()),
                ('body_digest', fields.CharField(max_length=64)),
                ('answer_status', fields.IntField()),
                ('answer_body', fields.BinaryField()),
                ('received_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('applied_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'handoff_incoming', 'app': 'yiwang', 'unique_together': (('partner_id', 'message_id'), ('handoff_row_id', 'sequence')), 'indexes': [Index(fields=['partner_id', 'received_at'])], 'pk_attr': 'id', 'table_description': 'A message of a partner as it came, and the bytes of the envelope that answered it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutgoingMessage',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('partner', fields.ForeignKeyField('yiwang.Partner', source_field='partner_id', db_constraint=True, to_field='id', related_name='outgoing', on_delete=OnDelete.RESTRICT)),
                ('handoff_row', fields.ForeignKeyField('yiwang.Handoff', source_field='handoff_row_id', db_constraint=True, to_field='id', related_name='outgoing', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='case: case\ncorrection: correction\nwithdrawal: withdrawal\nevent: event', enum_type=MessageKind, max_length=12)),
                ('position', fields.IntField()),
                ('sequence', fields.IntField(null=True)),
                ('body', fields.BinaryField()),
                ('body_digest', fields.CharField(max_length=64)),
                ('state', fields.CharEnumField(default=MessageState.waiting, description='waiting: waiting\ndelivered: delivered\nrefused: refused\nundeliverable: undeliverable', db_default='waiting', enum_type=MessageState, max_length=14)),
                ('code', fields.CharField(default='', db_default='', max_length=40)),
                ('answer_status', fields.IntField(null=True)),
                ('answer_signature', fields.TextField(null=True, unique=False)),
                ('answer_body', fields.BinaryField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leased_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0, db_default=0)),
            ],
            options={'table': 'handoff_outgoing', 'app': 'yiwang', 'unique_together': (('handoff_row_id', 'position'), ('handoff_row_id', 'sequence')), 'indexes': [Index(fields=['due_at']), Index(fields=['partner_id', 'state', 'created_at'])], 'pk_attr': 'id', 'table_description': 'A message to a partner: its id is the message id, its bytes never change.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PartnerKey',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('partner', fields.ForeignKeyField('yiwang.Partner', source_field='partner_id', db_constraint=True, to_field='id', related_name='keys', on_delete=OnDelete.RESTRICT)),
                ('key_id', fields.CharField(unique=True, max_length=16)),
                ('public_key', fields.CharField(max_length=120)),
                ('valid_from', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('valid_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('revoked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'partner_key', 'app': 'yiwang', 'indexes': [Index(fields=['partner_id'])], 'pk_attr': 'id', 'table_description': 'A key that a partner signs with. Two may be good at once; a revoked one is dead at once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RegionSuccessor',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('code', fields.CharField(unique=True, max_length=6)),
                ('successor', fields.CharField(max_length=6)),
                ('since', fields.DateField()),
            ],
            options={'table': 'region_successor', 'app': 'yiwang', 'pk_attr': 'id', 'table_description': 'An abolished region code and the one that its people and offices have now (GB/T 2260).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SeenSignature',
            fields=[
                ('digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'handoff_seen_signature', 'app': 'yiwang', 'indexes': [Index(fields=['expires_at'])], 'pk_attr': 'digest', 'table_description': 'A signature that was taken once; it is not taken again while its message could be in time.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StoredReceipt',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('handoff_row', fields.ForeignKeyField('yiwang.Handoff', source_field='handoff_row_id', db_constraint=True, to_field='id', related_name='receipts', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='received: received\nrefused: refused\nchecked: checked\nreturned: returned\ndecided: decided', enum_type=ReceiptKind, max_length=10)),
                ('envelope', fields.BinaryField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'handoff_receipt', 'app': 'yiwang', 'unique_together': (('handoff_row_id', 'kind'),), 'pk_attr': 'id', 'table_description': 'One of the three receipts of a case, byte for byte: given by the home city, got by the taking'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Case',
            name='status',
            field=fields.CharEnumField(default=CaseStatus.draft, description='draft: draft\nsubmitted: submitted\ncorrection_requested: correction_requested\npre_reviewed: pre_reviewed\naccepted: accepted\nunder_review: under_review\ndecided: decided\ncompleted: completed\ndelivered: delivered\ndeclined: declined\nwithdrawn: withdrawn\ntransferred: transferred', enum_type=CaseStatus, max_length=24),
        ),
        ops.AddField(
            model_name='Case',
            name='handoff_side',
            field=fields.CharField(null=True, max_length=8),
        ),
        ops.AlterField(
            model_name='CaseEvent',
            name='status_after',
            field=fields.CharEnumField(description='draft: draft\nsubmitted: submitted\ncorrection_requested: correction_requested\npre_reviewed: pre_reviewed\naccepted: accepted\nunder_review: under_review\ndecided: decided\ncompleted: completed\ndelivered: delivered\ndeclined: declined\nwithdrawn: withdrawn\ntransferred: transferred', enum_type=CaseStatus, max_length=24),
        ),
        ops.AlterField(
            model_name='CaseEvent',
            name='status_before',
            field=fields.CharEnumField(description='draft: draft\nsubmitted: submitted\ncorrection_requested: correction_requested\npre_reviewed: pre_reviewed\naccepted: accepted\nunder_review: under_review\ndecided: decided\ncompleted: completed\ndelivered: delivered\ndeclined: declined\nwithdrawn: withdrawn\ntransferred: transferred', enum_type=CaseStatus, max_length=24),
        ),
    ]
