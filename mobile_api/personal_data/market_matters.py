"""What of the market has to end before an account can: else nobody could open, sign or answer it.

Of a person these are their own matters; of a legal representative also those of the enterprise, for
which nobody else is told and answers.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import OPEN_CONTRACTS, UNSIGNED
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.experts.panels.states import CandidateState, PanelStatus
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import OVER, NeedStatus
from mobile_api.agency_supermarket.trading.complaints.models import BiddingComplaint
from mobile_api.agency_supermarket.trading.complaints.states import OPEN_COMPLAINTS
from mobile_api.enterprises.queries import powers_of
from mobile_api.shared import clock
from mobile_api.shared.json_columns import read_each

# As many as somebody reads; the rest is named when these have ended.
MOST_NAMED = 50
_NEED, _BID, _CONTRACT = "采购需求", "报价", "合同"
_PANEL, _COMPLAINT = "评标专家", "招标投标投诉"
_CANCEL = "请取消这项需求,或等选取结束、合同履行完毕。"
_OPEN = "请开启报价,等选取结束、合同履行完毕;没有开启的,到期按规则流标。"
_CHOOSE = "请选定一家中介机构,或等选定期限过去、按规则流标。"
_AWAIT = "请等选取结束、合同履行完毕。"
_WITHDRAW = "请在截止前撤回报价,或等选取结束。"
_AWAIT_RESULT = "请等选取结束;中选的,还要等合同履行完毕。"
_SIGN = "请签订合同并履行完毕,与对方协商终止,或等签订期限过去。"
_FULFIL = "请履行完合同,或与对方协商终止。"
_DECLINE = "请申报不能参加,或等评标结果公布。"
_TAKE_BACK = "请撤回投诉,或等处理决定。"
_OFFICE = "法定代表人已变更的,也可以请新的法定代表人先认领企业。"


@dataclass(frozen=True, slots=True)
class MarketMatter:
    """One that is open: of what kind it is, which one, and what must come first."""

    kind: str
    number: str
    title: str
    what: str


async def lock_market(*people: UUID) -> None:
    """The needs of people in one order and before the people, as whoever bids does: who publishes
    one at this moment has done it, or not."""
    own = Need.filter(owner_id__in=people, enterprise_id=None)
    await own.order_by("id").select_for_update().only("id")


async def market_matters(person_id: UUID) -> list[MarketMatter]:
    """What is open, the first `MOST_NAMED` of each kind."""
    powers = [one for one in await powers_of(person_id) if one.is_representative]
    enterprises = [one.enterprise.id for one in powers]
    now = clock.now()
    found: list[MarketMatter] = []
    for kind in (
        _needs(person_id, enterprises, now),
        _bids(enterprises, now),
        _contracts(person_id, enterprises),
        _seats(person_id),
        _complaints(person_id),
    ):
        found += [one async for one in kind]
    return found


def _owned(person_id: UUID, enterprises: Iterable[UUID]) -> Q:
    return Q(owner_id=person_id, enterprise_id=None) | Q(enterprise_id__in=list(enterprises))


def _what(text: str, is_of_enterprise: bool) -> str:
    return text + _OFFICE if is_of_enterprise else text


async def _needs(
    person_id: UUID, enterprises: list[UUID], now: datetime
) -> AsyncIterator[MarketMatter]:
    own = Need.filter(_owned(person_id, enterprises), number__isnull=False)
    # An award whose contract is not made yet is no end either.
    is_open = ~Q(status__in=OVER) | Q(status=NeedStatus.awarded, contracts__id__isnull=True)
    async for need in _first(own.filter(is_open)):
        text = _what(_what_of(need, now), need.enterprise_id is not None)
        yield MarketMatter(_NEED, need.number or "", need.title, text)


def _what_of(need: Need, now: datetime) -> str:
    if need.status is NeedStatus.published:
        return _CANCEL if now < need.bids_close_at else _OPEN
    return _CHOOSE if need.status is NeedStatus.choosing else _AWAIT


async def _bids(enterprises: list[UUID], now: datetime) -> AsyncIterator[MarketMatter]:
    own = Bid.filter(agency__enterprise_id__in=enterprises, is_withdrawn=False, excluded_by="")
    async for bid in _first(own.exclude(need__status__in=OVER).prefetch_related("need")):
        need = bid.need
        is_early = need.status is NeedStatus.published and now < need.bids_close_at
        text = _what(_WITHDRAW if is_early else _AWAIT_RESULT, True)
        yield MarketMatter(_BID, need.number or "", need.title, text)


async def _contracts(person_id: UUID, enterprises: list[UUID]) -> AsyncIterator[MarketMatter]:
    served = Q(agency__enterprise_id__in=enterprises)
    own = Contract.filter(_owned(person_id, enterprises) | served, status__in=OPEN_CONTRACTS)
    async for contract in _first(own.prefetch_related("need")):
        is_enterprises = contract.owner_id != person_id or contract.enterprise_id is not None
        text = _what(_SIGN if contract.status in UNSIGNED else _FULFIL, is_enterprises)
        yield MarketMatter(_CONTRACT, contract.number, contract.need.title, text)


async def _seats(person_id: UUID) -> AsyncIterator[MarketMatter]:
    """Nobody is named of the others; what is judged is named to who sits there already."""
    held = PanelCandidate.filter(
        expert__person_id=person_id,
        state=CandidateState.seated,
        panel__status=PanelStatus.seated,
    )
    async for seat in _first(held.prefetch_related("panel")):
        panel = seat.panel
        yield MarketMatter(_PANEL, panel.number, panel.subject_title, _DECLINE)


async def _complaints(person_id: UUID) -> AsyncIterator[MarketMatter]:
    own = BiddingComplaint.filter(person_id=person_id, status__in=OPEN_COMPLAINTS)
    async for one in _first(own):
        yield MarketMatter(_COMPLAINT, one.number, _COMPLAINT, _TAKE_BACK)


async def _first(found: QuerySet) -> AsyncIterator:  # type: ignore[type-arg]
    # A column that cannot be read hides no matter.
    for row in await read_each(found.order_by("id").limit(MOST_NAMED)):
        yield row
