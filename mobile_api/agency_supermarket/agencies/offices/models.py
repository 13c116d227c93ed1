"""Where an agency is."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class Office(TableRow):
    """办公地点: address and point of WeChat's map (GCJ-02 degrees, as halls have it); public."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency_id: UUID
    agency: fields.OneToOneRelation[Agency] = fields.OneToOneField(
        "yiwang.Agency", related_name="office", on_delete=fields.CASCADE
    )
    address = fields.CharField(max_length=200)
    longitude = fields.FloatField()
    latitude = fields.FloatField()
    changed_at = fields.DatetimeField()

    class Meta:
        table = "agency_office"
