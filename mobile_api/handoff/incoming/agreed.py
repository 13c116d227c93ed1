"""What is agreed about a case that arrives, and what opens it: one statement for each message.

What is parsed is kept by the version of its row: whether an item is in force, an agreement ended, a
key retired is read anew for every message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pyrage

from mobile_api.handoff.partners.models import AgreedItem, OwnKey, Partner
from mobile_api.handoff.partners.own_keys import identity_of
from mobile_api.handoff.partners.queries import CODE_TODAY, agreement_holds, codes, item_holds
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse
from mobile_api.shared.database import fetch

_AGREED = f"""
WITH RECURSIVE under AS (
    SELECT id FROM handoff_agreement AS agreement
    WHERE partner_id = $1 AND number = $2 AND {agreement_holds("agreement", "$4")}
), {codes("$3", "$4")}
SELECT EXISTS(SELECT FROM under) AS is_agreed,
    ({CODE_TODAY}) AS region,
    ARRAY(
        SELECT item.id || ' ' || item.xmin
        FROM handoff_agreed_item AS item JOIN under ON under.id = item.agreement_id
        WHERE item.direction = $5 AND {item_holds("item", "$4")}
        ORDER BY item.id
    ) AS items,
    ARRAY(
        SELECT id || ' ' || xmin FROM handoff_own_key
        WHERE use = $6 AND retired_at IS NULL ORDER BY valid_from DESC
    ) AS keys
"""
_MOST_KEPT = 1_000
_items: dict[str, AgreedItem] = {}
_identities: dict[str, pyrage.x25519.Identity] = {}


@dataclass(frozen=True, slots=True)
class Agreed:
    """`items`: in force, of that agreement; read, never changed, for others have the same objects.
    `region`: the county as it is called today. `identities`: what opens a case."""

    is_agreed: bool
    items: Sequence[AgreedItem]
    region: str
    identities: Sequence[pyrage.x25519.Identity]


async def agreed(partner: Partner, number: str, region_code: str, on: date) -> Agreed:
    """What holds on that day under the partner's agreement of that number."""
    of_partner = partner.id, number, region_code, on
    [row] = await fetch(_AGREED, *of_partner, HandoffDirection.from_partner, KeyUse.encryption)
    return Agreed(
        is_agreed=row["is_agreed"],
        items=[await _item(version) for version in row["items"]],
        region=row["region"],
        identities=[await _identity(version) for version in row["keys"]],
    )


async def _item(version: str) -> AgreedItem:
    if version not in _items:
        _bound(_items)
        _items[version] = await AgreedItem.get(id=_id(version))
    return _items[version]


async def _identity(version: str) -> pyrage.x25519.Identity:
    if version not in _identities:
        _bound(_identities)
        _identities[version] = identity_of(await OwnKey.get(id=_id(version)))
    return _identities[version]


def _id(version: str) -> UUID:
    return UUID(version.partition(" ")[0])


def _bound(kept: dict[str, Any]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
