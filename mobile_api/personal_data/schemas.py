"""Bodies of the routes about a person's own data."""

from typing import Literal

from pydantic import Field

from mobile_api.accounts.schemas import SessionOpened
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class MergeDone(AnswerBody):
    """One account is left. `session` is of that account; all sessions of the other have ended."""

    session: SessionOpened


class ExportView(AnswerBody):
    """个人信息副本. `sizes` are the bytes of each archive. After `failed`, ask anew."""

    state: Literal["preparing", "ready", "failed"]
    requested_at: Instant
    ready_at: Instant | None
    expires_at: Instant | None
    sizes: list[int]


class ExportLinks(AnswerBody):
    """Addresses of the archives, for ten minutes."""

    urls: list[str]


class DeletionView(AnswerBody):
    """注销申请. Until `erases_at` it can be cancelled. `kept` says what stays, and why."""

    state: Literal["cooling_off", "erasing"]
    requested_at: Instant
    erases_at: Instant
    kept: list[str] = Field(examples=[["已提交的办件属于政务服务电子档案,保存到规定期限。"]])
