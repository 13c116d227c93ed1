"""The award of a need: one, by constraint; what was true of the bidders at the opening; scores."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson, SealedText


class Award(TableRow):
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


class VoidAward(TableRow):
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


class OpenedCredit(TableRow):
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


class Mark(StoredValue):
    """What one expert gives one proposal by one criterion, in hundredths of a point, and why."""

    hundredths: int
    reason: str


class MarkedBid(StoredValue):
    """The marks of one proposal, in the order of the criteria; `label`: its number."""

    label: int
    marks: tuple[Mark, ...]


class Sheet(StoredValue):
    """评分表 of one expert: every proposal, by number."""

    bids: tuple[MarkedBid, ...]


class JudgedCriterion(StoredValue):
    """What a panel gave by one criterion: points from low to high, reasons in their own order, so
    that neither says who gave what."""

    scores: tuple[int, ...]
    reasons: tuple[str, ...]


class Judgement(StoredValue):
    """What a panel gave a proposal; `scores`: of each expert together, from low to high."""

    scores: tuple[int, ...]
    criteria: tuple[JudgedCriterion, ...]


class JudgedBid(ValueRow):
    """方案: a proposal as its panel knows it, by a number (`label`) instead of a name.

    `judgement`: once all have scored; public with what it leads to.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="judged_bids", on_delete=fields.RESTRICT
    )
    bid_id: UUID
    bid: fields.OneToOneRelation[Bid] = fields.OneToOneField(
        "yiwang.Bid", related_name=False, on_delete=fields.RESTRICT
    )
    label = fields.IntField(null=True)
    proposal = SealedText()
    judgement = TypedJson(Judgement, null=True)

    class Meta:
        table = "market_judged_bid"
        unique_together = (("need_id", "label"),)


class ScoreSheet(ValueRow):
    """What was given from one seat of a panel, sealed for good: of one expert nobody reads it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="score_sheets", on_delete=fields.RESTRICT
    )
    seat_id: UUID
    seat: fields.OneToOneRelation[PanelCandidate] = fields.OneToOneField(
        "yiwang.PanelCandidate", related_name=False, on_delete=fields.RESTRICT
    )
    sheet = SealedJson(Sheet)
    scored_at = fields.DatetimeField()

    class Meta:
        table = "market_score_sheet"
        indexes = (("need_id",),)
