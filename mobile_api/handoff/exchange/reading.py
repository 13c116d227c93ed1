"""The bytes of a message become one of the five kinds."""

from typing import Annotated

from pydantic import Field, RootModel, ValidationError
from pydantic_core import from_json

from mobile_api.handoff.exchange.problems import BodyMalformed, VersionUnknown
from mobile_api.handoff.wire.base import VERSION, HandoffMessage
from mobile_api.handoff.wire.cases import CaseMessage, CorrectionMessage, WithdrawalMessage
from mobile_api.handoff.wire.custody import CustodyMessage
from mobile_api.handoff.wire.events import EventMessage
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.bodies import check_json
from mobile_api.shared.http.faults import faults_of

SomeMessage = CaseMessage | CorrectionMessage | WithdrawalMessage | EventMessage | CustodyMessage


class PartnerMessage(RootModel[Annotated[SomeMessage, Field(discriminator="kind")]]):
    """One message, told apart by its `kind`."""


def read(content_type: str, body: bytes) -> SomeMessage | HandoffMessage:
    """A bare HandoffMessage where all is well but the number of its materials, which is refused
    as business. Raises BodyMalformed, VersionUnknown."""
    try:
        check_json(content_type, body)
        return PartnerMessage.model_validate_json(body).root
    except ValidationError as error:
        return _but_for_materials(body, error)
    except AppError:
        raise BodyMalformed() from None


def _but_for_materials(body: bytes, error: ValidationError) -> HandoffMessage:
    """Raises BodyMalformed, VersionUnknown."""
    try:
        said = from_json(body)
    except ValueError:
        raise BodyMalformed() from None
    version = said.get("version", VERSION) if isinstance(said, dict) else VERSION
    if isinstance(version, str) and version != VERSION:
        raise VersionUnknown()
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        if fault["type"] != "too_long" or fault["loc"][-1] != "materials":
            raise BodyMalformed(faults_of(error))
    return HandoffMessage.model_validate(said)
