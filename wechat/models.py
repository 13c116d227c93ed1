"""Who is who at WeChat, what they agreed to receive, and which pushes have been seen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import fetch, one_at_a_time, savepoint, transaction_needed
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedJson, SealedText

if TYPE_CHECKING:
    from wechat.login import WechatIdentity

_SEEN = """
UPDATE wechat_binding SET last_seen_at = $3 WHERE app_id = $1 AND openid_hash = $2
RETURNING id, person_id
"""

_LOOK_AGAIN = """
UPDATE wechat_follower SET due_at = $1
WHERE unionid_hash = $2 AND app_id <> $3 AND is_following AND linked_at IS NULL AND due_at IS NULL
RETURNING id
"""


def hash_of_openid(openid: str) -> bytes:
    """Keyed hash by which an openid (or unionid) is found; the id itself is only kept sealed."""
    return keyring().keyed_hash(openid, "wechat")


async def lock_unionid(unionid_hash: bytes) -> None:
    """Until the transaction ends, nobody else looks who is behind it or writes it down.

    A sign-in looks for a follower, and a worker for a sign-in: at once, neither would see the
    other.
    """
    await one_at_a_time("unionid " + unionid_hash.hex())


class WechatBinding(ValueRow):
    """One WeChat account of a person in one mini-program or official account.

    `session_key` never leaves this table; WeChat renews it at each sign-in.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    person_id = fields.UUIDField()
    app_id = fields.CharField(max_length=32)
    openid = SealedText()
    openid_hash = fields.BinaryField()
    unionid = SealedText(null=True)
    unionid_hash = fields.BinaryField(null=True)
    session_key = SealedText(null=True)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()

    class Meta:
        table = "wechat_binding"
        unique_together = (("app_id", "openid_hash"),)
        indexes = (("person_id", "app_id", "last_seen_at"), ("unionid_hash",))

    @classmethod
    async def person_of(cls, identity: "WechatIdentity") -> UUID | None:
        """The person bound to an identity that has just signed in; notes the sign-in.

        An identity new in this app whose unionid is bound in another one is bound on the way.
        """
        transaction_needed()
        values = (identity.app_id, hash_of_openid(identity.openid), clock.now())
        seen = await fetch(_SEEN, *values)
        if seen:
            await cls.filter(id=seen[0]["id"]).update(session_key=identity.session_key)
            return UUID(str(seen[0]["person_id"]))
        if identity.unionid is None:
            return None
        others = cls.filter(unionid_hash=hash_of_openid(identity.unionid))
        # Held, so that it is not taken away while it opens another way in.
        other = await others.select_for_update(no_key=True).first()
        if other is None:
            return None
        try:
            async with savepoint():
                await cls.bind(other.person_id, identity)
        except IntegrityError:
            return await cls.person_of(identity)
        return other.person_id

    @classmethod
    async def bind(cls, person_id: UUID, identity: "WechatIdentity") -> "WechatBinding":
        """Raises IntegrityError when the identity is already bound.

        Whoever follows the official account is then found there as well, by a worker.
        """
        union = identity.unionid
        union_hash = hash_of_openid(union) if union else None
        if union_hash:
            await lock_unionid(union_hash)
        bound = await cls.create(
            person_id=person_id,
            app_id=identity.app_id,
            openid=identity.openid,
            openid_hash=hash_of_openid(identity.openid),
            unionid=union,
            unionid_hash=union_hash,
            session_key=identity.session_key,
            created_at=clock.now(),
            last_seen_at=clock.now(),
        )
        if bound.unionid_hash and await fetch(
            _LOOK_AGAIN, clock.now(), bound.unionid_hash, bound.app_id
        ):
            await wake("wechat_follower")
        return bound

    @classmethod
    async def latest_of(cls, person_id: UUID, app_id: str) -> "WechatBinding | None":
        """Where this person can be reached in an app: the account seen last."""
        found = cls.filter(person_id=person_id, app_id=app_id)
        return await found.order_by("-last_seen_at").first()


class ConsentBalance(TableRow):
    """How many one-time messages of a template a person has agreed to and not yet received.

    An accept is told twice, by WeChat's push (`confirmed`) and by the phone (`reported`), and
    either may be lost; the larger count is the truth. WeChat has no query for it, so the ledger
    advises when to ask again, and WeChat decides at each send.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    openid_hash = fields.BinaryField()
    template_id = fields.CharField(max_length=64)
    confirmed = fields.IntField(default=0, db_default=0)
    reported = fields.IntField(default=0, db_default=0)
    spent = fields.IntField(default=0, db_default=0)
    is_refused = fields.BooleanField(default=False, db_default=False)
    # When the person last said something about it, or was reached.
    updated_at = fields.DatetimeField()

    class Meta:
        table = "consent_balance"
        unique_together = (("app_id", "openid_hash", "template_id"),)

    @property
    def balance(self) -> int:
        return max(self.confirmed - self.spent, self.reported - self.spent, 0)


class InboundMessage(ValueRow):
    """One push of WeChat, kept by a hash that tells repetitions; its body until it is handled.

    `body` is open: WeChat has a shape for each of its events and adds to them.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    push_hash = fields.BinaryField()
    event = fields.CharField(max_length=64, default="", db_default="")
    body: fields.Field[Mapping[str, Any] | None] = SealedJson(dict[str, Any], null=True)
    received_at = fields.DatetimeField()
    handled_at = fields.DatetimeField(null=True)
    fault = fields.CharField(max_length=80, default="", db_default="")
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "wechat_inbound_message"
        unique_together = (("app_id", "push_hash"),)
        indexes = (("due_at",), ("received_at",))
