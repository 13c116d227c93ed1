"""What `yiwang partners list` prints: nothing secret, and what has to be renewed soon."""

from collections.abc import Iterable
from datetime import datetime

from mobile_api.handoff.partners.lifetimes import WARNED_BEFORE, days_left
from mobile_api.handoff.partners.models import Agreement, OwnKey, Partner, PartnerKey
from mobile_api.shared import clock


async def lines_of_partners() -> list[str]:
    """Partners by key, each with what hangs on it, then our own keys."""
    now = clock.now()
    lines: list[str] = []
    for partner in await Partner.all().order_by("key"):
        regions = ",".join(partner.regions)
        lines.append(
            f"{partner.key}  {partner.name}  {partner.state}  {regions}  {partner.base_url}"
        )
        keys = await PartnerKey.filter(partner_id=partner.id).order_by("valid_from", "id")
        lines += [_key_line(one, now, one.revoked_at) for one in keys]
        lines += [
            await _agreement_line(one)
            for one in await Agreement.filter(partner_id=partner.id).order_by("number")
        ]
        lines += _warning(f"keys of {partner.key}", [k for k in keys if k.revoked_at is None], now)
    own = await OwnKey.all().order_by("use", "valid_from", "id")
    lines.append("own keys")
    lines += [_key_line(one, now, one.retired_at, f"{one.use} ") for one in own]
    for use in sorted({one.use for one in own}):
        alive = [one for one in own if one.use is use and one.retired_at is None]
        lines += _warning(f"own {use} keys", alive, now)
    return lines


def _key_line(
    key: PartnerKey | OwnKey, now: datetime, dead_at: datetime | None, what: str = ""
) -> str:
    until = clock.in_beijing(key.valid_until) if key.valid_until else "-"
    if dead_at is not None:
        state = f"dead since {clock.in_beijing(dead_at)}"
    elif key.valid_from > now:
        state = f"from {clock.in_beijing(key.valid_from)}"
    elif key.valid_until is not None and key.valid_until <= now:
        state = "over"
    else:
        state = "good"
    return f"  key {what}{key.key_id}  {state}  until {until}"


async def _agreement_line(agreement: Agreement) -> str:
    items = await agreement.items.all().count()  # type: ignore[attr-defined]
    ends = agreement.ended_on or agreement.valid_until or "-"
    return f"  agreement {agreement.number}  {items} items  {agreement.valid_from} until {ends}"


def _warning(what: str, keys: Iterable[PartnerKey | OwnKey], now: datetime) -> list[str]:
    left = days_left(keys, now)
    if left is None or left >= WARNED_BEFORE.days:
        return []
    return [f"  ! {what} end in {left:.0f} days"]
