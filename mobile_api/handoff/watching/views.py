"""Partners as supervisors see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mobile_api.handoff.partners.errors import PartnerNotFound
from mobile_api.handoff.partners.lifetimes import days_left
from mobile_api.handoff.partners.models import AgreedItem, Agreement, Partner, PartnerKey
from mobile_api.handoff.watching.queries import error_classes, figures
from mobile_api.handoff.watching.schemas import (
    AgreementLine,
    ErrorClass,
    KeyStanding,
    PartnerKeyLine,
    WatchedPartner,
    WatchedPartnerDetails,
    WatchedPartners,
)
from mobile_api.shared import clock
from mobile_api.shared.json_columns import read_each, shown
from mobile_api.signatures.service import VerifyingKey


async def partners_now() -> WatchedPartners:
    """All partners by key. A figure never waits for another city: rows alone are asked."""
    now = clock.now()
    by_id = {one["id"]: one for one in await figures()}
    errors = await error_classes(list(by_id), now)
    keys = await PartnerKey.all().order_by("valid_from", "id")
    rows = await read_each(Partner.filter(id__in=list(by_id)).order_by("key"))

    def line(row: Partner) -> WatchedPartner:
        own = [one for one in keys if one.partner_id == row.id]
        return WatchedPartner(**_values(row, own, by_id[row.id], errors[row.id], now))

    lines, unreadable = shown(rows, line)
    return WatchedPartners(partners=lines, unreadable=unreadable)


async def partner_now(key: str) -> WatchedPartnerDetails:
    """One of them with address and agreements. Raises PartnerNotFound, UnreadableValue."""
    rows = await read_each(Partner.filter(key=key))
    if not rows:
        raise PartnerNotFound()
    [row], now = rows, clock.now()
    [told] = await figures(row.id)
    errors = await error_classes([row.id], now)
    keys = await PartnerKey.filter(partner_id=row.id).order_by("valid_from", "id")
    return WatchedPartnerDetails(
        **_values(row, keys, told, errors[row.id], now),
        base_url=row.base_url,
        hosts=row.hosts,
        messages_a_minute=row.messages_a_minute,
        agreements=await _agreements(row),
    )


def _values(
    row: Partner,
    keys: list[PartnerKey],
    told: Mapping[str, Any],
    errors: list[ErrorClass],
    now: datetime,
) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "partner_state": row.state,
        "regions": row.regions,
        "keys": [_key_line(one, now) for one in keys],
        "last_sent_at": told["sent_at"],
        "last_received_at": told["received_at"],
        "waiting": told["waiting"],
        "waiting_since": told["since"],
        "undeliverable": told["undeliverable"],
        "open_handoffs": told["handoffs"],
        "handoffs_with_problem": told["problems"],
        "error_classes": errors,
    }


def _key_line(key: PartnerKey, now: datetime) -> PartnerKeyLine:
    left = days_left([key], now) if key.valid_from <= now else None
    return PartnerKeyLine(
        key_id=key.key_id,
        kind=VerifyingKey.read(key.public_key).kind,
        standing=_standing(key, now),
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        days_left=None if left is None else int(left),
    )


def _standing(key: PartnerKey, now: datetime) -> KeyStanding:
    if key.revoked_at is not None:
        return KeyStanding.revoked
    if now < key.valid_from:
        return KeyStanding.coming
    if key.valid_until is not None and key.valid_until <= now:
        return KeyStanding.over
    return KeyStanding.good


async def _agreements(partner: Partner) -> list[AgreementLine]:
    lines = []
    for one in await Agreement.filter(partner_id=partner.id).order_by("number"):
        items = await AgreedItem.filter(agreement_id=one.id).count()
        lines.append(
            AgreementLine(
                number=one.number,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
                ended_on=one.ended_on,
                items=items,
            )
        )
    return lines
