"""评价和回复: once each, by a side of a finished contract, in time; never by default."""

from uuid import UUID

from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.history import note
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.scope import Party, locked_contract
from mobile_api.agency_supermarket.contracts.states import (
    SIDE_NAMES,
    ContractStatus,
    Side,
)
from mobile_api.agency_supermarket.ratings.brushing import suspicions_of
from mobile_api.agency_supermarket.ratings.errors import (
    RatedAlready,
    RatingClosed,
    RatingNotFound,
    RepliedAlready,
)
from mobile_api.agency_supermarket.ratings.models import Rating, TextState
from mobile_api.agency_supermarket.ratings.rules import LEAST, MOST
from mobile_api.agency_supermarket.ratings.schemas import RateRequest
from mobile_api.agency_supermarket.ratings.scope import rating_by
from mobile_api.agency_supermarket.ratings.terms import asked_of, last_day_to_rate
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput

_UNKNOWN = "没有这个评价维度,请按列出的维度评分。"
_MISSING = "请给“{name}”评分(1至5分)。"
_RANGE = "请给“{name}”评1至5分。"


async def rate(caller: Citizen, contract_id: UUID, given: RateRequest) -> Party:
    """Rate the other side. What looks like brushing does not count before the desk has looked.

    Raises NotForMarket, ContractNotFound, RatingClosed, RatedAlready, InvalidInput,
    TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    contract, side = party.contract, party.side
    _check_open(contract)
    if await rating_by(contract, side) is not None:
        raise RatedAlready()
    _check(contract, side, given)
    suspicions = await suspicions_of(party, caller.person_id, given.scores)
    await Rating.create(
        contract=contract,
        by=side,
        agency_id=contract.agency_id,
        rated_by=caller.person_id,
        rated_at=clock.now(),
        scores=given.scores,
        text=given.text,
        text_state=TextState.waiting if given.text else TextState.none,
        suspicions=suspicions,
        is_counted=not suspicions,
        needs_look=bool(suspicions or given.text),
    )
    text = f"{SIDE_NAMES[side]}评价了{SIDE_NAMES[side.other]}。"
    await note(contract, party.actor, "rate", text, payload={"scores": given.scores})
    await telling.news(contract, side.other, f"{text}您可以回复一次")
    return party


def _check_open(contract: Contract) -> None:
    last = last_day_to_rate(contract)
    is_finished = contract.status is ContractStatus.finished
    if not is_finished or last is None or clock.today() > last:
        raise RatingClosed()


def _check(contract: Contract, side: Side, given: RateRequest) -> None:
    """Raises InvalidInput with every dimension that is missing, unknown or out of range."""
    asked = asked_of(contract, side)
    faults = [
        FieldFault("/scores", "unknown_dimension", _UNKNOWN)
        for key in given.scores
        if key not in asked
    ][:1]
    for key, name in asked.items():
        score, path = given.scores.get(key), f"/scores/{key}"
        if score is None:
            faults.append(FieldFault(path, "missing", _MISSING.format(name=name)))
        elif not LEAST <= score <= MOST:
            faults.append(FieldFault(path, "out_of_range", _RANGE.format(name=name)))
    if faults:
        raise InvalidInput(faults)


async def reply(caller: Citizen, contract_id: UUID, text: str) -> Party:
    """The rated side answers, once.

    Raises NotForMarket, ContractNotFound, RatingNotFound, RepliedAlready, TooManyRequests.
    """
    party = await locked_contract(caller, contract_id)
    found = await rating_by(party.contract, party.side.other)
    if found is None:
        raise RatingNotFound()
    if found.replied_at is not None:
        raise RepliedAlready()
    found.reply, found.reply_state, found.replied_at = text, TextState.waiting, clock.now()
    found.needs_look = True
    await found.save(update_fields=["reply", "reply_state", "replied_at", "needs_look"])
    said = f"{SIDE_NAMES[party.side]}回复了评价。"
    await note(party.contract, party.actor, "reply", said)
    await telling.news(party.contract, party.side.other, said)
    return party
