"""The award of a need: one, by constraint; and what was true of the bidders at the opening."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id


class Award(Model):
    """选取结果: which bid won, and till when the result is shown before a contract (公示).

    It counts while its need is awarded. One that was undone is copied to the void ones, and what
    the need comes to afterwards takes its place: whatever befalls, a need has one award.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.OneToOneRelation[Need] = fields.OneToOneField(
        "yiwang.Need", related_name="award", on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.OneToOneRelation[Bid] = fields.OneToOneField(
        "yiwang.Bid", related_name=False, on_delete=fields.RESTRICT
    )
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="awards", on_delete=fields.RESTRICT
    )
    price_fen = fields.BigIntField(null=True)
    awarded_at = fields.DatetimeField()
    shown_until = fields.DateField()

    class Meta:
        table = "market_award"
        indexes = (("agency_id", "awarded_at"),)


class VoidAward(Model):
    """An award that a complaint undid, as it was, with the public reason."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="void_awards", on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.OneToOneRelation[Bid] = fields.OneToOneField(
        "yiwang.Bid", related_name=False, on_delete=fields.RESTRICT
    )
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="void_awards", on_delete=fields.RESTRICT
    )
    price_fen = fields.BigIntField(null=True)
    awarded_at = fields.DatetimeField()
    shown_until = fields.DateField()
    voided_at = fields.DatetimeField()
    reason = fields.CharField(max_length=300)

    class Meta:
        table = "market_void_award"
        indexes = (("need_id",),)


class OpenedCredit(Model):
    """The points that a bidder had at the opening (信用分): a draw over them can be repeated."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name=False, on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.OneToOneRelation[Bid] = fields.OneToOneField(
        "yiwang.Bid", related_name=False, on_delete=fields.RESTRICT
    )
    points = fields.IntField()

    class Meta:
        table = "market_opened_credit"
        indexes = (("need_id",),)
