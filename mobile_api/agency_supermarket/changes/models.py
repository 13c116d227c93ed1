"""Changes of a published need."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow


class ChangedPart(StoredValue):
    """One part of a need, as people read it before and after; `part` is its Chinese name."""

    part: str
    before: str
    after: str


class NeedChange(ValueRow):
    """变更公告. `number`: 1, 2, ... of its need. `voids_bids`: bids from before do not count unless
    they are given again."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="changes", on_delete=fields.RESTRICT
    )
    number = fields.IntField()
    reason = fields.CharField(max_length=200)
    parts = TypedJson(tuple[ChangedPart, ...])
    voids_bids = fields.BooleanField()
    changed_at = fields.DatetimeField()

    class Meta:
        table = "market_need_change"
        unique_together = (("need_id", "number"),)
