"""The record of an agency: counted beside it, so that no list counts contracts."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class AgencyRecord(TableRow):
    """业绩 of all its services together.

    `finished` contracts, `on_time` of them; `votes` that count, `average` of them in hundredths of
    a point. `least_finished` and `least_votes` are those of the rules that it was counted by: with
    fewer there is no figure. The greater rank stands first, 0 is none. `due_at` arms the worker to
    count anew.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.OneToOneRelation[Agency] = fields.OneToOneField(
        "yiwang.Agency", related_name="record", on_delete=fields.CASCADE
    )
    finished = fields.IntField(default=0, db_default=0)
    on_time = fields.IntField(default=0, db_default=0)
    least_finished = fields.IntField(default=0, db_default=0)
    votes = fields.IntField(default=0, db_default=0)
    average = fields.IntField(default=0, db_default=0)
    least_votes = fields.IntField(default=0, db_default=0)
    on_time_rank = fields.BigIntField(default=0, db_default=0)
    rating_rank = fields.BigIntField(default=0, db_default=0)
    counted_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "agency_record"
        indexes = (("due_at",),)
