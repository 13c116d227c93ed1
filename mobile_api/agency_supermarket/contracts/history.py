"""The history of a contract: what kind of log it is, its moves and notes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.contracts.errors import ContractMoveNotAllowed
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.contracts.states import (
    PROPOSE,
    RETURN_RESULT,
    SEND_BACK,
    ContractMove,
    ContractStatus,
)
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import SYSTEM, Actor
from mobile_api.shared.history.room import check_room
from mobile_api.shared.json_columns import read_each

__all__ = [
    "AGREE_EXTENSION",
    "CONTRACT_LOG",
    "OVERDUE",
    "SYSTEM",
    "events_of",
    "last_word_before",
    "move",
    "note",
]

CONTRACT_LOG = Log(
    name="contract",
    rows=Contract,
    events=ContractEvent,
    subject="contract_id",
    label="number",
    begins_as=ContractStatus.awaited,
    kept="event_count > 0",
    refusal=ContractMoveNotAllowed,
)
# Kinds of events that move nothing, and that others follow.
OVERDUE, AGREE_EXTENSION = "overdue", "agree_extension"
# Those that can follow each other without end; one that ends something is always free.
_AGAIN = (PROPOSE, SEND_BACK, RETURN_RESULT)


async def move(contract: Contract, made: ContractMove, actor: Actor, text: str, **to: Any) -> None:
    """Move a locked contract and write its event. Raises ContractMoveNotAllowed, TooManyRequests.

    `text` is read by both sides and the desk.
    """
    if made in _AGAIN:
        await check_room(CONTRACT_LOG, contract.id, actor, has_sides=True)
    await writing.make_move(CONTRACT_LOG, contract, made, actor, public_text=text, **to)


async def note(contract: Contract, actor: Actor, kind: str, text: str, **to: Any) -> None:
    """An event of a locked contract that moves nothing; `to`: columns that change with it.

    Raises TooManyRequests.
    """
    await check_room(CONTRACT_LOG, contract.id, actor, has_sides=True)
    await writing.append(CONTRACT_LOG, contract, kind, actor, public_text=text, **to)


async def events_of(contract_id: UUID) -> Sequence[ContractEvent]:
    found = ContractEvent.filter(contract_id=contract_id).order_by("sequence")
    return await read_each(found)


async def last_word_before(event: ContractEvent) -> ContractEvent | None:
    """The last proposal, or its being sent back, before an event of the same contract."""
    words = ContractEvent.filter(
        contract_id=event.contract_id,
        kind__in=[PROPOSE.name, SEND_BACK.name],
        sequence__lt=event.sequence,
    )
    return await words.order_by("-sequence").first()
