"""Bodies with which an applicant fills in a draft, and the list of what is to be done."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from mobile_api.cases.post.schemas import DeliveryChoice
from mobile_api.cases.shapes import MOST_PAGES, FieldValue, FillingStep, Key, TaskState
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class DraftRequest(RequestBody):
    """Start a draft from a guide; `situation` holds the answers to its questions."""

    item_key: Key = Field(examples=["id-card"])
    situation: dict[Key, Key] = Field(default_factory=dict, max_length=30)


class DraftContent(RequestBody):
    """What of a draft is to be replaced; what is left out stays."""

    situation: dict[Key, Key] | None = Field(None, max_length=30)
    form: dict[Key, FieldValue] | None = Field(None, max_length=100)
    delivery: DeliveryChoice | None = None


class TaskKind(StrEnum):
    """What is done in a task: a question is answered, a material uploaded, and so on."""

    question = "question"
    real_name = "real_name"
    identity = "identity"
    form = "form"
    material = "material"
    delivery = "delivery"
    check = "check"


class FillingTask(AnswerBody):
    """One thing to do. `key` names the question or the material; of the others there is one each.

    `told` says in short what was given; `reasons` what is still to be done or wrong, in sentences.
    """

    kind: TaskKind
    key: str
    name: str
    state: TaskState
    state_name: str
    told: str
    reasons: list[str]

    @property
    def is_open(self) -> bool:
        """Whether the application cannot be sent before something is done here."""
        return self.state in (TaskState.to_do, TaskState.faulty, TaskState.waiting)


class TaskStep(AnswerBody):
    """One of the five steps, with what there is to do in this situation."""

    step: FillingStep
    name: str
    tasks: list[FillingTask]


class PrefilledField(AnswerBody):
    """One field of the form that nobody has to fill in: its value, masked, and whence it comes."""

    key: str
    label: str
    value: str
    source_name: str


class TaskList(AnswerBody):
    """办事清单: what an applicant has to do before the case can be sent (again).

    `next_task` is the first open one, the check when all else is done, None when this way leads
    nowhere, which `impossible_because` then says. While a correction is answered only what it names
    is open.
    """

    version: str
    steps: list[TaskStep]
    next_task: FillingTask | None
    impossible_because: str | None
    may_submit: bool
    is_correction: bool
    prefilled: list[PrefilledField]


class MaterialFiles(RequestBody):
    """The pages of one material, in order: ids of uploaded files."""

    file_ids: list[UUID] = Field(max_length=MOST_PAGES)
