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


class FillingStep(StrEnum):
    """The steps of an application, in the order in which they are walked."""

    situation = "situation"
    form = "form"
    materials = "materials"
    delivery = "delivery"
    check = "check"


class TaskState(StrEnum):
    """How far one task of a draft is. `waiting`: a file is being looked at; `optional`: nothing was
    given and nothing needs to be; `closed`: nothing of it is asked for."""

    to_do = "to_do"
    done = "done"
    faulty = "faulty"
    waiting = "waiting"
    optional = "optional"
    closed = "closed"


class OriginalsCondition(StrEnum):
    """How originals arrived."""

    intact = "intact"
    damaged = "damaged"
    incomplete = "incomplete"


class ReasonRequest(RequestBody):
    """An act that must be given a reason."""

    reason: Sentence = Field(examples=["核对申请人身份"])
