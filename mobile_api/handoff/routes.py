"""What other cities call: one door for messages, the rest for questions (`docs/partner/`)."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sanic import Blueprint, HTTPResponse, Request

from mobile_api.handoff.custody import arriving as custody
from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.door import signed
from mobile_api.handoff.exchange.inbox import (
    NewMessage,
    Settled,
    StoredAnswer,
    arrived,
    keep,
    settle,
)
from mobile_api.handoff.exchange.line import SignedLine, finish
from mobile_api.handoff.exchange.problems import MessageDiffers, VersionUnknown
from mobile_api.handoff.exchange.reading import PartnerMessage, read
from mobile_api.handoff.incoming import queries as incoming_queries
from mobile_api.handoff.incoming import service as incoming
from mobile_api.handoff.models import Handoff, Taken
from mobile_api.handoff.outgoing import materials
from mobile_api.handoff.outgoing import service as outgoing
from mobile_api.handoff.partners import queries as partners
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.receipts.service import signed as signed_receipt
from mobile_api.handoff.states import HandoffSide, MessageKind, ReceiptKind
from mobile_api.handoff.wire.base import HandoffMessage
from mobile_api.handoff.wire.cases import (
    CaseMessage,
    CorrectionMessage,
    MaterialLink,
    WithdrawalMessage,
)
from mobile_api.handoff.wire.city import Items, Profile
from mobile_api.handoff.wire.custody import CustodyMessage
from mobile_api.handoff.wire.events import EventMessage, EventsPage, HandoffState
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction, savepoint
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import JSON
from mobile_api.shared.process.parts import SETTINGS
from uploads.service import STORE

city = Blueprint("partner", url_prefix="/partner/v1")
city.middleware(finish, "response")


class EventsQuery(BaseModel):
    """From where on events are asked for."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=100_000)] = 0


@city.post("/messages")
@signed(
    "接收一条消息",
    body=PartnerMessage,
    answer=Envelope,
    status=202,
    errors=(VersionUnknown, MessageDiffers, NotFound),
    refusal="不予接收:回执的 code 说明原因,同一编号不会再有别的答复",
    uses_up=False,
)
async def receive(request: Request, partner: Partner) -> HTTPResponse:
    line = SignedLine.of(request)
    said = read(line.asked.headers.get("content-type", ""), line.asked.body)
    message = arrived(line, partner, said.kind, clock.now())
    receipt = HandoffReceipt(
        kind=ReceiptKind.received,
        handoff_id=said.handoff_id,
        message_id=message.message_id,
        request_digest=message.digest,
        region_code=SETTINGS.of(request).region_code,
        at=message.received_at,
    )
    answered = _case if isinstance(said, CaseMessage) else _message
    answer = await answered(partner, said, message, receipt)
    return HTTPResponse(answer.body, answer.status, content_type=JSON)


async def _case(
    partner: Partner, said: HandoffMessage, message: NewMessage, receipt: HandoffReceipt
) -> StoredAnswer:
    """By one statement where it is taken: these come by the hundred a second."""
    assert isinstance(said, CaseMessage)
    try:
        new = await incoming.case_that_came(partner, said, message.received_at)
        answer = StoredAnswer(202, _signed(receipt, message))
        await incoming.take_case(message, new, answer)
        return answer
    except Refused as error:
        refused = error
    async with in_transaction():
        before = await keep(message)
        return before or await _refuse(partner, said, message, receipt, refused)


async def _message(
    partner: Partner, said: HandoffMessage, message: NewMessage, receipt: HandoffReceipt
) -> StoredAnswer:
    async with in_transaction():
        before = await keep(message)
        if before is not None:
            return before
        try:
            # Of what is refused nothing stays but the message and its answer.
            async with savepoint():
                taken = await _taken(partner, said, message)
        except Refused as refused:
            return await _refuse(partner, said, message, receipt, refused)
        if taken.refusal:
            # It is kept, and counts for nothing.
            answer = _refusal(receipt, taken.refusal, message)
            await settle(message, Settled(taken.handoff.id, None, message.received_at, answer))
            return answer
        answer = StoredAnswer(202, _signed(receipt, message))
        sequence = said.sequence if isinstance(said, EventMessage) else None
        applied_at = message.received_at if taken.is_applied else None
        await settle(message, Settled(taken.handoff.id, sequence, applied_at, answer))
        return answer


async def _refuse(
    partner: Partner,
    said: HandoffMessage,
    message: NewMessage,
    receipt: HandoffReceipt,
    refused: Refused,
) -> StoredAnswer:
    answer = _refusal(receipt, refused.code, message)
    row_id = await _row_of(partner, said)
    if said.kind is MessageKind.event:
        await outgoing.note_refused(row_id, refused.code)
    await settle(message, Settled(row_id, None, None, answer))
    return answer


def _refusal(receipt: HandoffReceipt, code: str, message: NewMessage) -> StoredAnswer:
    told = {"kind": ReceiptKind.refused, "code": code}
    return StoredAnswer(422, _signed(receipt.model_copy(update=told), message))


def _signed(receipt: HandoffReceipt, message: NewMessage) -> bytes:
    assert message.line.own is not None
    return signed_receipt(receipt, message.line.own)


async def _taken(partner: Partner, said: HandoffMessage, kept: NewMessage) -> Taken:
    """Raises Refused."""
    if isinstance(said, EventMessage):
        return await outgoing.take_event(partner, said, kept.received_at)
    if isinstance(said, CustodyMessage):
        return await custody.take_custody(partner, said, kept.message_id, kept.received_at)
    if isinstance(said, CorrectionMessage):
        # It takes effect when its pages are here, and `incoming` says so in its row.
        waiting = await incoming.take_correction(partner, said, kept.received_at)
        return Taken(waiting, is_applied=False)
    if isinstance(said, WithdrawalMessage):
        asked = await incoming.take_withdrawal(partner, said, kept.received_at)
        return Taken(asked, is_applied=True)
    raise Refused("too_many_materials")


async def _row_of(partner: Partner, said: HandoffMessage) -> UUID | None:
    """The handoff that a refused message names, so that it stands with the others of it."""
    side = HandoffSide.taking if said.kind is MessageKind.event else HandoffSide.home
    if isinstance(said, CustodyMessage):
        side = custody.own_side(said)
    own = Handoff.filter(partner_id=partner.id, handoff_id=said.handoff_id, side=side)
    found = await own.first()
    return found.id if found else None


@city.get("/handoffs/<handoff_id:uuid>")
@signed("一件跨城办件办到哪里", answer=HandoffState, errors=(NotFound,))
async def read_handoff(request: Request, partner: Partner, handoff_id: UUID) -> HandoffState:
    return await incoming_queries.state_of(partner, handoff_id)


@city.get("/handoffs/<handoff_id:uuid>/events")
@signed("一件跨城办件的进展", answer=EventsPage, query=EventsQuery, errors=(NotFound,))
async def list_events(
    request: Request, partner: Partner, handoff_id: UUID, query: EventsQuery
) -> EventsPage:
    return await incoming_queries.events_after(partner, handoff_id, query.after)


@city.post("/handoffs/<handoff_id:uuid>/materials/<digest:str>/link")
@signed("一页材料的临时地址", answer=MaterialLink, errors=(NotFound,))
async def link_material(
    request: Request, partner: Partner, handoff_id: UUID, digest: str
) -> MaterialLink:
    return await materials.link_for(partner, handoff_id, digest, STORE.of(request))


@city.get("/items")
@signed("今天可以移交的事项", answer=Items)
async def list_items(request: Request, partner: Partner) -> Items:
    return await partners.items_for(partner, clock.beijing_date(clock.now()))


@city.get("/profile")
@signed("本市的签名密钥、加密密钥和停机安排", answer=Profile)
async def read_profile(request: Request, partner: Partner) -> Profile:
    return await partners.profile(SETTINGS.of(request))
