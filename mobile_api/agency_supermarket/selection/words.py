"""The sentences of the reasoned record; each table has one for every member of its enumeration."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from mobile_api.agency_supermarket.selection.rules import Method
from mobile_api.agency_supermarket.selection.schemas import (
    ExclusionReason,
    FailureReason,
    StepCode,
    in_public,
)

# What each does with the bids, for whoever has to choose one of them.
METHOD_WORDS = {
    Method.direct: "您看过全部报价以后,自己选定一家,并公开写明理由。",
    Method.competitive_price: "报价最低的中选;最低价相同的,公开摇号。",
    Method.average_price: "最接近平均报价的中选,过高过低都不占便宜。",
    Method.best_price: "先摇出一个系数,最接近平均报价乘这个系数的中选。",
    Method.credit_weighted: "信用好的进大名单,摇号摇出小名单,您从小名单里选定一家。",
    Method.proposal: "随机抽取的专家给方案打分,加上价格分,总分最高的中选。",
    Method.random_draw: "从全部有效报价里公开摇号,摇到谁就是谁。",
}
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
