"""What the two sides of a contract are told: whose turn it is, and what the other one did."""

from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.needs.telling import owner_to_tell, whose
from mobile_api.shared import clock
from notifications.service import notify
from notifications.words.service import date_text, phrases


def day(on: date | None) -> str:
    return date_text(on) if on else ""


async def person_of(contract: Contract, side: Side) -> UUID:
    """The owner, or the legal representative who answers for an enterprise."""
    if side is Side.owner:
        return await owner_to_tell(contract.need)
    return (await standing_of(contract.agency_id, contract.need.service_type)).representative_id


async def news(contract: Contract, side: Side, step: str) -> None:
    """Tell one side what happened; `need` is fetched."""
    await _tell(contract, side, "contract_news", {"step": step}, _of_event(contract))


async def both(contract: Contract, step: str) -> None:
    for side in Side:
        await news(contract, side, step)


async def to_do(contract: Contract, side: Side, step: str, what: str) -> None:
    """Tell one side what happened, and what is to be done now: “请……”."""
    data = {"step": step, "what": what}
    await _tell(contract, side, "contract_to_do", data, _of_event(contract))


async def say_again(contract: Contract, side: Side, step: str) -> None:
    """As `news`, once a day: a day has passed, and nothing else."""
    await _tell(contract, side, "contract_news", {"step": step}, _of_day(contract))


async def remind(contract: Contract, side: Side, step: str, what: str) -> None:
    """As `to_do`, once a day: nothing has happened meanwhile."""
    data = {"step": step, "what": what}
    await _tell(contract, side, "contract_to_do", data, _of_day(contract))


def _of_event(contract: Contract) -> str:
    """By the event that is told of: the last one, for whoever acts writes it first."""
    return f"event {contract.event_count}"


def _of_day(contract: Contract) -> str:
    """By what waits and the day, whatever else happened on it."""
    return f"{contract.status} {clock.today()}"


async def _whose(contract: Contract, side: Side) -> str:
    """For whom it is told: who answers for several enterprises reads here which one it is."""
    if side is Side.owner:
        return await whose(contract.need)
    return f"“{(await standing_of(contract.agency_id, contract.need.service_type)).name}”"


async def _tell(
    contract: Contract, side: Side, event: str, data: dict[str, str], once_per: str
) -> None:
    await notify(
        await person_of(contract, side),
        event,
        {
            "whose": await _whose(contract, side),
            "need_title": contract.need.title,
            "contract_number": contract.number,
            **phrases(data),
        },
        subject=f"contract:{contract.id}",
        dedupe_key=f"{contract.id}:{event}:{side}:{once_per}",
        page=f"market/contract/index?id={contract.id}",
    )
