"""Who follows the official account: messages reach nobody else, and the person behind them.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction, savepoint
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.sealed import SealedText
from wechat.inbound import Handlers, Push
from wechat.login import WechatIdentity
from wechat.models import WechatBinding, hash_of_openid, lock_unionid
from wechat.platform.client import WechatClient
from wechat.platform.errors import OutcomeUnknown, TransientFault, WechatFault

TABLE = "wechat_follower"
_UNBOUND = """
UPDATE wechat_follower AS follower SET due_at = $1
FROM wechat_binding AS elsewhere
WHERE follower.is_following AND follower.due_at IS NULL AND follower.linked_at IS NULL
    AND elsewhere.unionid_hash = follower.unionid_hash AND elsewhere.app_id <> follower.app_id
    AND NOT EXISTS (
        SELECT FROM wechat_binding AS here
        WHERE here.app_id = follower.app_id AND here.openid_hash = follower.openid_hash
    )
RETURNING follower.id
"""


class WechatFollower(ValueRow):
    """关注者 of an official account, also a former one.

    `changed_at` is WeChat's time of the last change. While `due_at` is set, WeChat is still to be
    asked for the unionid, which tells the person who also uses the mini-program. They are linked
    once (`linked_at`): whoever unbinds the account afterwards does not find it bound again.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    openid = SealedText()
    openid_hash = fields.BinaryField()
    unionid_hash = fields.BinaryField(null=True)
    is_following = fields.BooleanField()
    changed_at = fields.DatetimeField()
    linked_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = TABLE
        unique_together = (("app_id", "openid_hash"),)
        indexes = (("due_at",), ("unionid_hash",))


async def _followed(push: Push) -> None:
    await _change(push, is_following=True)


async def _unfollowed(push: Push) -> None:
    await _change(push, is_following=False)


HANDLERS: Handlers = {"subscribe": (_followed,), "unsubscribe": (_unfollowed,)}


async def note_gone(app_id: str, openids: Sequence[str]) -> None:
    """WeChat says that these do not follow (43004); they count again once they come back."""
    now = clock.now()
    gone = [
        WechatFollower(
            app_id=app_id,
            openid=openid,
            openid_hash=hash_of_openid(openid),
            is_following=False,
            changed_at=now,
        )
        for openid in sorted(set(openids))
    ]
    await WechatFollower.bulk_create(gone, ignore_conflicts=True)
    known = WechatFollower.filter(
        app_id=app_id, openid_hash__in=[one.openid_hash for one in gone], changed_at__lte=now
    )
    await known.update(is_following=False, changed_at=now, due_at=None)


async def _change(push: Push, *, is_following: bool) -> None:
    """Pushes may overtake each other, so the later change counts and not the later push."""
    at = push.told_at
    follower = WechatFollower(
        app_id=push.app_id,
        openid=push.openid,
        openid_hash=hash_of_openid(push.openid),
        is_following=is_following,
        changed_at=at,
    )
    await WechatFollower.bulk_create([follower], ignore_conflicts=True)
    known = WechatFollower.filter(app_id=push.app_id, openid_hash=follower.openid_hash)
    changed = await known.filter(changed_at__lte=at).update(
        is_following=is_following, changed_at=at, due_at=None
    )
    is_new = changed and is_following
    if is_new and await known.filter(linked_at=None).update(due_at=clock.now()):
        await wake(TABLE)


async def link(client: WechatClient, held: Held[WechatFollower]) -> str:
    """Ask WeChat for the unionid of a new follower and bind it when we know the person."""
    try:
        known = await client.user.get(held.row.openid)
    except TransientFault as fault:
        raise TryAgain(fault.reason, wait=fault.wait) from None
    except OutcomeUnknown as fault:
        raise TryAgain(fault.reason) from None
    except WechatFault:  # left again meanwhile, or this account may not ask
        known = {}
    return await _bind(held, str(known.get("unionid") or ""))


# Whoever is set aside is bound all the same when they sign in to the mini-program the next time.
FOLLOWERS = DueTable(
    model=WechatFollower,
    lease=timedelta(seconds=60),
    at_once=8,
    retry=Retry(first=timedelta(seconds=20), longest=timedelta(hours=1), tries=8),
)


async def link_late_sign_ins() -> int:
    """Bind followers whose person signed in to the mini-program only afterwards."""
    found = await fetch(_UNBOUND, clock.now())
    if found:
        await wake(TABLE)
    return len(found)


async def _bind(held: Held[WechatFollower], unionid: str) -> str:
    row = held.row
    if not unionid:
        await held.record(due_at=None, unionid_hash=None, linked_at=None)
        return "unknown"
    union = hash_of_openid(unionid)
    async with in_transaction():
        await lock_unionid(union)
        other = await WechatBinding.filter(unionid_hash=union).first()
        if other is not None:
            await _bind_person(other.person_id, WechatIdentity(row.app_id, row.openid, unionid, ""))
        linked_at = None if other is None else clock.now()
        await held.record(due_at=None, unionid_hash=union, linked_at=linked_at)
    return "unknown" if other is None else "linked"


async def _bind_person(person_id: UUID, identity: WechatIdentity) -> None:
    """An account that is bound already stays with its person."""
    with suppress(IntegrityError):
        async with savepoint():
            await WechatBinding.bind(person_id, identity)
