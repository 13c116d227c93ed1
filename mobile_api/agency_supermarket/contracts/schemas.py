"""Bodies of the contracts' routes; money in 分 (1/100 yuan)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.contracts.states import (
    ContractStatus,
    FileKind,
    MilestoneState,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import WaitsFor
from mobile_api.agency_supermarket.needs.schemas import MOST_BUDGET_FEN
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, Day, RequestBody
from uploads.schemas import FileAnswer

MOST_FILES, MOST_MILESTONES, MOST_FAULTS = 20, 20, 50
ShortReason = Annotated[str, StringConstraints(min_length=2, max_length=300)]


def _once(files: list[UUID]) -> list[UUID]:
    if len(set(files)) < len(files):
        raise PydanticCustomError("file_twice", "同一个文件选了两次,请去掉重复的。")
    return files


Files = Annotated[list[UUID], Field(min_length=1, max_length=MOST_FILES), AfterValidator(_once)]


class PlannedMilestone(RequestBody):
    """节点: what is to be done till which day."""

    words: Annotated[str, StringConstraints(min_length=2, max_length=100)]
    on: Day


class ProposalRequest(RequestBody):
    """A contract as one side proposes it. `case_id`: the owner's own case that it serves."""

    price_fen: int = Field(ge=1, le=MOST_BUDGET_FEN, strict=True, description="合同价款,分")
    last_day: Day
    milestones: list[PlannedMilestone] = Field(default_factory=list, max_length=MOST_MILESTONES)
    files: Files
    case_id: UUID | None = None


class ConfirmRequest(RequestBody):
    """确认. `proposal`: the number of the proposal that was read; `case_id` as the owner's."""

    proposal: int = Field(ge=1, strict=True)
    case_id: UUID | None = None


class ContractReason(RequestBody):
    """Why; the other side reads it."""

    reason: ShortReason


class SendBackRequest(ContractReason):
    """退回, with the reason; `proposal`: the number of the one that was read."""

    proposal: int = Field(ge=1, strict=True)


class FilesRequest(RequestBody):
    """What shows that a milestone, or the result, is there."""

    files: Files


class FaultsRequest(RequestBody):
    """退回成果: every fault at once."""

    faults: list[ShortReason] = Field(min_length=1, max_length=MOST_FAULTS)


class ExtensionRequest(ContractReason):
    """延期: till when, and why."""

    last_day: Day


class AnswerAsked(RequestBody):
    """Whether one agrees to what was asked (`number`: what was read); a refusal needs a reason."""

    agreed: bool = Field(strict=True)
    reason: Annotated[str, StringConstraints(max_length=300)] = ""
    number: int | None = Field(None, ge=0, strict=True)

    @model_validator(mode="after")
    def _reasoned(self) -> "AnswerAsked":
        if not self.agreed and len(self.reason) < 2:
            raise PydanticCustomError("reason_missing", "不同意时请写明理由。")
        return self


class RecordQuery(RequestBody):
    """What an agency has finished, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class OwnContractsQuery(RecordQuery):
    """One's own contracts as owner or as agency, the newest first."""

    side: Side = Side.owner


class ContractDeskQuery(RecordQuery):
    """Contracts, the newest first; with `overdue` what is not delivered, the longest first."""

    status: ContractStatus | None = None
    overdue: bool = False


class MilestoneView(AnswerBody):
    """A milestone and how far it is; `reason`: why it was returned last."""

    place: int
    words: str
    on: date
    state: MilestoneState
    reason: str
    number: int


class ContractFileView(AnswerBody):
    """A file of the contract; `part`: the place of its milestone, or the round of its result."""

    kind: FileKind
    part: int
    file: FileAnswer


class ContractFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class ExtensionView(AnswerBody):
    """What the agency asks for."""

    last_day: date
    reason: str
    number: int


class EndingView(AnswerBody):
    """Which side asks for an end, and why."""

    by: Side
    reason: str
    number: int


class ContractSummary(AnswerBody):
    """A line of the list: what it is, who has to act till when, and what to do now."""

    id: UUID
    number: str
    need_id: UUID
    need_title: str
    agency_id: UUID
    agency_name: str
    owner_name: str
    status: ContractStatus
    status_name: str
    price_fen: int | None
    last_day: date | None
    waits_for: WaitsFor
    until: date | None
    is_overdue: bool
    what_to_do: str
    created_at: Instant


class ContractPage(AnswerBody):
    """Contracts, the newest first."""

    contracts: list[ContractSummary]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class ContractView(ContractSummary):
    """A contract as its sides and the desk see it."""

    side: Side | None = Field(description="您是哪一方;管理部门查看时为空")
    shown_until: date
    sign_by: date
    proposal: int
    proposed_by: Side | None
    milestones: list[MilestoneView]
    case_id: UUID | None
    extension: ExtensionView | None
    ending: EndingView | None
    faults: list[str]
    rounds: int
    signed_at: Instant | None
    delivered_at: Instant | None
    finished_at: Instant | None
    days_late: int | None
    notice: str
    files: list[ContractFileView]
    history: list[ContractFact]
    can: list[str] = Field(description="您现在可以做的事")


class ContractNotice(AnswerBody):
    """合同公告: what anybody may know of the contract of a need; no files."""

    number: str
    status: ContractStatus
    status_name: str
    agency_name: str
    price_fen: int | None
    signed_on: date | None
    last_day: date | None
    finished_on: date | None
    days_late: int | None


class FinishedContract(AnswerBody):
    """What was finished, and how late it was delivered, in working days."""

    number: str
    need_id: UUID
    need_title: str
    finished_on: date
    days_late: int


class RecordPage(AnswerBody):
    """履约记录: how many contracts an agency has finished, how many on time, and which."""

    finished: int
    on_time: int
    contracts: list[FinishedContract]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
