"""Who is signed in where: the row is the session, and its end is the end of all its tokens."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class AccountKind(StrEnum):
    """Whose session it is."""

    citizen = "citizen"
    staff = "staff"


class Session(TableRow):
    """One device that is signed in; its tokens are made of `seed` and the keys.

    `opened_at` is when the person proved who they are, by the way `via`. `generation` counts the
    refresh tokens that were made, `renewed_at` says when the last one was.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    kind = fields.CharEnumField(AccountKind, max_length=10)
    account_id: UUID = fields.UUIDField()
    via = fields.CharField(max_length=20)
    seed: bytes = fields.BinaryField()
    generation: fields.Field[int] = fields.IntField(default=0, db_default=0)
    opened_at = fields.DatetimeField()
    renewed_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"
        indexes = (("account_id",), ("ended_at",), ("expires_at",))
