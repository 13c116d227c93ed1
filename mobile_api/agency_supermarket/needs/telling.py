"""What owners and bidders are told of a need."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.queries import enterprise_by_id
from notifications.service import notify
from notifications.words.service import phrases


async def owner_to_tell(need: Need) -> UUID:
    """The person; of an enterprise its legal representative, who answers for it."""
    if need.enterprise_id is None:
        return need.owner_id
    return (await enterprise_by_id(need.enterprise_id)).representative_id


async def whose(need: Need) -> str:
    """The owner, as a message to them says it: 您, or the enterprise by its name."""
    if need.enterprise_id is None:
        return "您"
    return f"“{(await enterprise_by_id(need.enterprise_id)).name}”"


async def tell_owner(
    need: Need, event: str, data: Mapping[str, str], *, once_per: object = ""
) -> None:
    """`once_per`: what is told of, where it writes no event of the need."""
    told = {"whose": await whose(need), **data}
    await _tell(need, await owner_to_tell(need), event, told, once_per)


async def tell_bidders(
    need: Need, event: str, data: Mapping[str, str], agencies: Sequence[UUID]
) -> None:
    """Each agency's legal representative."""
    standings = await standings_of(agencies, need.service_type)
    for one in standings.values():
        told = {"agency_name": one.name, **data}
        await _tell(need, one.representative_id, event, told, one.name)


async def _tell(
    need: Need, person_id: UUID, event: str, data: Mapping[str, str], once_per: object
) -> None:
    dedupe_key = f"{need.id}:{event}:{need.event_count}:{once_per}"
    await tell_person(need, person_id, event, data, dedupe_key)


async def tell_person(
    need: Need, person_id: UUID, event: str, data: Mapping[str, str], dedupe_key: str
) -> None:
    """One person; what concerns the need leads to its page. `dedupe_key` as `notify` takes it."""
    await notify(
        person_id,
        event,
        {"need_title": need.title, "need_number": need.number or "", **phrases(data)},
        subject=f"need:{need.id}",
        dedupe_key=dedupe_key,
        page=f"market/need/index?id={need.id}",
    )
