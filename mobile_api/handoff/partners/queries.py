"""Who a message is from, what is agreed with whom on a day, and what region a code stands for."""

from collections.abc import Sequence
from datetime import date, datetime

from tortoise.expressions import Q

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.guides.publishing.queries import current_guide, published_catalogue
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Maintenance,
    OwnKey,
    Partner,
    PartnerKey,
    RegionSuccessor,
)
from mobile_api.handoff.partners.own_keys import NoOwnKey, own_keys, published_keys
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse, PartnerState
from mobile_api.handoff.wire.city import Items, PartnerItem, Profile, PublishedKey, Window
from mobile_api.shared import clock
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


def in_force(on: date) -> Q:
    """Items whose own dates and whose agreement's hold on that day."""
    until = Q(valid_until__gte=on) | Q(valid_until=None)
    agreed_until = Q(agreement__valid_until__gte=on) | Q(agreement__valid_until=None)
    not_ended = Q(agreement__ended_on__gt=on) | Q(agreement__ended_on=None)
    begun = Q(valid_from__lte=on, agreement__valid_from__lte=on)
    return begun & until & agreed_until & not_ended


async def agreed_items(
    direction: HandoffDirection, on: date, **where: object
) -> Sequence[AgreedItem]:
    """Items in force that go this way, with agreement and partner; `where`: further columns."""
    found = AgreedItem.filter(in_force(on), direction=direction, **where)
    return await found.prefetch_related("agreement__partner").order_by("id")


async def agreed_item(
    partner: Partner, number: str, basic_code: str, mode: HandoffMode, on: date
) -> AgreedItem | None:
    """What the partner may hand over to us on that day under the agreement of that number."""
    found = await agreed_items(
        HandoffDirection.from_partner,
        on,
        agreement__partner_id=partner.id,
        agreement__number=number,
        basic_code=basic_code,
        mode=mode,
    )
    return next(iter(found), None)


async def region_today(code: str, on: date) -> str:
    """The code that an abolished one has become, else the same."""
    seen = {code}
    while True:
        next_one = await RegionSuccessor.get_or_none(code=code, since__lte=on)
        if next_one is None or next_one.successor in seen:
            return code
        code = next_one.successor
        seen.add(code)


async def items_for(partner: Partner, on: date) -> Items:
    """What that partner may hand over to us on that day; while it is drained, nothing.

    `region_codes` as the agreement has them; none: every county of this city.
    """
    if partner.state is not PartnerState.active:
        return Items(items=[])
    found = await agreed_items(HandoffDirection.from_partner, on, agreement__partner_id=partner.id)
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
