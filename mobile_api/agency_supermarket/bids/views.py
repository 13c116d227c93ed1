"""Shapes a bid for its own agency: never what is in it."""

from mobile_api.agency_supermarket.bids import service
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.schemas import BidState
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.selection.words import WORDS

_SEALED_HERE = (
    "您的设备没有密封报价,已由本平台在收到时立即密封;密封前的内容没有保存,也没有记入日志。"
)
_SEALED_THERE = "报价由您的设备密封,本平台在开启之前无法读取。"


async def state_of(found: Bid, need: Need) -> BidState:
    """One's own bid for a need."""
    return BidState(
        bid_id=found.id,
        is_withdrawn=found.is_withdrawn,
        must_be_given_again=await service.must_be_given_again(found, need),
        sealed_here=found.sealed_here,
        seal_notice=_SEALED_HERE if found.sealed_here else _SEALED_THERE,
        receipts=await service.receipts_of(found, need),
        excluded=found.excluded,
        excluded_text=WORDS.reasons[found.excluded] if found.excluded else "",
    )
