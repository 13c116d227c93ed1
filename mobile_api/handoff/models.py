"""Handoffs, the messages about them as they went and came, and their receipts."""

from dataclasses import dataclass
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from mobile_api.cases.models import Case
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.states import (
    CustodyPlace,
    HandoffSide,
    HandoffStatus,
    MessageKind,
    MessageState,
    ReceiptKind,
)
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class Handoff(TableRow):
    """One case on its way between two cities, as this one knows it. `handoff_id` is the name of it
    that both cities use, made by the taking one.

    A case that came back may be handed to another city: the newest one is the handoff that counts.
    `last_sequence`: of the home city's events, the last one written there, the last one that took
    effect in the taking city. `home_round`: the home city's round of correction that is answered
    or waited for. `applicant_hash`: keyed, to tell a second case of the same person.
    `problem`: a code that staff have to look after; `due_at`: when this side has to do something
    by itself (make the case of what came, ask the other side how it stands). `custody_place`: who
    holds the paper originals, as the custody log says; `custody_problem`: what is wrong with them.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    handoff_id = fields.UUIDField(default=new_id)
    side = fields.CharEnumField(HandoffSide, max_length=8)
    partner_id: UUID
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "yiwang.Partner", related_name="handoffs", on_delete=fields.RESTRICT
    )
    agreed_item_id: UUID
    agreed_item: fields.ForeignKeyRelation[AgreedItem] = fields.ForeignKeyField(
        "yiwang.AgreedItem", related_name="handoffs", on_delete=fields.RESTRICT
    )
    case_id: UUID | None
    case: fields.ForeignKeyNullableRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="handoffs", on_delete=fields.CASCADE, null=True
    )
    region_code = fields.CharField(max_length=6)
    status = fields.CharEnumField(HandoffStatus, max_length=16)
    their_number = fields.CharField(max_length=200, null=True)
    applicant_hash = fields.BinaryField(null=True)
    last_sequence = fields.IntField(default=0, db_default=0)
    home_round = fields.IntField(default=0, db_default=0)
    withdrawal_asked_at = fields.DatetimeField(null=True)
    problem = fields.CharField(max_length=40, default="", db_default="")
    custody_place: CustodyPlace | None = fields.CharEnumField(  # type: ignore[assignment]
        CustodyPlace, max_length=16, null=True
    )
    custody_problem = fields.CharField(max_length=40, default="", db_default="")
    created_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "handoff"
        unique_together = (("partner_id", "side", "handoff_id"),)
        indexes = (("due_at",), ("partner_id", "status"), ("case_id",))
        # Until the decision nobody needs the same from us twice; after it, they may.
        constraints = (
            UniqueConstraint(
                fields=("applicant_hash",),
                name="uid_handoff_open",
                condition="status IN ('received', 'checked')",
            ),
        )


class OutgoingMessage(TableRow):
    """A message to a partner: its id is the message id, its bytes never change.

    Those of one handoff go in the order of `position`, the next one after the answer to the last.
    `answer_*`: the signed answer that ended it, byte for byte.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    partner_id: UUID
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "yiwang.Partner", related_name="outgoing", on_delete=fields.RESTRICT
    )
    handoff_row_id: UUID
    handoff_row: fields.ForeignKeyRelation[Handoff] = fields.ForeignKeyField(
        "yiwang.Handoff", related_name="outgoing", on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(MessageKind, max_length=12)
    position = fields.IntField()
    sequence = fields.IntField(null=True)
    body = fields.BinaryField()
    body_digest = fields.CharField(max_length=64)
    state = fields.CharEnumField(
        MessageState, max_length=14, default=MessageState.waiting, db_default="waiting"
    )
    code = fields.CharField(max_length=40, default="", db_default="")
    answer_status = fields.IntField(null=True)
    answer_signature = fields.TextField(null=True)
    answer_body = fields.BinaryField(null=True)
    created_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "handoff_outgoing"
        unique_together = (("handoff_row_id", "position"), ("handoff_row_id", "sequence"))
        indexes = (("due_at",), ("partner_id", "state", "created_at"))


class IncomingMessage(TableRow):
    """A message of a partner as it came, and the bytes of the envelope that answered it.

    `signature`: Signature-Input and Signature, so that it can be shown later who said it.
    `applied_at`: when an event took effect here; one that came early waits for those before it.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    partner_id: UUID
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "yiwang.Partner", related_name="incoming", on_delete=fields.RESTRICT
    )
    message_id = fields.UUIDField()
    handoff_row_id: UUID | None
    handoff_row: fields.ForeignKeyNullableRelation[Handoff] = fields.ForeignKeyField(
        "yiwang.Handoff", related_name="incoming", on_delete=fields.CASCADE, null=True
    )
    kind = fields.CharEnumField(MessageKind, max_length=12)
    sequence = fields.IntField(null=True)
    target = fields.TextField()
    signature = fields.TextField()
    body = fields.BinaryField()
    body_digest = fields.CharField(max_length=64)
    answer_status = fields.IntField()
    answer_body = fields.BinaryField()
    received_at = fields.DatetimeField()
    applied_at = fields.DatetimeField(null=True)

    class Meta:
        table = "handoff_incoming"
        unique_together = (("partner_id", "message_id"), ("handoff_row_id", "sequence"))
        indexes = (("partner_id", "received_at"),)


class SeenSignature(TableRow):
    """A signature that was taken once; it is not taken again while its message could be in time."""

    digest = fields.CharField(primary_key=True, max_length=64)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "handoff_seen_signature"
        indexes = (("expires_at",),)


class StoredReceipt(TableRow):
    """One of the three receipts of a case, byte for byte: given by the home city, got by the taking
    one. `envelope`: the JSON of an Envelope."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    handoff_row_id: UUID
    handoff_row: fields.ForeignKeyRelation[Handoff] = fields.ForeignKeyField(
        "yiwang.Handoff", related_name="receipts", on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(ReceiptKind, max_length=10)
    envelope = fields.BinaryField()
    at = fields.DatetimeField()

    class Meta:
        table = "handoff_receipt"
        unique_together = (("handoff_row_id", "kind"),)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an event that arrived; `is_applied` False: it waits for those before it.

    `refusal`: the code of a refusal after which what was written stays.
    """

    handoff: Handoff
    is_applied: bool
    refusal: str = ""
