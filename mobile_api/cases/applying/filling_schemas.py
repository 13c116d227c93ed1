"""What each step of an application asks, with what was given: the bodies of one reading."""

from mobile_api.accounts.identity.schemas import WayView
from mobile_api.cases.applying.schemas import TaskKind
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.status.schemas import PageView
from mobile_api.guides.catalogue.service import FormField, MaterialRequirement, Option
from mobile_api.shared.http.schema import AnswerBody
from notifications.post.schemas import MaskedContact


class QuestionAsked(AnswerBody):
    """A question of this situation; `chosen` is empty until it is answered."""

    key: str
    text: str
    options: list[Option]
    chosen: str


class FieldAsked(AnswerBody):
    """A field to fill in. `value` is what was typed, or what the account knows, masked: sent back
    as it is, it changes nothing. `reasons`: what is missing or wrong; `advice`: what the counter
    found."""

    field: FormField
    value: str
    reasons: list[str]
    advice: list[str]


class KnownValue(AnswerBody):
    """What nobody has to type: the account or the register of enterprises knows it."""

    label: str
    value: str


class PageGiven(PageView):
    """One page of a material, with the name of its state."""

    state_name: str


class MaterialAsked(AnswerBody):
    """A material to upload, and its pages in order."""

    material: MaterialRequirement
    pages: list[PageGiven]
    advice: list[str]


class DeliveryWay(AnswerBody):
    """One way in which the result can reach its owner."""

    kind: DeliveryKind
    name: str


class DeliveryAsked(AnswerBody):
    """How the result is to reach its owner. `receiver` is the chosen address, masked."""

    result_name: str
    ways: list[DeliveryWay]
    chosen: DeliveryKind | None
    receiver: MaskedContact | None
    receiver_pays: bool
    reasons: list[str]


class LineToSend(AnswerBody):
    """One answer as it will be sent. `kind` and `key` name the task in which it is changed; `kind`
    is None where nobody can change it."""

    name: str
    value: str
    kind: TaskKind | None
    key: str


class PartToSend(AnswerBody):
    """The answers of one step."""

    name: str
    lines: list[LineToSend]


class FillingView(AnswerBody):
    """All that an application asks in its situation, with what was given so far.

    `identity_ways`: how to prove better who one is, where this application asks for it.
    """

    version: str
    item_key: str
    item_name: str
    is_correction: bool
    identity_ways: list[WayView]
    questions: list[QuestionAsked]
    fields: list[FieldAsked]
    known: list[KnownValue]
    materials: list[MaterialAsked]
    delivery: DeliveryAsked | None
    to_send: list[PartToSend]
    declaration: str
    most_pages: int
    most_bytes: int
