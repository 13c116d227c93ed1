"""From the taking city to the home city: a case, its correction, its withdrawal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.states import MessageKind
from mobile_api.handoff.wire.base import (
    MOST_MATERIALS,
    Code,
    Digest,
    HandoffMessage,
    Key,
    Line,
    RegionCode,
    Sealed,
    WireBody,
)


class Material(WireBody):
    """One page of one material: `key` of the home city's guide, unless the agreement names another.

    `url`: where the bytes are, on a host that is registered for the sender. Without it the home
    city asks for a link (`POST .../handoffs/ID/materials/SHA256/link`).
    """

    key: Key
    page: int = Field(ge=1, le=200)
    media_type: Line
    size: int = Field(ge=1, le=64 * 1024 * 1024)
    sha256: Digest
    url: Annotated[str, StringConstraints(max_length=2000)] | None = None


class IdentityClaim(WireBody):
    """How sure the taking city is of who applies: level L0-L4, how it was proven, and when."""

    level: int = Field(ge=0, le=4)
    means: Code
    on: date


class PostAddress(WireBody):
    """Where the result is posted to."""

    name: Line
    phone: Line
    province: Line
    city: Line
    county: Line
    detail: Line


class SealedApplicant(WireBody):
    """Who applies; with a `social_credit_code` an enterprise, whose clerk has number and phone."""

    name: Line
    id_number: Line
    phone: Line
    social_credit_code: Line | None = None
    clerk_name: Line | None = None


class SealedCase(WireBody):
    """What a case says of people. `post_to` None: the result is picked up at the home city."""

    applicant: SealedApplicant
    form: Mapping[Key, Annotated[str, StringConstraints(max_length=4000)]]
    post_to: PostAddress | None = None


class CaseMessage(HandoffMessage):
    """A case for the home city. `item`: the national basic code. `region_code`: the county whose
    item it is; `from_region_code`: where it was taken. `sealed`: age of a SealedCase."""

    kind: Literal[MessageKind.case] = MessageKind.case
    agreement: Line
    item: Line
    mode: HandoffMode
    region_code: RegionCode
    from_region_code: RegionCode
    taken_number: Line
    taken_at: datetime
    identity: IdentityClaim
    situation: Mapping[Key, Key] = Field(default_factory=dict)
    materials: list[Material] = Field(max_length=MOST_MATERIALS)
    sealed: Sealed


class CorrectionMessage(HandoffMessage):
    """The answer to correction round `round`: everything anew, and not only what changed."""

    kind: Literal[MessageKind.correction] = MessageKind.correction
    round: int = Field(ge=1, le=1000)
    corrected_at: datetime
    situation: Mapping[Key, Key] = Field(default_factory=dict)
    materials: list[Material] = Field(max_length=MOST_MATERIALS)
    sealed: Sealed


class WithdrawalMessage(HandoffMessage):
    """The applicant wants the case back; the home city says whether it was in time."""

    kind: Literal[MessageKind.withdrawal] = MessageKind.withdrawal
    asked_at: datetime


class MaterialLink(WireBody):
    """Answer to the question for the bytes of one page; good until then, for a GET without more."""

    url: Annotated[str, StringConstraints(max_length=2000)]
    expires_at: datetime
