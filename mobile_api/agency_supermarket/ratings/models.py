"""A rating (评价) of one side of a finished contract by the other."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson, ValueRow


class TextState(StrEnum):
    """Whether everybody may read a text: only what the desk has looked at."""

    none = "none"
    waiting = "waiting"
    shown = "shown"
    hidden = "hidden"


class Suspicion(StrEnum):
    """Why a rating may be brushing (刷单): the desk looks before it counts."""

    same_people = "same_people"
    too_often = "too_often"
    small_price = "small_price"
    under_sanction = "under_sanction"


class Rating(ValueRow):
    """评价: 1 to 5 for each dimension, and a text, `by` one side of a contract about the other.

    `is_counted`: whether it is part of averages; what looks like brushing (`suspicions`) is not
    until the desk says so (`judged_at`). `needs_look` puts it into the desk's queue. Scores stay
    whatever becomes of the text.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    contract_id: UUID
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "yiwang.Contract", related_name="ratings", on_delete=fields.RESTRICT
    )
    by = fields.CharEnumField(Side, max_length=8)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="ratings", on_delete=fields.RESTRICT
    )
    rated_by = fields.UUIDField()
    rated_at = fields.DatetimeField()
    scores = TypedJson(dict[str, int])
    text = fields.CharField(max_length=500, default="", db_default="")
    text_state = fields.CharEnumField(TextState, max_length=8)
    reply = fields.CharField(max_length=500, default="", db_default="")
    reply_state = fields.CharEnumField(TextState, max_length=8, default=TextState.none)
    replied_at = fields.DatetimeField(null=True)
    suspicions = TypedJson(tuple[Suspicion, ...])
    is_counted = fields.BooleanField()
    needs_look = fields.BooleanField()
    judged_at = fields.DatetimeField(null=True)
    judged_by = fields.UUIDField(null=True)
    judgement = fields.CharField(max_length=300, default="", db_default="")

    class Meta:
        table = "market_rating"
        unique_together = (("contract_id", "by"),)
        indexes = (
            ("agency_id", "by", "is_counted", "rated_at", "id"),
            ("needs_look", "rated_at", "id"),
            ("rated_by",),
        )
