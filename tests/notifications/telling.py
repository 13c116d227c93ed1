"""What happens to a person in these tests, and how to look at what became of it."""

from uuid import UUID

from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, Delivery
from notifications.service import notify

POSTED = {
    "item_name": "居住证签注", "case_number": "999900202611030000017",
    "waybill_number": "1100000000001",
}  # fmt: skip
PAGE = "pages/case/detail?id=1"


async def tell_posted(person_id: UUID, *, key: str = "posted", subject: str = "case:1") -> None:
    await notify(person_id, "posted", POSTED, subject=subject, dedupe_key=key, page=PAGE)


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
