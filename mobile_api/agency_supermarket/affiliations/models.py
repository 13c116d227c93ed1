"""What agencies and owners declare of who stands behind whom."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Control(TableRow):
    """控股、管理关系 as an agency declares it: an enterprise, by its social credit code."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="controls", on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(ControlKind, max_length=16)
    social_credit_code = fields.CharField(max_length=18)
    declared_at = fields.DatetimeField()

    class Meta:
        table = "agency_control"
        unique_together = (("agency_id", "kind", "social_credit_code"),)


class EndedControl(TableRow):
    """A `Control` that was taken back: for needs whose deadline lay between it still stands."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "yiwang.Agency", related_name="ended_controls", on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(ControlKind, max_length=16)
    social_credit_code = fields.CharField(max_length=18)
    declared_at = fields.DatetimeField()
    ended_at = fields.DatetimeField()

    class Meta:
        table = "agency_control_ended"
        indexes = (("agency_id", "ended_at"),)


class Relative(ValueRow):
    """近亲属: a relative of the owner's who represents an agency, as the owner of a need declares.

    It counts where whoever stands behind the agency bears that name. Whose relative somebody is
    stays between the owner and the screening, so both the name and the agency are sealed.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="relatives", on_delete=fields.CASCADE
    )
    name = SealedText()
    social_credit_code = SealedText()
    declared_at = fields.DatetimeField()

    class Meta:
        table = "market_need_relative"
        indexes = (("need_id",),)
