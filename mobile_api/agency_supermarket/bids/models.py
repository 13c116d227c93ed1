"""A bid (报价) as it stands, and the log of everything that was done with bids for a need."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import SealedOffer
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.rows import TableRow


class Bid(ValueRow):
    """The bid of one agency for one need; nobody can read it before the opening.

    `sealed_here`: the client could not seal, so it was sealed on arrival. After the opening there
    is what it `offers`, or the `fault` for which it did not open, and
    why it is `excluded`, if it is; `excluded_since`: by what became true while a draw was awaited.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="bids", on_delete=fields.RESTRICT
    )
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="bids", on_delete=fields.RESTRICT
    )
    submitted_by = fields.UUIDField()
    ciphertext = fields.BinaryField()
    sealed_here = fields.BooleanField()
    is_withdrawn = fields.BooleanField(default=False, db_default=False)
    offers = TypedJson(SealedOffer, null=True)
    fault = fields.CharField(max_length=20, default="", db_default="")
    excluded_since_by = fields.CharField(max_length=24, default="", db_default="")
    excluded_by = fields.CharField(max_length=24, default="", db_default="")

    class Meta:
        table = "market_bid"
        unique_together = (("need_id", "agency_id"),)
        indexes = (("agency_id", "id"),)

    @property
    def excluded(self) -> ExclusionReason | None:
        return ExclusionReason(self.excluded_by) if self.excluded_by else None

    @property
    def excluded_since(self) -> ExclusionReason | None:
        return ExclusionReason(self.excluded_since_by) if self.excluded_since_by else None


class BidLogEntry(TableRow):
    """One act with a bid: kept as it was received, chained and signed (`receipts`)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="bid_log", on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "yiwang.Bid", related_name="log", on_delete=fields.RESTRICT
    )
    bid_number = fields.IntField()
    act = fields.CharEnumField(BidAct, max_length=10)
    ciphertext = fields.BinaryField()
    ciphertext_sha256 = fields.CharField(max_length=64)
    received_at = fields.DatetimeField()
    previous = fields.CharField(max_length=64)
    running = fields.CharField(max_length=64)
    key_id = fields.CharField(max_length=16)
    signature = fields.CharField(max_length=88)

    class Meta:
        table = "market_bid_log"
        unique_together = (("need_id", "bid_number"),)
        indexes = (("bid_id", "bid_number"),)
