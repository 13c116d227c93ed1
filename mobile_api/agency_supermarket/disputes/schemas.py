"""Bodies of the disputes' routes."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.disputes.states import DisputeAbout, DisputeRemedy, DisputeStatus
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody

_Words = Annotated[str, StringConstraints(min_length=4, max_length=1000)]
_NO_REMEDY = "投诉成立的,请选择重新选定(anew)或终止采购(fail);不成立的不用填写。"


class DisputeRequest(RequestBody):
    """异议: what is wrong, and why; read by the owner and the desk only."""

    about: DisputeAbout = DisputeAbout.result
    grounds: _Words


class DisputeComplaint(RequestBody):
    """投诉: why the answer, or its absence, is not enough."""

    complaint: _Words


class DisputeAnswer(RequestBody):
    """The owner's answer; with `agrees` the desk decides at once, for no owner undoes a result."""

    agrees: bool
    answer: _Words


class DisputeDecision(RequestBody):
    """The desk's decision, public; `remedy` belongs to one that is upheld."""

    upheld: bool
    remedy: DisputeRemedy | None = None
    decision: Annotated[str, StringConstraints(min_length=4, max_length=300)]

    @model_validator(mode="after")
    def _with_its_remedy(self) -> Self:
        if self.upheld is (self.remedy is None):
            raise PydanticCustomError("remedy", _NO_REMEDY)
        return self


class DisputesQuery(RequestBody):
    """A page of disputes, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class DisputeQueueQuery(RequestBody):
    """Complaints in a status, the longest waiting first."""

    status: DisputeStatus = DisputeStatus.complained
    cursor: str | None = None
    limit: PageSize = 20


class PublicDispute(AnswerBody):
    """A dispute as anybody sees it: that there is one, and how it ended; never whose it is."""

    about: DisputeAbout
    about_name: str
    made_at: Instant
    status: DisputeStatus
    status_name: str
    decision: str
    ended_at: Instant | None


class PublicDisputePage(AnswerBody):
    """Disputes about a need, the newest first. While one `is_open` no contract is signed."""

    is_open: bool
    disputes: list[PublicDispute]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class DisputeView(PublicDispute):
    """A dispute as its parties and the desk see it, with what can be done till when."""

    id: UUID
    need_id: UUID
    need_number: str
    need_title: str
    made_by: str = Field(description="提出人:机构名称,或采购人")
    grounds: str
    answer_by: date | None
    answer: str | None
    complain_by: date | None
    complaint: str | None
    decide_by: date | None
    is_late: bool
    remedy: DisputeRemedy | None
    can: list[str]


class DisputePage(AnswerBody):
    """Disputes with what the parties wrote."""

    disputes: list[DisputeView]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
