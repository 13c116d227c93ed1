"""What the guide routes answer with."""

from mobile_api.guides.catalogue.elements import FeeItem, FormField, Limit
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.scenarios import Path, PersonalMaterial
from mobile_api.guides.catalogue.schemas import Department, ServiceGuide, Theme
from mobile_api.guides.catalogue.themes import ThemePlan
from mobile_api.guides.catalogue.vocabulary import (
    Audience,
    FourDoClass,
    HandleType,
    ItemState,
    ItemType,
    OnlineLevel,
)
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class GuideSummary(AnswerBody):
    """A guide as one line of a list."""

    key: str
    basic_item_code: str
    name: str
    state: ItemState
    department: str
    department_name: str
    item_type: ItemType
    audience: list[Audience]
    handle_type: HandleType
    online_level: OnlineLevel
    four_do_class: FourDoClass
    promised_limit: Limit
    visits_required: int
    is_charged: bool
    is_popular: bool


class GuidePage(AnswerBody):
    """One page of guides; `total` counts all that match."""

    catalogue_version: int
    total: int
    guides: list[GuideSummary]
    next_cursor: str | None


class CounterPlace(AnswerBody):
    """A counter and the hall that it stands in."""

    counter: Counter
    hall: ServiceHall


class NameOf(AnswerBody):
    """A key and its Chinese name."""

    key: str
    name: str


class GuideAnswer(AnswerBody):
    """A guide with everything that a page about it shows."""

    catalogue_version: int
    guide: ServiceGuide
    department: Department
    counters: list[CounterPlace]
    themes: list[NameOf]
    may_apply: bool


class GuideOfVersion(AnswerBody):
    """A guide as it was in an earlier catalogue version."""

    catalogue_version: int
    guide: ServiceGuide


class SituationAnswer(AnswerBody):
    """The part of a guide that applies to one person. Amounts in fen."""

    catalogue_version: int
    item_key: str
    path: Path
    eligibility: list[str]
    materials: list[PersonalMaterial]
    undecided: list[str]
    form_fields: list[FormField]
    fees: list[FeeItem]
    fee_total_fen: int


class ThemeSummary(AnswerBody):
    """A theme as one line of a list."""

    key: str
    name: str
    audience: list[Audience]
    lead_department_name: str
    promised_working_days: int
    components: int
    regions: list[str]


class ThemeList(AnswerBody):
    """All themes that match."""

    catalogue_version: int
    themes: list[ThemeSummary]


class ThemeAnswer(AnswerBody):
    """A theme and the guides of its service items."""

    catalogue_version: int
    theme: Theme
    lead_department: Department
    service_items: list[GuideSummary]


class ThemePlanAnswer(AnswerBody):
    """A theme for one person."""

    catalogue_version: int
    theme_key: str
    plan: ThemePlan


class FormLink(AnswerBody):
    """Where a blank form and its sample can be printed from until `expires_at`."""

    key: str
    title: str
    blank_path: str
    sample_path: str
    expires_at: Instant


class FormLinks(AnswerBody):
    """The printable forms of one guide."""

    item_key: str
    forms: list[FormLink]


class Vocabulary(AnswerBody):
    """Chinese labels: name of the word list -> code -> label."""

    words: dict[str, dict[str, str]]
