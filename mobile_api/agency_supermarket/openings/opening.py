"""开启报价: with the owner's key and the platform's, after the deadline, once.

Opening takes its time, so it is done before the transaction; what was read there cannot change any
more, for after the deadline no bid comes in and none goes.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.queries import bids_of, sealed_bids_of
from mobile_api.agency_supermarket.bids.service import keep
from mobile_api.agency_supermarket.errors import (
    BiddingNotOver,
    NeedMoveNotAllowed,
    NeedNotFound,
    WrongOwnerKey,
)
from mobile_api.agency_supermarket.needs.history import move
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs
from mobile_api.agency_supermarket.needs.states import OPEN, NeedStatus
from mobile_api.agency_supermarket.openings.credit import keep_credit
from mobile_api.agency_supermarket.openings.deciding import settle
from mobile_api.agency_supermarket.openings.schemas import OpenRequest
from mobile_api.agency_supermarket.openings.scores import keep_proposals
from mobile_api.agency_supermarket.openings.screening import screen
from mobile_api.agency_supermarket.sealing.offers import (
    CannotOpenBid,
    NotAKey,
    SealedOffer,
    open_sealed,
    recipient_of,
)
from mobile_api.agency_supermarket.sealing.passphrases import (
    WrongPassphrase,
    unlocked,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.history.moves import actor_of


@dataclass(frozen=True, slots=True)
class OpenedBids:
    """What came out of the sealed bids: an offer, or the code of why it did not open, by bid."""

    identities: tuple[str, str]
    offers: dict[UUID, SealedOffer | str]


async def read_bids(caller: Citizen, need_id: UUID, given: OpenRequest) -> OpenedBids:
    """Open every bid in a thread; changes nothing.

    Raises NeedNotFound, NeedMoveNotAllowed, BiddingNotOver, WrongOwnerKey, NotForMarket.
    """
    outside_transaction()
    need = await own_needs(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    _check_open(need)
    owner = await _owner_identity(need, given)
    identities = (owner, str(need.platform_identity))
    bids = await sealed_bids_of(need.id)
    return OpenedBids(identities, await asyncio.to_thread(_opened, need, bids, identities))


def _check_open(need: Need) -> None:
    if need.status is not NeedStatus.published:
        raise NeedMoveNotAllowed()
    if not need.is_closed:
        raise BiddingNotOver()


async def _owner_identity(need: Need, given: OpenRequest) -> str:
    """Raises WrongOwnerKey: a key that is not that of this need opens nothing."""
    try:
        if given.passphrase is not None and need.owner_kept:
            identity = await unlocked(need.owner_kept, given.passphrase)
        else:
            identity = (given.identity or "").strip()
        if recipient_of(identity) != need.owner_recipient:
            raise WrongOwnerKey()
    except (NotAKey, WrongPassphrase):
        raise WrongOwnerKey() from None
    return identity


def _opened(
    need: Need, bids: Sequence[Bid], identities: tuple[str, str]
) -> dict[UUID, SealedOffer | str]:
    found: dict[UUID, SealedOffer | str] = {}
    for bid in bids:
        try:
            sealed = bytes(bid.ciphertext)
            found[bid.id] = open_sealed(sealed, *identities, need.number or "", bid.agency_id)
        except CannotOpenBid as fault:
            found[bid.id] = fault.code
    return found


async def open_bids(caller: Citizen, need_id: UUID, opened: OpenedBids) -> Need:
    """Record what was opened, judge it by the terms, and let it take its course.

    Both keys are public from now on; where proposals are judged neither is even kept, for these may
    hold secrets of the trade. Raises NeedNotFound, NeedMoveNotAllowed, BiddingNotOver.
    """
    need = await locked_need(own_needs(caller), need_id)
    _check_open(need)
    bids = [bid for bid in await bids_of(need.id) if bid.id in opened.offers]
    await _record(need, bids, opened)
    await keep_credit(need, bids)
    text = _received(bids)
    await move(
        need,
        OPEN,
        actor_of(caller),
        text,
        opened_at=clock.now(),
        opened_with=opened.identities if need.terms.judging is None else None,
        due_at=None,
    )
    await settle(need)
    return need


def _received(bids: Sequence[Bid]) -> str:
    gone = sum(bid.is_withdrawn for bid in bids)
    also = f",另有{gone}份在截止前撤回" if gone else ""
    return f"开启报价,收到{len(bids) - gone}份{also}。"


async def _record(need: Need, bids: Sequence[Bid], opened: OpenedBids) -> None:
    readable = {key: one for key, one in opened.offers.items() if isinstance(one, SealedOffer)}
    proposals = {key: one.proposal for key, one in readable.items() if one.proposal}
    reasons = await screen(need, bids, readable, proposals)
    for bid in bids:
        found = opened.offers[bid.id]
        bid.offers = _without_proposal(found) if isinstance(found, SealedOffer) else None
        bid.fault = found if isinstance(found, str) else ""
        bid.excluded_by = reasons.get(bid.id) or ""
    await keep(bids, "offers", "fault", "excluded_by")
    await keep_proposals(bids, proposals)


def _without_proposal(offer: SealedOffer) -> SealedOffer:
    """What stands with the bid; a proposal is kept apart, sealed."""
    return offer.model_copy(update={"proposal": None})
