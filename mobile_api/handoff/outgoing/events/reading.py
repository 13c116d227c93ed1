"""An event is read whole before anything of it takes effect: facts, sealed part, receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.own_keys import CannotUnseal, unseal
from mobile_api.handoff.receipts.checking import case_message_of, checked
from mobile_api.handoff.receipts.service import EnvelopeFault
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.base import WireBody
from mobile_api.handoff.wire.events import (
    AcceptedFacts,
    CorrectionFacts,
    CorrectionReturnedFacts,
    DecidedFacts,
    DeliveryUndoneFacts,
    EventKind,
    EventMessage,
    PostedFacts,
    ReturnedFacts,
    SealedFaults,
    SealedReason,
    SuspendedFacts,
)
from mobile_api.handoff.wire.receipts import HandoffReceipt

Shape = TypeVar("Shape", bound=BaseModel)

_FACTS: Mapping[str, type[WireBody]] = {
    EventKind.returned: ReturnedFacts,
    EventKind.correction_requested: CorrectionFacts,
    EventKind.correction_returned: CorrectionReturnedFacts,
    EventKind.accepted: AcceptedFacts,
    EventKind.suspended: SuspendedFacts,
    EventKind.resumed: SuspendedFacts,
    EventKind.decided: DecidedFacts,
    EventKind.posted: PostedFacts,
    EventKind.delivered: PostedFacts,
    EventKind.delivery_undone: DeliveryUndoneFacts,
}
# What stands in the sealed part; a decision and a refusal may have none.
_SEALED: Mapping[str, type[WireBody]] = {
    EventKind.correction_requested: SealedFaults,
    EventKind.declined: SealedReason,
    EventKind.decided: SealedReason,
}
_RECEIPTS: Mapping[str, ReceiptKind] = {
    EventKind.checked: ReceiptKind.checked,
    EventKind.returned: ReceiptKind.returned,
    EventKind.decided: ReceiptKind.decided,
}


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event with its parts. `facts`, `plain`: in the shapes of its kind, if it has any."""

    said: EventMessage
    facts: WireBody | None
    plain: WireBody | None
    receipt: HandoffReceipt | None

    def facts_as(self, shape: type[Shape]) -> Shape:
        assert isinstance(self.facts, shape)
        return self.facts

    def plain_as(self, shape: type[Shape]) -> Shape | None:
        return self.plain if isinstance(self.plain, shape) else None

    @property
    def envelope(self) -> bytes:
        """As it is kept."""
        assert self.said.receipt is not None
        return self.said.receipt.model_dump_json().encode()


async def read(said: EventMessage, handoff: Handoff) -> ReadEvent:
    """Raises Refused for what cannot be read, and for a receipt that does not hold."""
    facts = _FACTS.get(said.event)
    return ReadEvent(
        said,
        None if facts is None else _shaped(facts, said),
        await _plain(said),
        await _receipt(said, handoff),
    )


def _shaped(shape: type[WireBody], said: EventMessage) -> WireBody:
    try:
        return shape.model_validate(dict(said.facts))
    except ValidationError as fault:
        raise Refused("event_malformed") from fault


async def _plain(said: EventMessage) -> WireBody | None:
    shape = _SEALED.get(said.event)
    if shape is None:
        return None
    if said.sealed is None:
        if shape is SealedFaults:
            raise Refused("sealed_unreadable")
        return None
    try:
        return shape.model_validate_json(await unseal(said.sealed))
    except (CannotUnseal, ValidationError) as fault:
        raise Refused("sealed_unreadable") from fault


async def _receipt(said: EventMessage, handoff: Handoff) -> HandoffReceipt | None:
    kind = _RECEIPTS.get(said.event)
    if kind is None:
        return None
    message = await case_message_of(handoff)
    if said.receipt is None or message is None:
        raise Refused("receipt_wrong")
    try:
        receipt = await checked(said.receipt, message, handoff.handoff_id, {kind})
    except EnvelopeFault as fault:
        raise Refused("receipt_wrong") from fault
    if not _says_the_same(receipt, said):
        raise Refused("receipt_wrong")
    return receipt


def _says_the_same(receipt: HandoffReceipt, said: EventMessage) -> bool:
    """What stands in both: whoever is shown the receipt later learns what the person was told."""
    codes = said.facts.get("codes") if receipt.kind is ReceiptKind.returned else None
    outcome = said.facts.get("outcome") if receipt.kind is ReceiptKind.decided else None
    number = said.case_number if receipt.case_number is not None else None
    told = number, codes[0] if codes else None, outcome
    return (receipt.case_number, receipt.code, receipt.outcome) == told
