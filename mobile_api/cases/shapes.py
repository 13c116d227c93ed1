"""The bounded words and numbers that bodies of several sub-rooms are made of."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from mobile_api.shared.http.schema import RequestBody

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
FieldValue = Annotated[str, StringConstraints(max_length=4000)]
Sentence = Annotated[str, StringConstraints(min_length=2, max_length=300)]

# Of one material.
MOST_PAGES = 20


class FaultTarget(StrEnum):
    """What a fault concerns."""

    material = "material"
    form_field = "form_field"


class OriginalsCondition(StrEnum):
    """How originals arrived."""

    intact = "intact"
    damaged = "damaged"
    incomplete = "incomplete"


class ReasonRequest(RequestBody):
    """An act that must be given a reason."""

    reason: Sentence = Field(examples=["核对申请人身份"])
