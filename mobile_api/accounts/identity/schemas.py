"""Bodies of the routes by which people prove who they are."""

from typing import Annotated

from pydantic import Field, StringConstraints

from mobile_api.accounts.identity.flows import FlowPurpose
from mobile_api.accounts.proofs.assurance import Action
from mobile_api.accounts.proofs.models import ProofMethod
from mobile_api.accounts.schemas import IdNumber, PersonName
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, AsTyped, RequestBody

# A path of ours: "//host" and "/\host" lead elsewhere, a fragment would hide what we add.
_OWN_PATH = r"^/([^\x00-\x20\\#\x7f/][^\x00-\x20\\#\x7f]*)?$"
OwnPath = Annotated[str, StringConstraints(pattern=_OWN_PATH, max_length=500)]
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,200}$")]


class AuthorizeQuery(RequestBody):
    """Begin at the identity service; `level` is the least level that is to be proven."""

    purpose: FlowPurpose
    return_to: OwnPath = Field("/", description="Path of this site to come back to.")
    level: int = Field(1, ge=1, le=4, description="Least level of assurance to be proven.")


class Authorization(AnswerBody):
    """Open `authorize_url` in a browser; keep `flow_secret` where you began, never in a URL."""

    authorize_url: str
    flow_secret: str
    expires_in_seconds: int = Field(examples=[600])


class IdentityCallbackQuery(RequestBody):
    """What the identity service sends the browser back with (RFC 6749, RFC 9207)."""

    model_config = {"extra": "ignore"}

    state: str = Field(min_length=1, max_length=200)
    code: str | None = Field(None, max_length=2000)
    error: str | None = Field(None, max_length=100)
    iss: str | None = Field(None, max_length=300)


class IdentityExchange(RequestBody):
    """The exchange code of the returning browser with the flow secret of the beginning."""

    exchange_code: Secret
    flow_secret: Secret


class ProofView(AnswerBody):
    """One way in which the person has proven who they are."""

    method: ProofMethod
    method_name: str = Field(examples=["窗口核验"])
    level: int
    at: Instant
    expires_at: Instant | None


class WayView(AnswerBody):
    """Where a higher or fresher proof begins."""

    method: str
    name: str
    url: str


class ActionView(AnswerBody):
    """What an action asks for, and whether the caller may do it now."""

    action: Action
    name: str
    level: int
    level_name: str = Field(examples=["姓名和身份证号已核对"])
    fresh_within_seconds: int | None
    source: str
    is_open: bool
    ways: list[WayView]


class AssuranceView(AnswerBody):
    """How sure we are of the signed-in person, and what that permits."""

    level: int
    level_name: str = Field(examples=["已登录"])
    proofs: list[ProofView]
    actions: list[ActionView]


class CounterCode(AnswerBody):
    """核验码: shown to the counter by the person who stands there."""

    code: str = Field(examples=["48210673"])
    expires_in_seconds: int = Field(examples=[300])


class CounterVerification(RequestBody):
    """What the counter read off the identity card of the person who showed the code."""

    code: Annotated[str, AsTyped] = Field(pattern=r"^[0-9]{8}$", examples=["48210673"])
    name: PersonName = Field(examples=["张三丰"])
    id_number: IdNumber = Field(examples=["370000199003070018"])
    reason: str = Field(min_length=2, max_length=300, examples=["本人持身份证到窗口核验"])
    corrects: bool = Field(
        False, description="A supervisor replaces a number that was proven before."
    )


class CounterVerified(AnswerBody):
    """The account as it stands after the counter's verification, masked."""

    name_masked: str
    id_number_masked: str
    assurance_level: int


class FullDetails(AnswerBody):
    """Everything personal that the account itself holds, unmasked."""

    name: str
    id_number: str
    phone: str
