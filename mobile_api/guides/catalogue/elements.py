"""The parts of a service guide, as data that a city can write and a machine can check."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.guides.catalogue.vocabulary import (
    FieldSource,
    FieldSubject,
    FieldType,
    HandoffMode,
    LimitUnit,
    MaterialForm,
    MaterialSource,
    Postage,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
TelephoneNumber = Annotated[
    str, StringConstraints(pattern=r"^(0\d{2,3}-\d{7,8}|\d{3,5}|1[3-9]\d{9})$")
]


class Element(BaseModel):
    """Base of everything in a catalogue: unknown fields are faults, text is trimmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class AnswerTest(Element):
    """True when the answer to `question` is one of these option keys."""

    question: Key
    one_of: list[Key] = Field(min_length=1)


# Every test must hold; an empty condition always holds.
Condition = list[AnswerTest]


class Option(Element):
    """An answer; `impossible_because` tells the person plainly that this way leads nowhere.

    `age_from` and `age_below` are years (周岁) of whom the matter is for, where the answer is about
    their age.
    """

    key: Key
    label: Name
    impossible_because: Text | None = None
    age_from: int | None = Field(None, ge=1, le=120)
    age_below: int | None = Field(None, ge=1, le=120)


class Question(Element):
    """One question of a scenario (情形), asked when `when` holds for the answers so far."""

    key: Key
    text: Name
    options: list[Option] = Field(min_length=2)
    when: Condition = Field(default_factory=list)


class Limit(Element):
    """时限: a number of working or calendar days, counted from acceptance."""

    value: int = Field(ge=1, le=1000)
    unit: LimitUnit
    note: Text | None = None


class Eligibility(Element):
    """申请条件, one sentence each."""

    text: Text
    when: Condition = Field(default_factory=list)


class ProcessStep(Element):
    """办理环节; days are working days, 0 means on the spot."""

    name: Name
    days: int = Field(ge=0, le=1000)
    standard: Text | None = None


class MaterialRequirement(Element):
    """材料要求. The same key in two guides means the same paper: themes ask for it once."""

    key: Key
    name: Name
    form: MaterialForm
    required: bool
    deferrable: bool = Field(False, description="容缺: may follow within the promised time.")
    source: MaterialSource = MaterialSource.APPLICANT
    source_note: Text | None = None
    e_licence: Name | None = None
    copies: int = Field(0, ge=0, le=20, description="Paper copies wanted at the counter.")
    blank_form: Key | None = None
    sample: Key | None = None
    fields: list[Key] = Field(default_factory=list, description="Form fields that fill it.")
    acceptance_notes: list[Text] = Field(default_factory=list)
    basis: Text | None = None
    when: Condition = Field(default_factory=list)

    @property
    def is_uploaded(self) -> bool:
        """Whether the person has to photograph or attach it before submitting online."""
        by_hand = self.form in (MaterialForm.ELECTRONIC, MaterialForm.PAPER)
        return by_hand and self.source is MaterialSource.APPLICANT


class FeeItem(Element):
    """One fee; the amount is in fen (1/100 yuan)."""

    name: Name
    amount_fen: int = Field(ge=0)
    per: Name = "件"
    when: Condition = Field(default_factory=list)


class Fee(Element):
    """收费. Money goes through the non-tax system, never through this software."""

    charged: bool
    items: list[FeeItem] = Field(default_factory=list)
    basis: Text | None = None
    reductions: Text | None = None


class FormField(Element):
    """A field of the one form (一表通). The same key in two guides is filled once."""

    key: Key
    label: Name
    type: FieldType
    required: bool
    about: FieldSubject = Field(
        FieldSubject.APPLICANT, description="Whom it is about, where one files for another."
    )
    source: FieldSource = FieldSource.APPLICANT
    options: list[Option] = Field(default_factory=list)
    max_length: int = Field(200, ge=1, le=4000)
    help: Text | None = None
    example: Text | None = None
    when: Condition = Field(default_factory=list)


class BlankForm(Element):
    """空白表格: a printable page made of form fields; a sample (样表) shows their examples."""

    key: Key
    title: Name
    fields: list[Key] = Field(min_length=1)
    statement: Text | None = None


class CrossRegion(Element):
    """通办: how a person elsewhere can be served; no mode means only at home."""

    modes: list[HandoffMode] = Field(default_factory=list)
    note: Text | None = None


class Appointment(Element):
    """预约."""

    offered: bool
    daily_quota: int | None = Field(None, ge=1)
    days_ahead: int = Field(5, ge=1, le=90)


class Post(Element):
    """物流快递: which way the post is offered. `postage` None: as everywhere in this city."""

    materials: bool
    result: bool
    postage: Postage | None = None


class Result(Element):
    """审批结果; `e_licence` names the licence that other items can then read."""

    kind: Name
    name: Name
    e_licence: Name | None = None


class Remedy(Element):
    """行政复议 and 行政诉讼: where to turn against a decision."""

    reconsideration_office: Name
    reconsideration_days: int = Field(60, ge=1)
    court: Name
    litigation_months: int = Field(6, ge=1)
    phone: TelephoneNumber | None = None


class QuestionAndAnswer(Element):
    """常见问题."""

    question: Text
    answer: Text
