"""Whose key a message is signed with, and what we sign with, by one statement for each message.

What is parsed is kept by the version of its row: that a key is revoked, over, or of a partner who
has changed is read anew for every message.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.handoff.partners.models import OwnKey, Partner
from mobile_api.shared.database import fetch
from mobile_api.signatures.service import SigningKey, VerifyingKey

# Own keys: as `partners.own_keys` chooses, the newest that is good.
_KNOWN = """
SELECT own.id AS own_id, own.xmin::text AS own_version, k.public_key,
    p.id AS partner_id, p.xmin::text AS partner_version
FROM (
    SELECT id, xmin FROM handoff_own_key WHERE use = 'signing' AND retired_at IS NULL
        AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
    ORDER BY valid_from DESC, id DESC LIMIT 1
) AS own LEFT JOIN (
    partner_key AS k JOIN partner AS p ON p.id = k.partner_id
) ON k.key_id = $1 AND k.revoked_at IS NULL
    AND k.valid_from <= $2 AND (k.valid_until IS NULL OR k.valid_until > $2)
"""
_MOST_KEPT = 1_000
_partners: dict[UUID, tuple[str, Partner]] = {}
_own_keys: dict[UUID, tuple[str, SigningKey]] = {}
_keys: dict[str, VerifyingKey] = {}


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A partner, and its key that is good now. The partner is read, never changed: others have the
    same object."""

    partner: Partner
    key: VerifyingKey


async def known(key_id: str, at: datetime) -> tuple[SigningKey | None, KnownSigner | None]:
    """What we sign with at that instant, and who signs with that key; None for what is not."""
    rows = await fetch(_KNOWN, key_id, at)
    if not rows:
        return None, None
    [row] = rows
    own = await _own_key(row["own_id"], row["own_version"])
    if row["partner_id"] is None:
        return own, None
    partner = await _partner(row["partner_id"], row["partner_version"])
    return own, KnownSigner(partner, _key(row["public_key"]))


async def _partner(partner_id: UUID, version: str) -> Partner:
    kept = _partners.get(partner_id)
    if kept is None or kept[0] != version:
        _bound(_partners)
        kept = _partners[partner_id] = version, await Partner.get(id=partner_id)
    return kept[1]


async def _own_key(row_id: UUID, version: str) -> SigningKey:
    kept = _own_keys.get(row_id)
    if kept is None or kept[0] != version:
        _bound(_own_keys)
        row = await OwnKey.get(id=row_id)
        kept = _own_keys[row_id] = version, SigningKey.read(row.secret)
    return kept[1]


def _key(text: str) -> VerifyingKey:
    if text not in _keys:
        _bound(_keys)
        _keys[text] = VerifyingKey.read(text)
    return _keys[text]


def _bound(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
