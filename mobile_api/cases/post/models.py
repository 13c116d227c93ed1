"""What the post leaves people to do, and which labels have been printed."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.cases.models import Case
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class PostalTaskKind(StrEnum):
    """`readdress`: a returned result needs a new address. `reissue`: a lost one is made anew."""

    readdress = "readdress"
    reissue = "reissue"


class PostalTaskState(StrEnum):
    """`held`: nobody answered in time, so the counter keeps it. `void`: the post took it back."""

    open = "open"
    held = "held"
    done = "done"
    void = "void"


class PostalTask(TableRow):
    """待办: what has to be done because of what became of one parcel.

    `due_at` arms the worker for the end of `due_on`. `closed_by` is a caller key or "system".
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "yiwang.Case", related_name="postal_tasks", on_delete=fields.RESTRICT
    )
    parcel_id = fields.UUIDField()
    kind = fields.CharEnumField(PostalTaskKind, max_length=20)
    state = fields.CharEnumField(
        PostalTaskState, max_length=10, default=PostalTaskState.open, db_default="open"
    )
    opened_at = fields.DatetimeField()
    due_on = fields.DateField(null=True)
    closed_at = fields.DatetimeField(null=True)
    closed_by = fields.CharField(max_length=80, default="", db_default="")
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "postal_task"
        unique_together = (("parcel_id", "kind"),)
        indexes = (("due_at",), ("case_id", "state"), ("state", "opened_at"))


class LabelPrint(TableRow):
    """One printing of a parcel's label: the number tells two windows that print at once apart."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    parcel_id = fields.UUIDField()
    number: fields.Field[int] = fields.SmallIntField()
    size = fields.CharField(max_length=10)
    printed_at = fields.DatetimeField()
    printed_by = fields.UUIDField()

    class Meta:
        table = "label_print"
        unique_together = (("parcel_id", "number"),)
