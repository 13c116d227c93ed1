"""How the record of an agency is told; `text` says it in words, or why there is no figure."""

from pydantic import Field

from mobile_api.shared.http.schema import AnswerBody


class OnTimeShare(AnswerBody):
    """按时完成率 over the finished contracts of an agency, whatever their service."""

    finished: int = Field(description="已完成的合同数")
    on_time: int = Field(description="其中按时完成的")
    percent: int | None = Field(description="按时完成率;已完成的合同太少时为空")
    text: str


class RatedBy(AnswerBody):
    """评价 by owners, as far as they count."""

    votes: int = Field(description="计入的评价条数")
    average: float | None = Field(description="平均分(1至5);评价太少时为空")
    text: str


class RecordView(AnswerBody):
    """业绩 of an agency."""

    on_time: OnTimeShare
    rating: RatedBy
