"""Bodies about the devices that are signed in."""

from uuid import UUID

from pydantic import Field

from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class SessionEntry(AnswerBody):
    """One device that is signed in; `via` is the kind of binding it signed in with."""

    id: UUID
    via: str
    via_name: str = Field(examples=["手机号"])
    opened_at: Instant
    is_current: bool


class Sessions(AnswerBody):
    """登录设备."""

    sessions: list[SessionEntry]
