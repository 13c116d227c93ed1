"""The consent ledger: what people agreed to receive, and what of it is left.

One accept of wx.requestSubscribeMessage allows one message of that template, at any time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id
from mobile_api.shared.text.characters import storable
from wechat.inbound import Handlers, Push
from wechat.models import ConsentBalance, WechatBinding, hash_of_openid
from wechat.platform.callbacks import entries

ConsentAnswer = Literal["accept", "reject", "ban", "filter"]

_ADD = """
INSERT INTO consent_balance AS held
    (id, app_id, openid_hash, template_id, confirmed, reported, is_refused, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (app_id, openid_hash, template_id) DO UPDATE SET
    confirmed = held.confirmed + EXCLUDED.confirmed,
    reported = held.reported + EXCLUDED.reported,
    is_refused = CASE WHEN {is_newer} THEN EXCLUDED.is_refused ELSE held.is_refused END,
    updated_at = GREATEST(held.updated_at, EXCLUDED.updated_at)
""".format(
    # WeChat tells whole seconds. An answer that came late undoes none that was given after it.
    is_newer="EXCLUDED.updated_at >= date_trunc('second', held.updated_at)"
)


async def _add(
    app_id: str,
    openid_hash: bytes,
    template_id: str,
    *,
    confirmed: int = 0,
    reported: int = 0,
    is_refused: bool = False,
    at: datetime,
) -> None:
    """`at`: when the person said so."""
    counts = (confirmed, reported, is_refused)
    await fetch(_ADD, new_id(), app_id, openid_hash, template_id, *counts, at)


async def _note_answers(push: Push) -> None:
    for entry in entries(push.body):
        is_accepted = _status(entry) == "accept"
        await _add(
            push.app_id,
            hash_of_openid(push.openid),
            storable(str(entry.get("TemplateId", "")))[:64],
            confirmed=int(is_accepted),
            is_refused=not is_accepted,
            at=push.told_at,
        )


def _status(entry: Mapping[str, Any]) -> str:
    return str(entry.get("SubscribeStatusString", ""))


# subscribe_msg_change_event tells refusals only: a template switched off in WeChat's settings.
HANDLERS: Handlers = {
    "subscribe_msg_popup_event": (_note_answers,),
    "subscribe_msg_change_event": (_note_answers,),
}


async def report(binding: WechatBinding, answers: Mapping[str, ConsentAnswer]) -> None:
    """Count what the phone says requestSubscribeMessage returned: template id -> answer."""
    for template_id, answer in answers.items():
        is_accepted = answer == "accept"
        await _add(
            binding.app_id,
            binding.openid_hash,
            template_id,
            reported=int(is_accepted),
            is_refused=not is_accepted,
            at=clock.now(),
        )


_SPEND_MANY = """
INSERT INTO consent_balance AS held (id, app_id, openid_hash, template_id, spent, updated_at)
SELECT told.id, $1, told.openid_hash, told.template_id, told.spent, $2
FROM unnest($3::uuid[], $4::bytea[], $5::text[], $6::int[])
    AS told (id, openid_hash, template_id, spent)
ON CONFLICT (app_id, openid_hash, template_id) DO UPDATE SET
    spent = held.spent + EXCLUDED.spent, is_refused = false,
    updated_at = GREATEST(held.updated_at, EXCLUDED.updated_at)
"""
_USE_UP_MANY = """
UPDATE consent_balance SET confirmed = 0, reported = 0, spent = 0
FROM unnest($2::bytea[], $3::text[]) AS told (openid_hash, template_id)
WHERE app_id = $1 AND consent_balance.openid_hash = told.openid_hash
    AND consent_balance.template_id = told.template_id
"""


async def spend_many(app_id: str, messages: Sequence[tuple[bytes, str]]) -> None:
    """Note messages sent, each as (hash of openid, template id).

    They may be noted before the accept that allowed them is.
    """
    counts = sorted(Counter(messages).items())
    await fetch(
        _SPEND_MANY,
        app_id,
        clock.now(),
        [new_id() for _ in counts],
        [held[0] for held, _ in counts],
        [held[1] for held, _ in counts],
        [spent for _, spent in counts],
    )


async def use_up_many(app_id: str, refused: Sequence[tuple[bytes, str]]) -> None:
    """WeChat says that no consent is left (43101), each as (hash of openid, template id): start
    counting anew."""
    each = sorted(set(refused))
    hashes, templates = [held[0] for held in each], [held[1] for held in each]
    await fetch(_USE_UP_MANY, app_id, hashes, templates)


async def balances_of(binding: WechatBinding) -> dict[str, ConsentBalance]:
    """The person's ledger by template id."""
    held = ConsentBalance.filter(app_id=binding.app_id, openid_hash=binding.openid_hash)
    return {row.template_id: row async for row in held}
