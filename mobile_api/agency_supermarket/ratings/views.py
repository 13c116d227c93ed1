"""Shapes ratings for both sides of their contract, for the desk, and for everybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from mobile_api.agency_supermarket.contracts.scope import Party
from mobile_api.agency_supermarket.contracts.states import ContractStatus, Side
from mobile_api.agency_supermarket.ratings.brushing import SUSPICIONS
from mobile_api.agency_supermarket.ratings.models import Rating, TextState
from mobile_api.agency_supermarket.ratings.rules import RULES
from mobile_api.agency_supermarket.ratings.schemas import (
    ContractRatings,
    DeskRating,
    DimensionAverage,
    DimensionView,
    PublicRating,
    RatingPage,
    RatingView,
    SuspicionView,
)
from mobile_api.agency_supermarket.ratings.scope import ratings_of
from mobile_api.agency_supermarket.ratings.terms import asked_of, last_day_to_rate
from mobile_api.shared import clock
from mobile_api.shared.json_columns import shown

_PERSON = "个人采购人"


async def of_contract(party: Party) -> ContractRatings:
    """Both ratings, as a side of the contract sees them."""
    contract, side = party.contract, party.side
    found = await ratings_of(contract)
    last = last_day_to_rate(contract)
    rated = {one.by: one for one in found}
    is_open = contract.status is ContractStatus.finished and last and clock.today() <= last
    can = ["rate"] if is_open and side not in rated else []
    about = rated.get(side.other)
    if about is not None and about.replied_at is None:
        can.append("reply")
    return ContractRatings(
        rate_until=last,
        dimensions=[
            DimensionView(key=key, name=name) for key, name in asked_of(contract, side).items()
        ],
        ratings=[RatingView(**_said(one)) for one in found],
        can=can,
    )


def _said(rating: Rating) -> dict[str, Any]:
    return {
        "id": rating.id,
        "by": rating.by,
        "rated_at": rating.rated_at,
        "scores": rating.scores,
        "text": rating.text,
        "text_state": rating.text_state,
        "reply": rating.reply,
        "reply_state": rating.reply_state,
        "is_counted": rating.is_counted,
        "judgement": rating.judgement,
    }


def desk(rating: Rating) -> DeskRating:
    """`contract__enterprise` and `agency__enterprise` are fetched."""
    contract = rating.contract
    return DeskRating(
        **_said(rating),
        contract_id=contract.id,
        contract_number=contract.number,
        agency_name=rating.agency.enterprise.name,
        owner_name=contract.enterprise.name if contract.enterprise else _PERSON,
        price_fen=contract.price_fen,
        suspicions=[SuspicionView(code=one, reason=SUSPICIONS[one]) for one in rating.suspicions],
    )


def page(
    averages: Mapping[str, tuple[float, int]], found: Sequence[Rating], cursor: str | None
) -> RatingPage:
    """What everybody reads of an agency: no average of a few, and no text that nobody looked at."""
    today, rules = clock.today(), RULES.here()
    lines, unreadable = shown(found, _public)
    least = rules.least_votes.on(today).amount
    return RatingPage(
        votes=max((votes for _, votes in averages.values()), default=0),
        least_votes=least,
        dimensions=[
            DimensionAverage(key=key, name=name, average=_average(averages.get(key), least))
            for key, name in rules.dimensions.on(today).by(Side.owner).items()
        ],
        ratings=lines,
        unreadable=unreadable,
        next_cursor=cursor,
    )


def _average(known: tuple[float, int] | None, least: int) -> float | None:
    return round(known[0], 2) if known and known[1] >= least else None


def _public(rating: Rating) -> PublicRating:
    return PublicRating(
        id=rating.id,
        rated_on=clock.beijing_date(rating.rated_at),
        scores=rating.scores,
        text=rating.text if rating.text_state is TextState.shown else "",
        reply=rating.reply if rating.reply_state is TextState.shown else "",
    )
