"""A message from the taking city in our words: by our guide, under our keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.cases.errors import NotOnline
from mobile_api.cases.models import ApplicantDetails
from mobile_api.cases.transfer.service import (
    Received,
    delivery_received,
    guide_of_case,
    needed_assurance,
    open_guide,
)
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.errors import GuideNotFound
from mobile_api.guides.publishing.queries import VersionedGuide
from mobile_api.handoff.incoming.fetching import Returned
from mobile_api.handoff.incoming.opening import opened, said_by
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import AgreedItem
from mobile_api.handoff.partners.own_keys import CannotUnseal
from mobile_api.handoff.states import MessageKind
from mobile_api.handoff.wire.cases import CaseMessage, CorrectionMessage, SealedCase
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
)

_CODES = {
    "situation": "situation_unknown",
    "form": "form_incomplete",
    "delivery": "form_incomplete",
    "materials": "material_missing",
    "applicant": "applicant_invalid",
}
Body = CaseMessage | CorrectionMessage


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came, what was sealed in it, and the guide that it has to do for."""

    message: IncomingMessage
    said: Body
    inside: SealedCase
    item: AgreedItem
    guide: ServiceGuide


async def read(handoff: Handoff, message: IncomingMessage) -> Arrival:
    """Raises Returned."""
    shape = CaseMessage if message.kind is MessageKind.case else CorrectionMessage
    said: Body = shape.model_validate_json(bytes(message.body))
    try:
        inside = await opened(said.sealed)
    except CannotUnseal:
        # Its key was retired since the message was taken.
        raise Returned("sealed_unreadable") from None
    item = await AgreedItem.get(id=handoff.agreed_item_id)
    guide = await _guide(handoff, item, said)
    _check_situation(guide, said.situation)
    return Arrival(message, said, inside, item, guide)


async def _guide(handoff: Handoff, item: AgreedItem, said: Body) -> ServiceGuide:
    """Of the item as it is offered today, for a correction of the case. Raises Returned."""
    if isinstance(said, CorrectionMessage):
        await handoff.fetch_related("case")
        assert handoff.case is not None
        return await guide_of_case(handoff.case)
    guide = (await offered(item)).guide
    if isinstance(said, CaseMessage) and said.identity.level < needed_assurance(guide):
        raise Returned("identity_too_weak")
    return guide


async def offered(item: AgreedItem) -> VersionedGuide:
    """The guide as it is published at this moment. Raises Returned."""
    try:
        return await open_guide(item.item_key)
    except (GuideNotFound, NotOnline):
        raise Returned("item_gone") from None


def _check_situation(guide: ServiceGuide, situation: Mapping[str, str]) -> None:
    """Raises Returned for a question that our guide does not ask, or an answer that it has not."""
    options = {one.key: {option.key for option in one.options} for one in guide.scenario_questions}
    if any(answer not in options.get(key, ()) for key, answer in situation.items()):
        raise Returned("situation_unknown")


def received(arrival: Arrival, files: Mapping[str, Sequence[UUID]], owner_key: str) -> Received:
    details, form, post_to = said_by(arrival.inside, arrival.item.names)
    said = arrival.said
    return Received(
        applicant=details,
        level=said.identity.level if isinstance(said, CaseMessage) else 0,
        situation=said.situation,
        form=form,
        files=files,
        owner_key=owner_key,
        delivery=delivery_received(arrival.guide, post_to),
    )


def applicant_faults(details: ApplicantDetails) -> list[FieldFault]:
    """Numbers that nobody has (GB 11643-1999, GB 32100-2015), by the rule of our own counter."""
    words, names = "号码不存在,请核对后重新转交。", []
    if id_number_fault(details.id_number, on=clock.today()) is not None:
        names.append("id_number")
    code = details.social_credit_code
    if code is not None and not is_social_credit_code(normalised(code)):
        names.append("social_credit_code")
    return [FieldFault(f"/applicant/{name}", "applicant_invalid", words) for name in names]


def check_whole(faults: Sequence[FieldFault]) -> None:
    """Raises Returned, and with it the transaction is undone."""
    if faults:
        raise Returned(*(_CODES[fault.path.split("/")[1]] for fault in faults))
