"""The shape of a catalogue file: what a city publishes and what every room reads."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mobile_api.guides.catalogue.elements import (
    Appointment,
    BlankForm,
    Condition,
    CrossRegion,
    Element,
    Eligibility,
    Fee,
    FormField,
    Key,
    Limit,
    MaterialRequirement,
    Name,
    Post,
    ProcessStep,
    Question,
    QuestionAndAnswer,
    RegionCode,
    Remedy,
    Result,
    TelephoneNumber,
    Text,
)
from mobile_api.guides.catalogue.places import Article, Board, Counter, ServiceHall
from mobile_api.guides.catalogue.vocabulary import (
    Audience,
    Confidence,
    FourDoClass,
    HandleType,
    ItemState,
    ItemType,
    LifeEvent,
    OnlineLevel,
    UseLevel,
)


class Provenance(Element):
    """Where an entry comes from and how sure its editors are."""

    confidence: Confidence
    source: Text | None = None
    note: Text | None = None


class Department(Element):
    """部门: an implementing body with its phone numbers."""

    key: Key
    name: Name
    social_credit_code: Name
    phone: TelephoneNumber
    complaint_phone: TelephoneNumber


class ServiceGuide(Element):
    """办事指南 of one service item (政务服务事项), elements after GB/T 39554.2."""

    key: Key
    name: Name
    aliases: list[Name] = Field(default_factory=list)
    state: ItemState = ItemState.IN_USE
    region_code: RegionCode
    department: Key
    code_scheme: Literal["national", "local"] = "national"
    basic_item_code: Name
    implementation_code: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    item_type: ItemType
    use_level: UseLevel
    audience: list[Audience] = Field(min_length=1)
    life_events: list[LifeEvent] = Field(default_factory=list)
    handle_type: HandleType
    legal_basis: list[Text] = Field(min_length=1)
    statutory_limit: Limit
    promised_limit: Limit
    special_procedures: list[Text] = Field(default_factory=list)
    eligibility: list[Eligibility] = Field(min_length=1)
    process: list[ProcessStep] = Field(min_length=1)
    scenario_questions: list[Question] = Field(default_factory=list)
    materials: list[MaterialRequirement]
    form_fields: list[FormField] = Field(default_factory=list)
    blank_forms: list[BlankForm] = Field(default_factory=list)
    fee: Fee
    online_level: OnlineLevel
    visits_required: int = Field(ge=0, le=10)
    visit_reason: Text | None = None
    four_do_class: FourDoClass
    cross_region: CrossRegion
    min_assurance: int = Field(ge=0, le=4, description="Least identity level, L0 to L4.")
    four_eyes: bool = Field(False, description="Whether a second officer must check.")
    counters: list[Key] = Field(min_length=1)
    appointment: Appointment
    post: Post
    result: Result
    questions: list[QuestionAndAnswer] = Field(default_factory=list)
    remedy: Remedy
    popular: bool = False
    provenance: Provenance

    @property
    def is_open_online(self) -> bool:
        """Whether an application may begin online now."""
        is_offered = self.online_level is not OnlineLevel.PUBLISHED_ONLY
        return is_offered and self.state is ItemState.IN_USE


class ThemeComponent(Element):
    """One part of a theme: a service item here, or a named matter of another authority."""

    key: Key
    name: Name
    service_item: Key | None = None
    authority: Name | None = Field(None, description="Who handles it when it is no item here.")
    when: Condition = Field(default_factory=list)
    provides: list[Key] = Field(default_factory=list)
    depends_on: list[Key] = Field(default_factory=list)


class ThemeResult(Element):
    """A result that one component provides and another waits for, such as 营业执照."""

    key: Key
    name: Name


class Theme(Element):
    """一件事: questions choose components; their materials and form fields merge."""

    key: Key
    name: Name
    aliases: list[Name] = Field(default_factory=list)
    audience: list[Audience] = Field(min_length=1)
    life_events: list[LifeEvent] = Field(default_factory=list)
    lead_department: Key
    promised_working_days: int = Field(ge=1, le=1000)
    promise_note: Text | None = None
    regions: list[RegionCode] = Field(
        default_factory=list, description="Counties where it is offered; empty means everywhere."
    )
    questions: list[Question] = Field(default_factory=list)
    results: list[ThemeResult] = Field(default_factory=list)
    components: list[ThemeComponent] = Field(min_length=1)
    provenance: Provenance


class Region(Element):
    """行政区划 inside the city."""

    code: RegionCode
    name: Name


class Catalogue(Element):
    """事项目录 of one city at one moment."""

    schema_version: Literal["catalogue-1"]
    region_code: RegionCode
    region_name: Name
    provenance: Text
    edited_on: datetime.date
    regions: list[Region] = Field(default_factory=list)
    departments: list[Department] = Field(min_length=1)
    halls: list[ServiceHall] = Field(min_length=1)
    counters: list[Counter] = Field(min_length=1)
    service_items: list[ServiceGuide] = Field(min_length=1)
    themes: list[Theme] = Field(default_factory=list)
    boards: list[Board] = Field(default_factory=list)
    articles: list[Article] = Field(default_factory=list)
