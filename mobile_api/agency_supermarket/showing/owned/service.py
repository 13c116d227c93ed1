"""What owners do at the market, for the pages that do it: the same acts as the API's."""

from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import declare_relatives
from mobile_api.agency_supermarket.bids.queries import bidders_of
from mobile_api.agency_supermarket.changes.service import change
from mobile_api.agency_supermarket.contracts.acts.agreeing import confirm, propose, send_back
from mobile_api.agency_supermarket.contracts.acts.changing import (
    answer_ending,
    answer_extension,
    ask_ending,
    take_back_ending,
)
from mobile_api.agency_supermarket.contracts.acts.serving import (
    accept,
    answer_milestone,
    return_result,
)
from mobile_api.agency_supermarket.disputes.objecting import answer as answer_dispute
from mobile_api.agency_supermarket.disputes.objecting import (
    complain_as_owner,
    withdraw_as_owner,
)
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.needs import drafting
from mobile_api.agency_supermarket.needs.drafting import OwnerKey, draft, redraft
from mobile_api.agency_supermarket.needs.files.service import attach, own_files
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.previewing import key_of, key_to_publish
from mobile_api.agency_supermarket.needs.questions import answer as answer_question
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import view
from mobile_api.agency_supermarket.openings.choosing import choose
from mobile_api.agency_supermarket.openings.opening import OpenedBids, open_bids, read_bids
from mobile_api.agency_supermarket.ratings.rating import rate, reply
from mobile_api.shared.callers import Citizen

__all__ = [
    "OpenedBids",
    "OwnerKey",
    "accept",
    "answer_dispute",
    "answer_ending",
    "answer_extension",
    "answer_milestone",
    "answer_question",
    "ask_ending",
    "attach",
    "cancel",
    "change",
    "choose",
    "complain_as_owner",
    "confirm",
    "declare_relatives",
    "draft",
    "key_of",
    "key_to_publish",
    "open_bids",
    "propose",
    "publish",
    "rate",
    "read_bids",
    "redraft",
    "reply",
    "return_result",
    "send_back",
    "take_back_ending",
    "withdraw_as_owner",
]


async def publish(caller: Citizen, need_id: UUID, key: OwnerKey, read: str = "") -> Need:
    """As `drafting.publish`; `read`: the key of the preview that was read, empty: not said.

    Raises ReadAnother and as it does.
    """
    need = await locked_need(own_needs(caller), need_id)
    if read and need.status is NeedStatus.draft:
        seen = await view(need, is_own=True)
        if read != key_of(seen, await own_files(caller, need_id)):
            raise ReadAnother()
    return await drafting.publish(caller, need_id, key)


async def cancel(caller: Citizen, need_id: UUID, reason: str) -> Need:
    """取消; whoever has bid is told. Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed."""
    return await drafting.cancel(caller, need_id, reason, bidders_of)
