"""Where people are reached at WeChat, for a whole batch in one query."""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.shared.database import fetch
from mobile_api.shared.json_columns import UnreadableValue
from notifications.channels.base import Address, DueDelivery
from wechat.models import WechatBinding

log = logging.getLogger(__name__)

# Of several accounts the one seen last.
_LATEST = """
SELECT DISTINCT ON (person_id) person_id, openid, openid_hash FROM wechat_binding
WHERE app_id = $1 AND person_id = ANY($2::uuid[]) ORDER BY person_id, last_seen_at DESC
"""
# Whoever left the official account is reached by no template message until they come back.
_NOT_GONE = """
AND NOT EXISTS (
    SELECT FROM wechat_follower AS gone WHERE gone.app_id = wechat_binding.app_id
        AND gone.openid_hash = wechat_binding.openid_hash AND NOT gone.is_following
)
"""
_LATEST_FOLLOWING = _LATEST.replace("ORDER BY", _NOT_GONE + "ORDER BY")
_OPENID = WechatBinding._meta.fields_map["openid"]


async def openids_of(
    app_id: str, deliveries: Sequence[DueDelivery], *, must_follow: bool = False
) -> Mapping[UUID, Address]:
    """Delivery id -> openid in this app; an account whose openid cannot be opened is left out.

    `must_follow` leaves out accounts that are known to have left the official account.
    """
    people = list({delivery.person_id for delivery in deliveries})
    addresses: dict[UUID, Address] = {}
    for row in await fetch(_LATEST_FOLLOWING if must_follow else _LATEST, app_id, people):
        try:
            openid = _OPENID.to_python_value(row["openid"])
        except UnreadableValue:
            log.error("the openid of person %s cannot be read", row["person_id"])
            continue
        addresses[row["person_id"]] = Address(openid, row["openid_hash"])
    return {
        delivery.id: addresses[delivery.person_id]
        for delivery in deliveries
        if delivery.person_id in addresses
    }
