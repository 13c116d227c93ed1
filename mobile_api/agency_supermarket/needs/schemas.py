"""Bodies of the needs' routes; money in 分 (1/100 yuan)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from mobile_api.agency_supermarket.experts.rules import MOST_MEMBERS, Specialty
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.judging import WHOLE, Criterion
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose
from mobile_api.agency_supermarket.service_types.schemas import Key
from mobile_api.enterprises.schemas import SocialCreditCode
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody

MOST_BUDGET_FEN = 10**12


class CriterionRequest(RequestBody):
    """评审因素: what proposals get points for, and how many at most."""

    name: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    points: int = Field(ge=1, le=WHOLE, strict=True, description="满分,分")


class JudgingRequest(RequestBody):
    """评审安排: so many experts of a specialty, an odd number, and criteria of 100 points."""

    specialty: Specialty
    members: int = Field(ge=1, le=MOST_MEMBERS, strict=True)
    criteria: list[CriterionRequest] = Field(min_length=1, max_length=10)


class NeedRequest(RequestBody):
    """A need as its owner writes it; giving it again replaces it while it is a draft.

    `avoided`: agencies that must not take part (回避), by their social credit codes. `big_list` and
    `small_list` belong to credit_weighted: how many stand on each (大名单, 小名单). `price_percent`
    (what the price counts) and `judging` belong to proposal.
    """

    service_type: Key = Field(examples=["asset-appraisal"])
    title: Annotated[str, StringConstraints(min_length=4, max_length=80)] = Field(
        examples=["办公楼资产评估"]
    )
    description: Annotated[str, StringConstraints(min_length=4, max_length=2000)] = Field(
        examples=["对建筑面积3000平方米的办公楼作价值评估,用于出租。"]
    )
    method: Method = Field(examples=["competitive_price"])
    fund_source: FundSource = Field(examples=["state"])
    budget_fen: int | None = Field(
        None, ge=1, le=MOST_BUDGET_FEN, strict=True, description="最高限价,分", examples=[5000000]
    )
    big_list: int | None = Field(None, ge=1, le=100)
    small_list: int | None = Field(None, ge=1, le=100)
    price_percent: int | None = Field(None, ge=0, le=100, strict=True)
    judging: JudgingRequest | None = None
    avoided: list[SocialCreditCode] = Field(default_factory=list, max_length=50)
    bids_close_at: AwareDatetime = Field(description="报价截止时间")


class PublishRequest(RequestBody):
    """The key that bids are sealed for, besides that of the platform. Exactly one of the two.

    `owner_recipient`: the public half of a key (age1...) that the owner's own device made and
    keeps. `passphrase`: the key is made here and kept under it; nobody here knows it, and without
    it the bids can never be opened.
    """

    owner_recipient: Annotated[str, StringConstraints(max_length=80)] | None = None
    passphrase: str | None = Field(None, min_length=12, max_length=200)


class CancelRequest(RequestBody):
    """取消, with the reason that everybody reads."""

    reason: Annotated[str, StringConstraints(min_length=2, max_length=300)] = Field(
        examples=["项目计划有变"]
    )


class QuestionRequest(RequestBody):
    """提问: public, without the name of who asks."""

    question: Annotated[str, StringConstraints(min_length=4, max_length=500)]


class AnswerRequest(RequestBody):
    """答复: public."""

    answer: Annotated[str, StringConstraints(min_length=2, max_length=1000)]


class NeedListQuery(RequestBody):
    """Which needs; all of them without words."""

    service_type: Key | None = None
    status: NeedStatus | None = None
    cursor: str | None = None
    limit: PageSize = 20


class OwnNeedsQuery(RequestBody):
    """One's own needs, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class QuestionView(AnswerBody):
    """A question with its answer."""

    id: UUID
    question: str
    asked_at: Instant
    answer: str
    answered_at: Instant | None


class JudgingView(AnswerBody):
    """Who judges proposals, by what, and how they are handed in."""

    specialty: str
    specialty_name: str
    members: int
    criteria: list[Criterion]
    handed_in: str


class NeedDrawView(AnswerBody):
    """A draw that was committed with the need; its record is found by its number."""

    purpose: DrawPurpose
    number: str


class NeedFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class NeedSummary(AnswerBody):
    """A line of the list: what it is, where it stands, and what comes next."""

    id: UUID
    number: str | None
    title: str
    service_type: str
    service_name: str
    owner_name: str
    status: NeedStatus
    status_name: str
    method: Method
    fund_source: FundSource
    budget_fen: int | None
    published_at: Instant | None
    bids_close_at: Instant
    what_to_do: str


class NeedPage(AnswerBody):
    """Needs, the newest first."""

    needs: list[NeedSummary]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class NeedFault(AnswerBody):
    """Why a draft cannot be published as it is: a JSON pointer, a code, and what is to be done."""

    path: str
    code: str
    message: str


class DeskNeedsQuery(RequestBody):
    """Which needs the keepers of the market look at; all that were published without words."""

    status: NeedStatus | None = None
    service_type: Key | None = None
    number: Annotated[str, StringConstraints(pattern=r"^N[0-9A-Z]{1,21}$")] | None = None
    owner_code: SocialCreditCode | None = Field(None, description="采购人的统一社会信用代码")
    cursor: str | None = None
    limit: PageSize = 20


class NeedView(NeedSummary):
    """What anybody may know of a need.

    `bid_count`, of those that stand, is said only after the deadline: before it nobody knows how
    many there are. `change_number` is what a bid names as read. Of the relatives whom the owner
    declared everybody reads how many there are, and nothing else.
    """

    description: str
    big_list: int | None
    small_list: int | None
    price_percent: int | None
    judging: JudgingView | None
    avoided: list[str]
    earliest_close_on: date | None = Field(description="按公告期,报价截止的最早日期")
    open_by: Instant | None
    owner_recipient: str
    platform_recipient: str
    bid_count: int | None
    change_number: int = Field(description="最近一次变更的序号,没有变更过的为 0;报价时须写明")
    declared_relatives: int = Field(description="采购人声明了几名近亲属;是谁、在哪家机构不公开")
    questions: list[QuestionView]
    draws: list[NeedDrawView]
    history: list[NeedFact]
    can: list[str] = Field(description="现在可以做的事:edit、publish、change、cancel、open、choose")


class NeedPreview(AnswerBody):
    """A draft as everybody would see it; `faults` are why it cannot be published now."""

    need: NeedView
    eligible_agencies: int = Field(description="今天可以报价的机构数")
    faults: list[NeedFault]
