"""Bodies of the enterprise routes."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from mobile_api.accounts.schemas import Mobile, PersonName
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, AsTyped, Day, RequestBody
from mobile_api.shared.text.identity_numbers import is_social_credit_code, normalised

ItemKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]


def _social_credit_code(text: str) -> str:
    code = normalised(text)
    if not is_social_credit_code(code):
        raise PydanticCustomError(
            "social_credit_code", "统一社会信用代码应为18位,请按营业执照逐位核对。"
        )
    return code


SocialCreditCode = Annotated[str, Field(max_length=40), AfterValidator(_social_credit_code)]


class EnterpriseClaim(RequestBody):
    """认领企业, by the legal representative whom the identity service has just named."""

    social_credit_code: SocialCreditCode = Field(examples=["91370000MA3TEMP017"])


class EnterpriseRegistration(EnterpriseClaim):
    """窗口登记: the legal representative stands there with licence, card and counter code."""

    name: str = Field(min_length=2, max_length=200, examples=["示范物流有限公司"])
    counter_code: Annotated[str, AsTyped] = Field(pattern=r"^[0-9]{8}$", examples=["48210673"])
    reason: str = Field(min_length=2, max_length=300, examples=["核对营业执照和身份证原件"])


class EnterpriseView(AnswerBody):
    """An enterprise; its name and code are public."""

    id: UUID
    name: str
    social_credit_code: str


class ClerkInvitation(RequestBody):
    """授权经办人. Without `item_keys` for every item."""

    name: PersonName = Field(examples=["李四"])
    phone: Mobile = Field(examples=["13900139000"])
    item_keys: list[ItemKey] | None = Field(None, min_length=1, max_length=50)
    ends_on: Day = Field(description="Last day, at most one year from today.")


class ClerkState(StrEnum):
    """How an appointment stands today."""

    invited = "invited"
    active = "active"
    lapsed = "lapsed"
    ended = "ended"
    revoked = "revoked"


class ClerkView(AnswerBody):
    """An appointment as the legal representative sees it."""

    id: UUID
    name_masked: str
    phone_masked: str
    item_keys: list[str] | None
    item_names: list[str] | None
    ends_on: date
    state: ClerkState
    state_name: str
    invited_at: Instant
    accepted_at: Instant | None


class ClerkList(AnswerBody):
    """Every appointment of an enterprise, newest first."""

    clerks: list[ClerkView]
    unreadable: int = Field(description="暂时无法显示的条数,内容没有丢失")


class AppointmentView(AnswerBody):
    """An appointment as the person sees it who was invited."""

    id: UUID
    enterprise: EnterpriseView
    item_keys: list[str] | None
    item_names: list[str] | None
    ends_on: date
    state: ClerkState
    state_name: str
    invited_at: Instant


class AppointmentList(AnswerBody):
    """Invitations to the caller's phone, and what they have accepted."""

    appointments: list[AppointmentView]
    unreadable: int = Field(description="暂时无法显示的条数,内容没有丢失")
