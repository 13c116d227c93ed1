"""The bounded words and numbers that bodies of several sub-rooms are made of, and the values that
columns of a case hold as JSON."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from mobile_api.shared.http.schema import RequestBody
from mobile_api.shared.json_columns import StoredValue

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


class CounterMove(StrEnum):
    """What somebody of the staff does with a case, by the name of the move in its history."""

    request_correction = "request_correction"
    pass_pre_review = "pass_pre_review"
    accept = "accept"
    decline_acceptance = "decline_acceptance"
    hand_off = "hand_off"
    take_up = "take_up"
    decide = "decide"
    complete = "complete"
    hand_over = "hand_over"


class ProgressKey(StrEnum):
    """The steps of the way of a case, as its applicant is shown them. `home`: the city that decides
    is another one; `ended`: it stopped before its end."""

    apply = "apply"
    correct = "correct"
    pre_review = "pre_review"
    home = "home"
    review = "review"
    complete = "complete"
    deliver = "deliver"
    ended = "ended"


class ProgressState(StrEnum):
    """How far a case is with a step of its way."""

    done = "done"
    now = "now"
    to_come = "to_come"


class ActionKey(StrEnum):
    """What an applicant may do with a case."""

    fill_in = "fill_in"
    correct = "correct"
    visit = "visit"
    readdress = "readdress"
    collect = "collect"
    choose_city = "choose_city"
    send_originals = "send_originals"
    follow_parcel = "follow_parcel"
    change_address = "change_address"
    apply_anew = "apply_anew"
    withdraw = "withdraw"


class OriginalsCondition(StrEnum):
    """How originals arrived."""

    intact = "intact"
    damaged = "damaged"
    incomplete = "incomplete"


class ReasonRequest(RequestBody):
    """An act that must be given a reason."""

    reason: Sentence = Field(examples=["核对申请人身份"])


class ApplicantDetails(StoredValue):
    """Who applies, as declared when the case was last submitted.

    An enterprise has a `social_credit_code`, and `clerk_name` for the person who handles it there;
    number and phone are those of the person at hand.
    """

    name: str = ""
    id_number: str = ""
    phone: str = ""
    social_credit_code: str | None = None
    clerk_name: str | None = None


class Fault(StoredValue):
    """One fault of a correction notice: what it concerns, and what is to be done."""

    target: FaultTarget
    key: str
    reason: str
    advice: str
