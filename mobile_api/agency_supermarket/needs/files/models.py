"""Files that belong to a need."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow
from uploads.models import StoredFile


class NeedFile(TableRow):
    """采购文件 (drawings, lists, forms); `title` is what everybody reads, in the order given."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="files", on_delete=fields.RESTRICT
    )
    position = fields.IntField()
    title = fields.CharField(max_length=80)
    file_id: UUID
    file: fields.ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "yiwang.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "market_need_file"
        unique_together = (("need_id", "position"),)
        indexes = (("file_id",),)
