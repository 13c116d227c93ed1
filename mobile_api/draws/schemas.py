"""What a draw is told and what it shows; the record is the file that anybody can check."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from mobile_api.draws.states import ContestOutcome, DrawStatus
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.shared.json_columns import StoredValue

NUMBER_PATTERN = r"^[A-Z0-9][A-Za-z0-9-]{0,63}$"
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
# To the last digit, because the order of instants is what is checked.
Moment = Annotated[
    AwareDatetime,
    PlainSerializer(
        lambda at: at.astimezone(BEIJING).isoformat(timespec="microseconds"),
        return_type=str,
        when_used="json",
    ),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
_Short = Annotated[str, StringConstraints(max_length=100)]


class Reference(StoredValue):
    """What a draw serves: `number` is in every hash, and one number has one draw for ever."""

    kind: str = Field(pattern=r"^[a-z_]{1,20}$")
    number: str = Field(pattern=NUMBER_PATTERN)


class AnnouncedSource(StoredValue):
    """One source as it is named before anybody is on the list.

    `closes_at`: when sales of the named issue close, or trading does. `fallback_issue` is the next
    one, used only if two members of staff agree that the first was never published.
    """

    name: _Short
    issue: _Short
    closes_at: Moment
    fallback_issue: _Short
    fallback_closes_at: Moment

    def closing_of(self, issue: str) -> datetime:
        return self.fallback_closes_at if issue == self.fallback_issue else self.closes_at


class CustodianCopy(StoredValue):
    """The secret as a second custodian (supervisor, notary) can open it: an age file, armored."""

    recipient: str = Field(max_length=100)
    sealed_secret: str = Field(max_length=4000)


class EntrySaid(StoredValue):
    """One entry of one issue. `by` tells members of staff apart and names none of them.

    `values` None: that the issue was not published. `void`: why a supervisor struck it out.
    """

    id: UUID | None = None
    by: int = Field(ge=1, le=10_000)
    name: _Short
    issue: _Short
    values: list[_Short] | None = Field(None, max_length=20)
    evidence: str = Field(max_length=500)
    at: Moment
    void: str | None = Field(None, max_length=500)


class PickSaid(StoredValue):
    """Ticket `x` (from 0) of those that were left was that of `winner`."""

    x: int
    tickets_left: int
    winner: str = Field(max_length=200)


class UsedEntropy(StoredValue):
    """What a source published in the issue that counts; `unordered`: as a set of numbers."""

    name: _Short
    issue: _Short
    unordered: bool = False
    values: list[_Short] = Field(max_length=20)


class ContestSaid(StoredValue):
    """A contest without its words, which are its author's; `answer` is the office's."""

    id: UUID | None = None
    made_at: Moment
    outcome: str | None = Field(None, max_length=20)
    answer: str | None = Field(None, max_length=500)


class DrawRecord(StoredValue):
    """Everything about a draw that is public, and enough to repeat it without us.

    Before the sources closed there is no `secret`, before the list was frozen no `list_text`: what
    is there at each time was published at that time.
    """

    kind: Literal["yiwang-draw/1"] = "yiwang-draw/1"
    purpose: str = Field(max_length=20)
    number: str = Field(pattern=NUMBER_PATTERN)
    status: DrawStatus
    picks: int = Field(ge=1, le=10_000)
    commitment: Hex64
    custodian: CustodianCopy | None = None
    sources: list[AnnouncedSource] = Field(min_length=1, max_length=10)
    committed_at: Moment
    frozen_at: Moment | None = None
    list_text: str | None = Field(None, max_length=10_000_000)
    list_sha256: Hex64 | None = None
    entries: Sequence[EntrySaid] = Field((), max_length=1000)
    entropy: Sequence[UsedEntropy] = Field((), max_length=10)
    entropy_text: str | None = Field(None, max_length=4000)
    secret: Hex64 | None = None
    seed: Hex64 | None = None
    drawn: Sequence[PickSaid] = Field((), max_length=10_000)
    drawn_at: Moment | None = None
    failure: str | None = Field(None, max_length=40)
    contests: Sequence[ContestSaid] = Field((), max_length=1000)


class EntropyEntry(RequestBody):
    """What a member of staff read: `values` exactly as published, leading zeros kept.

    Without `values`: that this issue was not published, which the evidence must show.
    """

    name: str = Field(max_length=40, examples=["ssq-blue"])
    issue: str = Field(max_length=20, examples=["2026140"])
    values: list[Annotated[str, StringConstraints(max_length=20)]] | None = Field(
        None, min_length=1, max_length=20, examples=[["08"]]
    )
    evidence: str = Field(
        min_length=4, max_length=500, examples=["https://www.cwl.gov.cn/ 双色球2026140期公告"]
    )


class IssueSaid(RequestBody):
    """An issue as its publisher announced it."""

    name: str = Field(max_length=40, examples=["ssq"])
    issue: str = Field(max_length=20, examples=["2026140"])
    closes_at: AwareDatetime = Field(description="停止销售(收盘)时间")


class IssuesRequest(RequestBody):
    """Announced issues, a year of them at once perhaps."""

    issues: list[IssueSaid] = Field(min_length=1, max_length=500)


class IssuesNoted(AnswerBody):
    """How many of them were new."""

    noted: int


class StrikeOutRequest(RequestBody):
    """Why an entry no longer counts; public."""

    because: str = Field(min_length=4, max_length=300, examples=["与公告核对,红球第三个数登记有误"])


class SecretRequest(RequestBody):
    """The secret of a draw as its custodian's key opened it."""

    secret: Hex64 = Field(examples=["ab" * 32])


class ContestRequest(RequestBody):
    """异议: what somebody doubts about a draw, and why."""

    reason: str = Field(
        min_length=10, max_length=1000, examples=["公布的红球号码与福彩中心的公告不一致。"]
    )


class ContestMade(AnswerBody):
    """The contest is in; its answer is published with the record."""

    id: UUID
    made_at: Moment


class ContestAnswer(RequestBody):
    """答复: public, so it names nobody."""

    outcome: ContestOutcome
    answer: str = Field(min_length=4, max_length=400, examples=["经核对,登记与公告一致。"])


class ContestView(AnswerBody):
    """A contest as the supervisor reads it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reason: str
    made_at: Moment
    outcome: ContestOutcome | None
    answer: str | None


class ContestList(AnswerBody):
    """Every contest of a draw, oldest first."""

    contests: list[ContestView]
    unreadable: int = Field(description="暂时无法显示的条数,内容没有丢失")
