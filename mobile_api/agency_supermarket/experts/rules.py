"""Law and city on experts and panels as data: amounts stand in `rules.json`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.shared.calendar.rules import InForce, RoomRules, RuleSet, Sourced, SpanRule

Specialty = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]
MOST_MEMBERS = 99


class PanelKind(StrEnum):
    """Under which law a panel sits."""

    tender = "tender"
    procurement = "procurement"
    other = "other"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Composition(_Part):
    """`least`: members, always an odd number. `thirds`: of the members who have to be experts."""

    least: int = Field(ge=3, le=MOST_MEMBERS)
    thirds: int = Field(ge=1, le=3)
    source: str = Field(min_length=2)
    unclear: str | None = Field(None, min_length=2)


class CompositionTable(Sourced):
    """The rules of each kind of panel."""

    tender: Composition
    procurement: Composition
    other: Composition

    def of(self, kind: PanelKind) -> Composition:
        return {
            PanelKind.tender: self.tender,
            PanelKind.procurement: self.procurement,
            PanelKind.other: self.other,
        }[kind]


class SpecialtyTable(Sourced):
    """专业类别 by key, in words."""

    names: dict[Specialty, Annotated[str, StringConstraints(min_length=2, max_length=30)]] = Field(
        min_length=1, max_length=500
    )


class NamesRule(Sourced):
    """When the names of the members become public; before it only digests are."""

    public_with: Literal["result"]


class ExpertRules(RuleSet):
    """`confirm_within`: for a second person to confirm a panel and so freeze its list."""

    compositions: InForce[CompositionTable]
    specialties: InForce[SpecialtyTable]
    names: InForce[NamesRule]
    confirm_within: InForce[SpanRule]


RULES = RoomRules("experts", ExpertRules, Path(__file__).with_name("rules.json"))
