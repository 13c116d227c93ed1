"""需求变更: before the deadline alone, in public, and told to everybody who has bid."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import open_codes
from mobile_api.agency_supermarket.bids.queries import bids_of
from mobile_api.agency_supermarket.bids.service import to_be_given_again
from mobile_api.agency_supermarket.changes.comparing import Changed, changed
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.changes.schemas import ChangeRequest
from mobile_api.agency_supermarket.errors import (
    BiddingOver,
    NeedChangedTooOften,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    ReadAnother,
)
from mobile_api.agency_supermarket.needs.drafting import LONGEST_DAYS, earliest_close
from mobile_api.agency_supermarket.needs.draws import commit_anew
from mobile_api.agency_supermarket.needs.history import (
    CHANGE,
    CHANGE_OF_SUBSTANCE,
    amend,
    last_change_of_substance,
)
from mobile_api.agency_supermarket.needs.judging import check_experts
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.telling import tell_bidders
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.text.words import at_time

_NOTHING = "内容与现在的公告相同,请修改需要变更的部分。"
_ONLY_LATER = "报价截止时间只能延后,请填写更晚的时间,或者不填。"
_TOO_FAR = "报价截止时间最晚在一年之内,请改早。"
_KEPT = "变更前提交的报价继续有效,可以保留、替换或撤回"
_VOID = "变更前提交的报价须在截止前重新提交,否则不参加选取"
_KEPT_BUT = f"{_KEPT};此前因变更须重新提交的,仍须在截止前重新提交"


async def change(
    caller: Citizen, need_id: UUID, given: ChangeRequest, read: int | None = None
) -> Need:
    """Change a published need of the caller's before its deadline, with the row locked: a bid is
    either received before it, and then its agency is told, or refused with NeedChanged.

    Bids stay valid, and whoever gave one may replace or withdraw it; where the description or the
    method is another one they do not count unless given again. After any change at least the
    notice period is left. The rules stay those of the publication. Draws whose sources would close
    too early, or which the method does not know, are committed anew.
    `read`: how many changes there were when the need was read; None: not said.
    Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed (not published), BiddingOver, ReadAnother,
    NeedChangedTooOften, InvalidInput, NobodyEligible, NoIssuesAnnounced.
    """
    need = await locked_need(own_needs(caller), need_id)
    if need.status is not NeedStatus.published or need.published_at is None:
        raise NeedMoveNotAllowed()
    if need.is_closed:
        raise BiddingOver()
    published_on = clock.beijing_date(need.published_at)
    number = await NeedChange.filter(need_id=need.id).count() + 1
    if read is not None and read != number - 1:
        raise ReadAnother()
    if number > RULES.here().need_changes.on(published_on).amount:
        raise NeedChangedTooOften()
    _check_deadline(need, given)
    earliest = await earliest_close(clock.today(), published_on)
    after = changed(need, given, published_on, earliest)
    await _check(need, after)
    await _keep(caller, need, number, given.reason, after, published_on)
    return need


def _check_deadline(need: Need, given: ChangeRequest) -> None:
    closes = given.bids_close_at
    if closes is None:
        return
    if closes < need.bids_close_at:
        raise InvalidInput([FieldFault("/bids_close_at", "only_later", _ONLY_LATER)])
    if (closes - clock.now()).days > LONGEST_DAYS:
        raise InvalidInput([FieldFault("/bids_close_at", "too_far", _TOO_FAR)])


async def _check(need: Need, after: Changed) -> None:
    if not after.parts:
        raise InvalidInput([FieldFault("", "nothing_changed", _NOTHING)])
    codes = await open_codes(need.service_type)
    if codes and codes <= set(after.avoided):
        raise NobodyEligible()
    if after.terms.judging != need.terms.judging:
        await check_experts(after.terms)


async def _keep(
    caller: Citizen, need: Need, number: int, reason: str, after: Changed, published_on: date
) -> None:
    open_by = after.bids_close_at + RULES.here().opening.on(published_on).span
    # How many a draw picks is committed with it.
    drawn, drawn_before = ((one.rules, one.sizes) for one in (after.terms, need.terms))
    is_redrawn = open_by != need.open_by or drawn != drawn_before
    await NeedChange.create(
        need_id=need.id,
        number=number,
        reason=reason,
        parts=after.parts,
        voids_bids=after.voids_bids,
        changed_at=clock.now(),
    )
    names = "、".join(one.part for one in after.parts)
    advice = await _advice(need, after)
    await amend(
        need,
        actor_of(caller),
        CHANGE_OF_SUBSTANCE if after.voids_bids else CHANGE,
        f"第{number}次变更:{names}。原因:{reason.rstrip('。')}。"
        f"报价截止时间:{at_time(after.bids_close_at)}。{advice}。",
        description=after.description,
        terms=after.terms,
        avoided=after.avoided,
        bids_close_at=after.bids_close_at,
        open_by=open_by,
        due_at=open_by,
    )
    await wake(Need._meta.db_table)
    if is_redrawn:
        await commit_anew(need, number)
    told = {"parts": names, "reason": reason, "until": at_time(after.bids_close_at)}
    await _tell(need, told)


async def _advice(need: Need, after: Changed) -> str:
    """What becomes of the bids that are in, for everybody to read."""
    if after.voids_bids:
        return _VOID
    return _KEPT_BUT if await last_change_of_substance(need.id) else _KEPT


async def _tell(need: Need, told: Mapping[str, str]) -> None:
    """Each bidder by what becomes of their own bid."""
    again = await to_be_given_again(need.id)
    standing = [bid for bid in await bids_of(need.id) if not bid.is_withdrawn]
    for advice, is_old in ((_VOID, True), (_KEPT, False)):
        agencies = [bid.agency_id for bid in standing if (bid.id in again) is is_old]
        await tell_bidders(need, "need_changed", {**told, "advice": advice}, agencies)


async def public_changes(need_id: UUID) -> Sequence[NeedChange]:
    """Of a need that was published, the first one first. Raises NeedNotFound."""
    if not await public_needs().filter(id=need_id).exists():
        raise NeedNotFound()
    return await read_each(NeedChange.filter(need_id=need_id).order_by("number"))
