"""A guide and a theme arranged for reading: which questions are open, what to bring, what not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.catalogue.service import (
    Answers,
    MaterialForm,
    MaterialRequirement,
    MaterialSource,
    MergedMaterial,
    Path,
    PersonalMaterial,
    Question,
    ThemePlan,
    situation_of,
)
from mobile_api.web.frame.requests import ANSWER


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as radio buttons called `name`; `chosen` is the answer so far."""

    name: str
    question: Question
    chosen: str | None


def asked(questions: Sequence[Question], path: Path, under: str = "") -> list[AskedQuestion]:
    """The questions answered so far and the open ones, in the order of the guide."""
    given = path.answers
    return [
        AskedQuestion(f"{ANSWER}{under}{one.key}", one, given.get(one.key))
        for one in questions
        if one.key in given or one.key in path.open_questions
    ]


@dataclass(slots=True)
class ListedMaterial:
    """A material with why it is asked for: the person's answers, or the items that need it."""

    material: MaterialRequirement
    because: list[str]


@dataclass(slots=True)
class MaterialGroups:
    """Materials by what the person has to do about them."""

    bring: list[ListedMaterial] = field(default_factory=list)
    fill_in: list[ListedMaterial] = field(default_factory=list)
    on_site: list[ListedMaterial] = field(default_factory=list)
    sent_by_others: list[ListedMaterial] = field(default_factory=list)
    not_needed: list[ListedMaterial] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def personal_groups(materials: Sequence[PersonalMaterial]) -> MaterialGroups:
    """Groups of a guide's materials."""
    return _grouped([ListedMaterial(one.material, one.because) for one in materials])


def merged_groups(materials: Sequence[MergedMaterial], names: Mapping[str, str]) -> MaterialGroups:
    """Groups of a theme's merged materials; `names` maps item keys to names."""
    return _grouped(
        [ListedMaterial(one.material, [names[key] for key in one.needed_by]) for one in materials]
    )


def _grouped(materials: Sequence[ListedMaterial]) -> MaterialGroups:
    groups = MaterialGroups()
    for one in materials:
        getattr(groups, _group_of(one.material)).append(one)
    return groups


def _group_of(material: MaterialRequirement) -> str:
    if material.source is MaterialSource.THIRD_PARTY:
        return "sent_by_others"
    if material.form is MaterialForm.ON_SITE:
        return "on_site"
    if material.form in (MaterialForm.E_FORM, MaterialForm.INFORMATION):
        return "fill_in"
    return "bring" if material.is_uploaded else "not_needed"


@dataclass(frozen=True, slots=True)
class ThemePart:
    """Questions that are asked together: those of the theme (`key` is empty), or of one item.

    `given` are the answers so far, each as a person would say it.
    """

    key: str
    heading: str
    questions: list[AskedQuestion]
    given: list[str]
    is_done: bool


def theme_parts(
    theme: Theme, plan: ThemePlan, guides: Mapping[str, ServiceGuide], given: Mapping[str, Answers]
) -> list[ThemePart]:
    """The parts that ask something, the theme's own first; what it chooses follows its answers."""
    own = _part("", "", theme.questions, plan.path)
    parts = [own] if own.questions else []
    if not own.is_done:
        return parts
    items = dict.fromkeys(one.service_item for one in plan.components if one.service_item)
    for key in items:
        guide = guides[key]
        path = situation_of(guide, given[key]).path
        parts.append(_part(key, guide.name, guide.scenario_questions, path))
    return [part for part in parts if part.questions]


def _part(key: str, heading: str, questions: Sequence[Question], path: Path) -> ThemePart:
    under = f"{key}." if key else ""
    return ThemePart(
        key=key,
        heading=heading,
        questions=asked(questions, path, under),
        given=[f"{one.text}{one.label}" for one in path.given],
        is_done=not path.open_questions,
    )
