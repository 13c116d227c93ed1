"""Bodies about the second factor of staff."""

from uuid import UUID

from pydantic import Field

from mobile_api.accounts.schemas import StaffPassword
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class SecondFactorConfirmation(StaffPassword):
    """绑定动态码: the first code that the phone shows."""

    code: str = Field(min_length=1, max_length=40, examples=["287082"])


class SecondFactorBegun(AnswerBody):
    """What an authenticator reads: the address as a QR code, or the secret by hand."""

    secret: str = Field(examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    otpauth_address: str


class RecoveryCodes(AnswerBody):
    """备用码: shown this once; each is good for one sign-in without the phone."""

    recovery_codes: list[str]


class ResetRequest(RequestBody):
    """重置动态码: why, for the record."""

    reason: str = Field(min_length=2, max_length=200, examples=["手机丢失,已当面核对工作证"])


class ResetView(AnswerBody):
    """A reset that waits for a second person."""

    id: UUID
    staff_id: UUID
    username: str
    display_name: str
    reason: str
    asked_by_name: str
    asked_at: Instant


class ResetList(AnswerBody):
    """等待第二人确认的重置."""

    resets: list[ResetView]
