"""Which words and pictures of people WeChat is asked about, and what it thinks of them."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class CheckKind(StrEnum):
    """What WeChat was asked about."""

    text = "text"
    image = "image"


class CheckState(StrEnum):
    """`waiting` for the verdict on a picture; `unavailable`: WeChat will not tell."""

    pending = "pending"
    waiting = "waiting"
    passed = "passed"
    review = "review"
    risky = "risky"
    unavailable = "unavailable"


class ContentCheck(ValueRow):
    """One text or picture of one person. What is asked is kept until there is an answer only.

    `subject` is what it belongs to (`case:<id>/<round>`), `part` the place in it (key of a form
    field or material). `reason` says why a check is unavailable; `label` is WeChat's number for the
    kind of content.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    openid = SealedText(null=True)
    subject = fields.CharField(max_length=80)
    part = fields.CharField(max_length=64)
    kind = fields.CharEnumField(CheckKind, max_length=8)
    text = SealedText(null=True)
    file_id: UUID | None = fields.UUIDField(null=True)
    state = fields.CharEnumField(
        CheckState, max_length=12, default=CheckState.pending, db_default="pending"
    )
    label = fields.IntField(null=True)
    reason = fields.CharField(max_length=80, default="", db_default="")
    trace_id = fields.CharField(max_length=64, null=True)
    requested_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "content_check"
        indexes = (("subject",), ("trace_id",), ("due_at",))


class PictureVerdict(TableRow):
    """A verdict as it was pushed. It may come before the answer that names its trace id does.

    `suggestion` is WeChat's, or `not_downloaded`, or `failed`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    trace_id = fields.CharField(max_length=64, unique=True)
    suggestion = fields.CharField(max_length=16)
    label = fields.IntField(null=True)
    received_at = fields.DatetimeField()

    class Meta:
        table = "picture_verdict"
        indexes = (("received_at",),)
