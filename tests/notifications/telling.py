"""What happens to a person in these tests, and how to look at what became of it."""

import asyncio
from uuid import UUID

from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.sending.lane import Channels, lanes
from notifications.service import notify
from tests.committed import committed

POSTED = {
    "item_name": "居住证签注",
    "case_number": "999900202611030000017",
    "waybill_number": "1100000000001",
}
CORRECTION = {
    "item_name": "居住证签注",
    "case_number": "999900202611030000017",
    "advice": "共2处,点击查看",
    "due_on": "2026年11月30日",
}
PAGE = "pages/case/detail?id=1"


async def telling_posted(person_id: UUID, *, key: str = "posted", subject: str = "case:1") -> None:
    """As a feature does it, in its transaction."""
    await notify(person_id, "posted", POSTED, subject=subject, dedupe_key=key, page=PAGE)


async def tell_posted(person_id: UUID, *, key: str = "posted", subject: str = "case:1") -> None:
    await committed(telling_posted(person_id, key=key, subject=subject))


async def tell_correction(person_id: UUID, *, key: str = "correction") -> None:
    await committed(
        notify(
            person_id,
            "correction_requested",
            CORRECTION,
            subject="case:1",
            dedupe_key=key,
            page=PAGE,
        )
    )


async def chain_of(person_id: UUID, key: str) -> list[tuple[ChannelName, DeliveryState, str]]:
    """How each channel stands, in the order in which they are tried."""
    rows = Delivery.filter(person_id=person_id, dedupe_key=key, place__gt=0).order_by("place")
    return [(row.channel, row.state, row.reason) for row in await rows]


async def tell_many(people: int) -> list[UUID]:
    person_ids = [new_id() for _ in range(people)]
    for person_id in person_ids:
        await tell_posted(person_id)
    return person_ids


async def by_wechat(person_id: UUID | None = None) -> Delivery:
    """The one delivery by WeChat (of a person)."""
    found = Delivery.filter(channel=ChannelName.mini_program)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return await found.get()


async def send_due(channels: Channels, *, limit: int | None = None) -> int:
    """One turn of every lane at once, as workers take them; how many deliveries were claimed."""
    return sum(await asyncio.gather(*(lane.work_off(limit) for lane in lanes(channels))))
