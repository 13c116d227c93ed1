"""What a theme comes to for one person: the shape of the plan."""

from pydantic import Field

from mobile_api.guides.catalogue.elements import FormField, MaterialRequirement, Question
from mobile_api.guides.catalogue.scenarios import Path
from mobile_api.shared.http.schema import AnswerBody


class ChosenComponent(AnswerBody):
    """A component that applies; `waits_for` names chosen components whose result it needs."""

    key: str
    name: str
    service_item: str | None
    authority: str | None
    because: list[str]
    waits_for: list[str]
    promised_working_days: int | None = Field(description="None when another authority decides.")


class OpenItemQuestion(AnswerBody):
    """The next question of one chosen service item."""

    service_item: str
    question: Question


class MergedMaterial(AnswerBody):
    """A material asked for once; `needed_by` lists the service items that use it."""

    material: MaterialRequirement
    needed_by: list[str]


class MaterialFromWithin(AnswerBody):
    """A material that a chosen component produces, so that nobody has to bring it."""

    name: str
    provided_by: str
    needed_by: list[str]


class MergedField(AnswerBody):
    """A form field filled once."""

    field: FormField
    needed_by: list[str]


class ThemePlan(AnswerBody):
    """A theme for one person.

    `waves`: component keys that can run at the same time, in order. Days are working days:
    `one_by_one` if each item were done after the other, `in_order` along the longest chain of the
    waves, `promised` what the lead department promises for the whole. Components of other
    authorities have no known limit and count as 0.
    """

    path: Path
    components: list[ChosenComponent]
    waves: list[list[str]]
    item_questions: list[OpenItemQuestion]
    impossible_items: dict[str, str]
    materials: list[MergedMaterial]
    from_within: list[MaterialFromWithin]
    form_fields: list[MergedField]
    promised_working_days: int
    in_order_working_days: int
    one_by_one_working_days: int
