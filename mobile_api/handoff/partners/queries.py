"""Who a message is from, what is agreed with whom on a day, and what region a code stands for."""

from collections.abc import Sequence
from datetime import date, datetime

from mobile_api.guides.publishing.queries import current_guide, published_catalogue
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Maintenance,
    OwnKey,
    Partner,
    PartnerKey,
)
from mobile_api.handoff.partners.own_keys import NoOwnKey, own_keys, published_keys
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse, PartnerState
from mobile_api.handoff.wire.city import Items, PartnerItem, Profile, PublishedKey, Window
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.settings.settings import Settings
from mobile_api.signatures.service import VerifyingKey


async def partner_of_key(key_id: str, at: datetime) -> tuple[Partner, VerifyingKey] | None:
    """Whose key that is, if it is good at that instant: begun, not over, not revoked."""
    found = await PartnerKey.get_or_none(key_id=key_id, revoked_at=None).select_related("partner")
    if found is None or at < found.valid_from:
        return None
    if found.valid_until is not None and at >= found.valid_until:
        return None
    return found.partner, VerifyingKey.read(found.public_key)


# What holds on a day, and what a region is called on it: one rule, in SQL, also for the one
# statement of a message (`incoming.agreed`). In these texts `on` is the day, and the other words
# are names of tables, all as they stand there.


def agreement_holds(agreement: str, on: str) -> str:
    """Begun, not over, and not ended: on the day of its end it takes no more."""
    return (
        f"{_runs(agreement, on)} AND ({agreement}.ended_on IS NULL OR {agreement}.ended_on > {on})"
    )


def item_holds(item: str, on: str) -> str:
    """By its own days; its agreement has to hold besides."""
    return _runs(item, on)


def _runs(row: str, on: str) -> str:
    until = f"{row}.valid_until IS NULL OR {row}.valid_until >= {on}"
    return f"{row}.valid_from <= {on} AND ({until})"


def codes(code: str, on: str) -> str:
    """A recursive `codes`: the code, then what it became one after the other, as CODE_TODAY reads
    it. Round in a circle goes nobody twice."""
    return f"""codes AS (
    SELECT {code}::text AS code, ARRAY[{code}::text] AS seen
    UNION ALL
    SELECT next.successor::text, seen || next.successor::text
    FROM codes JOIN region_successor AS next ON next.code = codes.code AND next.since <= {on}
    WHERE next.successor <> ALL(seen)
)"""


CODE_TODAY = "SELECT code FROM codes ORDER BY cardinality(seen) DESC LIMIT 1"
_AGREED = f"""
SELECT item.id FROM handoff_agreed_item AS item
    JOIN handoff_agreement AS agreement ON agreement.id = item.agreement_id
WHERE item.direction = $1 AND {item_holds("item", "$2")} AND {agreement_holds("agreement", "$2")}
    AND ($3::uuid IS NULL OR agreement.partner_id = $3)
    AND ($4::text IS NULL OR item.item_key = $4)
"""
_REGION = f"WITH RECURSIVE {codes('$1', '$2')} {CODE_TODAY}"


async def agreed_items(
    direction: HandoffDirection,
    on: date,
    *,
    partner: Partner | None = None,
    item_key: str | None = None,
) -> Sequence[AgreedItem]:
    """Items in force that go this way, with agreement and partner."""
    of_partner = partner.id if partner else None
    rows = await fetch(_AGREED, direction.value, on, of_partner, item_key)
    found = AgreedItem.filter(id__in=[row["id"] for row in rows])
    return await found.prefetch_related("agreement__partner").order_by("id")


async def region_today(code: str, on: date) -> str:
    """The code that an abolished one has become, else the same."""
    [row] = await fetch(_REGION, code, on)
    return str(row["code"])


async def items_for(partner: Partner, on: date) -> Items:
    """What that partner may hand over to us on that day; while it is drained, nothing.

    `region_codes` as the agreement has them; none: every county of this city.
    """
    if partner.state is not PartnerState.active:
        return Items(items=[])
    found = await agreed_items(HandoffDirection.from_partner, on, partner=partner)
    lines = [await _line(one) for one in found]
    return Items(items=[line for line in lines if line is not None])


async def _line(item: AgreedItem) -> PartnerItem | None:
    """None for an item that the published catalogue does not have any more."""
    known = await current_guide(item.item_key)
    if known is None:
        return None
    ends = [one for one in (item.valid_until, item.agreement.valid_until) if one is not None]
    return PartnerItem(
        agreement=item.agreement.number,
        item=item.basic_code,
        name=known.guide.name,
        mode=item.mode,
        region_codes=item.regions,
        valid_until=min(ends, default=None),
    )


async def profile(settings: Settings) -> Profile:
    """What partners have to know of this city now. Raises NoOwnKey where it has no key to seal for.

    A signing key that begins later is there already; of keys to seal for, the newest good one.
    """
    now = clock.now()
    sealed_for = await own_keys(KeyUse.encryption, now)
    if not sealed_for:
        raise NoOwnKey()
    published = await published_catalogue()
    windows = await Maintenance.filter(ends_at__gt=now).order_by("begins_at", "id")
    return Profile(
        region_code=settings.region_code,
        name=published.catalogue.region_name if published else settings.region_code,
        signing_keys=[_published(one) for one in await published_keys(now)],
        encryption_key=sealed_for[0].public_key,
        maintenance=[Window.model_validate(one, from_attributes=True) for one in windows],
    )


def _published(key: OwnKey) -> PublishedKey:
    return PublishedKey.model_validate(key, from_attributes=True)
