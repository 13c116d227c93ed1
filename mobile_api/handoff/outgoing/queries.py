"""Handoffs as people and staff see them, scoped by the cases that they may see."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.cases.transfer.service import visible_case
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, StoredReceipt
from mobile_api.handoff.outgoing.schemas import HandoffsQuery, HandoffView, ReceiptView
from mobile_api.handoff.outgoing.scope import handoff_of, in_scope
from mobile_api.handoff.outgoing.words import RECEIPT_NAMES, STATUS_NAMES, problem_text
from mobile_api.handoff.states import ReceiptKind
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.pagination import sorted_after


async def handoff_of_case(caller: Citizen | Staff, case_id: UUID) -> HandoffView:
    """The one that counts. Raises CaseNotFound, HandoffNotFound."""
    handoff = await handoff_of(await visible_case(caller, case_id))
    if handoff is None:
        raise HandoffNotFound()
    return (await views([handoff]))[0]


async def handoffs_of(caller: Staff, query: HandoffsQuery) -> Sequence[Handoff]:
    """`limit + 1` of the caller's department."""
    found = in_scope(caller)
    if query.side is not None:
        found = found.filter(side=query.side)
    if query.status is not None:
        found = found.filter(status=query.status)
    if query.has_problem is not None:
        is_well = Q(problem="", custody_problem="")
        found = found.filter(~is_well if query.has_problem else is_well)
    if query.custody_place is not None:
        found = found.filter(custody_place=query.custody_place)
    found = sorted_after(found, "-created_at", query.cursor)
    found = found.prefetch_related("partner", "agreed_item__agreement")
    return await found.limit(query.limit + 1)


async def one_view(handoff: Handoff) -> HandoffView:
    """Of a handoff that its caller may see, with its partner and item."""
    return (await views([handoff]))[0]


async def views(handoffs: Sequence[Handoff]) -> list[HandoffView]:
    """With their receipts, which are read at once."""
    ids = [one.id for one in handoffs]
    receipts: dict[UUID, list[ReceiptView]] = {one: [] for one in ids}
    for row in await StoredReceipt.filter(handoff_row_id__in=ids).order_by("at", "id"):
        kind = ReceiptKind(row.kind)
        view = ReceiptView(kind=kind, kind_name=RECEIPT_NAMES[kind], at=row.at)
        receipts[row.handoff_row_id].append(view)
    return [_view(one, receipts[one.id]) for one in handoffs]


def _view(handoff: Handoff, receipts: list[ReceiptView]) -> HandoffView:
    mode, problem = handoff.agreed_item.mode, handoff.problem or handoff.custody_problem
    return HandoffView(
        id=handoff.id,
        handoff_id=handoff.handoff_id,
        case_id=handoff.case_id,
        side=handoff.side,
        city=handoff.partner.name,
        region_code=handoff.region_code,
        mode=mode,
        mode_name=mode.label,
        agreement=handoff.agreed_item.agreement.number,
        status=handoff.status,
        status_name=STATUS_NAMES[handoff.status],
        their_number=handoff.their_number,
        receipts=receipts,
        withdrawal_asked_at=handoff.withdrawal_asked_at,
        problem=problem,
        problem_text=problem_text(problem),
        custody_place=handoff.custody_place,
        changed_at=handoff.changed_at,
    )
