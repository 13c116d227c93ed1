"""Partner cities, their keys, agreements with dated items, and this city's own keys."""

from collections.abc import Mapping
from uuid import UUID

from tortoise import fields

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse, PartnerState
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Partner(ValueRow):
    """A city that cases go to or come from. `base_url`: origin and path before `/partner/v1`.

    `hosts`: further hosts that its materials may lie on. `encryption_key`: its age recipient.
    `messages_a_minute`: how many it may send.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    key = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=60)
    regions = TypedJson(tuple[str, ...])
    base_url = fields.CharField(max_length=200)
    hosts = TypedJson(tuple[str, ...])
    encryption_key = fields.CharField(max_length=80)
    contact = SealedText()
    state = fields.CharEnumField(PartnerState, max_length=10)
    messages_a_minute = fields.IntField()
    changed_at = fields.DatetimeField()

    class Meta:
        table = "partner"


class PartnerKey(TableRow):
    """A key that a partner signs with. Two may be good at once; a revoked one is dead at once."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    partner_id: UUID
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "yiwang.Partner", related_name="keys", on_delete=fields.RESTRICT
    )
    key_id = fields.CharField(max_length=16, unique=True)
    public_key = fields.CharField(max_length=120)
    valid_from = fields.DatetimeField()
    valid_until = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "partner_key"
        indexes = (("partner_id",),)


class OwnKey(ValueRow):
    """A key of this city: it signs what we send, or opens what is sealed for us.

    The newest that is good signs; every one that is not retired is published and opens.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    use = fields.CharEnumField(KeyUse, max_length=12)
    key_id = fields.CharField(max_length=16, unique=True)
    public_key = fields.CharField(max_length=120)
    secret = SealedText()
    valid_from = fields.DatetimeField()
    valid_until = fields.DatetimeField(null=True)
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "handoff_own_key"


class Agreement(TableRow):
    """通办协议 with a partner. Ended, it takes no new cases; open ones are finished under it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    partner_id: UUID
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "yiwang.Partner", related_name="agreements", on_delete=fields.RESTRICT
    )
    number = fields.CharField(max_length=60, unique=True)
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)
    ended_on = fields.DateField(null=True)

    class Meta:
        table = "handoff_agreement"
        indexes = (("partner_id",),)


class AgreedItem(ValueRow):
    """One item under an agreement, with its own dates. `basic_code`: 基本编码, the same nationwide.

    `item_key`: the item here. `regions`: counties of the home city, none for all of it.
    `names`: their key of a field or material -> ours, where they differ.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agreement_id: UUID
    agreement: fields.ForeignKeyRelation[Agreement] = fields.ForeignKeyField(
        "yiwang.Agreement", related_name="items", on_delete=fields.RESTRICT
    )
    direction = fields.CharEnumField(HandoffDirection, max_length=12)
    basic_code = fields.CharField(max_length=50)
    item_key = fields.CharField(max_length=64)
    mode = fields.CharEnumField(HandoffMode, max_length=20)
    regions = TypedJson(tuple[str, ...])
    names: fields.Field[Mapping[str, str]] = TypedJson(dict[str, str])
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)

    class Meta:
        table = "handoff_agreed_item"
        unique_together = (("agreement_id", "direction", "basic_code", "mode"),)
        indexes = (("item_key",), ("basic_code",))


class RegionSuccessor(TableRow):
    """An abolished region code and the one that its people and offices have now (GB/T 2260)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    code = fields.CharField(max_length=6, unique=True)
    successor = fields.CharField(max_length=6)
    since = fields.DateField()

    class Meta:
        table = "region_successor"


class Maintenance(TableRow):
    """A time in which this city may not answer; partners read of it in the profile."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    begins_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    note = fields.CharField(max_length=200, default="", db_default="")

    class Meta:
        table = "handoff_maintenance"
        indexes = (("ends_at",),)
