"""Bodies of the bids' routes."""

import base64
import binascii
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.bids.receipts import BidReceipt
from mobile_api.agency_supermarket.sealing.offers import (
    LARGEST_CIPHERTEXT,
    LONGEST_PROPOSAL,
    has_controls,
    is_proposal,
)
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.signatures.schemas import PublicKey

_MOST_FEN = 10**12
_MOST_CHANGES = 10**6
# In base64.
_LONGEST = (LARGEST_CIPHERTEXT + 2) // 3 * 4
NOT_SEALED = "密封的报价不完整,请在页面上重新密封后提交。"
# What a published log of bids calls itself.
BID_LOG: Final = "yiwang-bid-log/1"


def _base64(text: str) -> str:
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        sealed = b""
    if not 0 < len(sealed) <= LARGEST_CIPHERTEXT:
        raise PydanticCustomError("not_sealed", NOT_SEALED)
    return text


def _in_one_line(text: str) -> str:
    """What is sealed holds no line ends, whatever a device types for a blank."""
    line = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    if has_controls(line):
        raise PydanticCustomError("controls", "说明里有不能使用的字符,请修改。")
    return line


def _in_lines(text: str | None) -> str | None:
    """With one kind of line end, whatever the device has."""
    lines = None if text is None else text.replace("\r\n", "\n").replace("\t", " ")
    if lines and not is_proposal(lines):
        raise PydanticCustomError("no_proposal", "方案里有不能使用的字符,或者太长,请修改。")
    return lines


class BidRequest(RequestBody):
    """A bid: `sealed` by the client, or its content, which is sealed here on arrival.

    `sealed`: base64 of an age file for the platform around one for the owner (docs/decisions/0023).
    Where the client cannot seal (no script, mini-program), price, days and note come instead; they
    are sealed at once, and neither stored nor logged as they are. `change_read`: the number of the
    last change of the need that the sender has read (`NeedView.change_number`), 0 for none; it may
    be left out only while nothing has been changed. `proposal` (方案) belongs to selection by
    proposals, and has to be there then.
    """

    sealed: (
        Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(_base64)] | None
    ) = None
    price_fen: int | None = Field(None, ge=1, le=_MOST_FEN, strict=True, examples=[4200000])
    days: int | None = Field(None, ge=1, le=365, examples=[5])
    note: Annotated[str, StringConstraints(max_length=180), AfterValidator(_in_one_line)] = ""
    change_read: int | None = Field(
        None, ge=0, le=_MOST_CHANGES, strict=True, description="已经看过的最近一次变更的序号"
    )
    proposal: (
        Annotated[str, StringConstraints(max_length=LONGEST_PROPOSAL), AfterValidator(_in_lines)]
        | None
    ) = None


class BidState(AnswerBody):
    """One's own bid: what was received when, never what is in it; after the opening why it is out.

    `must_be_given_again`: what the need asks for was changed since, and the bid does not count
    unless it is given again before the deadline.
    """

    bid_id: UUID
    is_withdrawn: bool
    must_be_given_again: bool = Field(
        description="采购内容或选取方式变更后还没有重新提交,截止前不重新提交的不参加选取"
    )
    sealed_here: bool
    seal_notice: str = Field(description="报价在哪里密封的说明")
    receipts: list[BidReceipt]
    excluded: ExclusionReason | None = Field(
        description="开启后,本机构不参加选取的具体原因;别人看不到是哪一种回避"
    )
    excluded_text: str = Field(description="同一原因的文字说明;参加时为空")


class BidLog(AnswerBody):
    """Every act with a bid for a need, after the deadline; it names no bidder."""

    kind: Literal["yiwang-bid-log/1"] = BID_LOG
    receipts: list[BidReceipt]
    keys: list[PublicKey]
