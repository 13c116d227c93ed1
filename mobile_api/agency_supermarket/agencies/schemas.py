"""What the agency routes answer; prices in 分 (1/100 yuan)."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from mobile_api.agency_supermarket.agencies.states import AgencyStatus, SanctionKind
from mobile_api.agency_supermarket.service_types.schemas import TimeClass
from mobile_api.enterprises.schemas import EnterpriseView
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class ServiceView(AnswerBody):
    """A service as its agency offers it."""

    service_type: str
    name: str
    time_class: TimeClass | None
    price_from_fen: int
    price_to_fen: int
    price: str
    price_unit: str
    promised_days: int
    is_open: bool = Field(description="资质齐全且在有效期内,现在可以承接")


class QualificationView(AnswerBody):
    """A certificate as anybody sees it: never its scan."""

    id: UUID
    kind: str
    name: str
    number: str
    valid_from: date
    valid_until: date | None
    standing: Literal["valid", "not_begun", "expired", "unverified"]
    standing_name: str


class SanctionView(AnswerBody):
    """A sanction, its reason and its term; public like the agency."""

    id: UUID
    kind: SanctionKind
    kind_name: str
    reason: str
    ordered_on: date
    last_day: date
    object_by: date
    objected: bool
    answer: str
    is_lifted: bool


class AgencySummary(AnswerBody):
    """A line of the list."""

    id: UUID
    name: str
    status: AgencyStatus
    status_name: str
    phone: str
    practitioners: int
    services: list[ServiceView]


class AgencyPage(AnswerBody):
    """Agencies, the longest listed last."""

    agencies: list[AgencySummary]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class AgencyFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class AgencyProfile(AnswerBody):
    """What anybody may know of an agency."""

    id: UUID
    enterprise: EnterpriseView
    status: AgencyStatus
    status_name: str
    introduction: str
    process: str
    phone: str
    practitioners: int
    listed_at: Instant | None
    services: list[ServiceView]
    qualifications: list[QualificationView]
    sanctions: list[SanctionView]
    history: list[AgencyFact]


class ApplicationFault(AnswerBody):
    """A fault for which the application was returned."""

    path: str
    reason: str


class ApplicationView(AgencyProfile):
    """The agency as its own people and the desk see it."""

    faults: list[ApplicationFault]
    lacking: list[ApplicationFault] = Field(description="提交申请以前还缺什么;不在填写时为空")
    can: list[str] = Field(description="现在可以做的事:edit、apply、offer_anew、leave")
    answer_by: date | None = Field(description="最迟答复日期")


class DeskPage(AnswerBody):
    """The queue of the desk, the longest waiting first."""

    agencies: list[AgencySummary]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
