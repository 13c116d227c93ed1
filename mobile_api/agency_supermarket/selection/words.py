"""The sentences of the reasoned record; each table has one for every member of its enumeration."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from mobile_api.agency_supermarket.selection.schemas import (
    ExclusionReason,
    FailureReason,
    StepCode,
    in_public,
)

_Sentence = Annotated[str, StringConstraints(min_length=1)]


class SelectionWords(BaseModel):
    """`reasons` are exact, `avoidance` is what everybody reads of them where somebody has to keep
    away. `steps` are filled with the figures of the step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasons: Mapping[ExclusionReason, _Sentence]
    avoidance: _Sentence
    failures: Mapping[FailureReason, _Sentence]
    steps: Mapping[StepCode, _Sentence]

    def in_public(self, reason: ExclusionReason) -> str:
        public = in_public(reason)
        return self.avoidance if public is ExclusionReason.avoided else self.reasons[public]

    @model_validator(mode="after")
    def _tables_are_whole(self) -> Self:
        said = {*self.reasons, *self.failures, *self.steps}
        kinds = (*ExclusionReason, *FailureReason, *StepCode)
        if missing := [one.value for one in kinds if one not in said]:
            raise ValueError(f"nothing is said for {', '.join(missing)}")
        return self


WORDS = SelectionWords.model_validate_json(Path(__file__).with_name("words.json").read_bytes())
