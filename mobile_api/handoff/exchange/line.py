"""One call of another city on its way through the door, and its answer, signed and told of."""

from dataclasses import dataclass
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.handoff.exchange.knowing import KnownSigner, known
from mobile_api.handoff.profile import TAG
from mobile_api.shared import clock, metrics
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Anyone, PartnerCity
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.postgres import is_outage
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.signatures.service import Answer, Claims, SigningKey, sign_answer
from mobile_api.signatures.service import Request as SignedRequest

# Of one address or one partner; what is beyond is neither told of nor answered with a signature.
REFUSALS = RateLimit("partner_refusals", times=60, seconds=60)
# Of all together, so that the table of audit records does not fill from a thousand addresses.
ALL_REFUSALS = RateLimit("all_partner_refusals", times=600, seconds=60)
# What the framework refuses before the door, for it comes too slowly or is too large.
_BEFORE_THE_DOOR = {408: "request_timeout", 413: "body_too_large"}


@dataclass
class SignedLine:
    """What is known of a call so far. `signer` is believed only after `is_verified`.

    `url`s are those of the public address, for that is what was signed; nobody asks Host.
    """

    asked: SignedRequest
    claims: Claims | None = None
    own: SigningKey | None = None
    signer: KnownSigner | None = None
    is_verified: bool = False
    message_id: UUID | None = None
    refusal: str = ""
    is_flood: bool = False

    @classmethod
    def of(cls, request: Request) -> "SignedLine":
        """The one of this request, begun with the first question for it."""
        line = getattr(request.ctx, "line", None)
        if line is None:
            line = request.ctx.line = cls(_asked(request))
        return line

    @property
    def caller(self) -> PartnerCity | None:
        if not self.is_verified or self.signer is None:
            return None
        return PartnerCity(self.signer.partner.id, self.signer.partner.key)

    @property
    def signature(self) -> str:
        """Signature-Input and Signature, a line each, as they came."""
        headers = self.asked.headers
        return f"{headers['signature-input']}\n{headers['signature']}"


def _asked(request: Request) -> SignedRequest:
    """As it was signed: the public address and the target as it came, fields that stand twice
    joined (RFC 9421 2.1)."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    origin = SETTINGS.of(request).public_url.rstrip("/")
    target = request.raw_url.decode("latin-1")
    return SignedRequest(request.method, origin + target, headers, request.body or b"")


async def count_refusal(request: Request, line: SignedLine) -> None:
    """Of the partner or, where it is not known who calls, of the address.

    Raises TooManyRequests beyond the limit.
    """
    caller = line.caller
    subject = address_of(request) if caller is None else caller.key
    try:
        await spend(REDIS.of(request), REFUSALS, subject)
    except TooManyRequests:
        line.is_flood = True
        raise


async def finish(request: Request, response: HTTPResponse) -> None:
    """Each answer on the line, refusals of the framework as well: told of, then signed."""
    line = SignedLine.of(request)
    try:
        await _tell(request, response, line)
        if not line.is_flood or line.is_verified:
            await _sign(response, line)
    except Exception as error:
        # Without a signature the other side takes it for a fault of the line and comes again.
        if not is_outage(error):
            raise


async def _tell(request: Request, response: HTTPResponse, line: SignedLine) -> None:
    if not line.refusal and response.status in _BEFORE_THE_DOOR:
        line.refusal = _BEFORE_THE_DOOR[response.status]
        try:
            await count_refusal(request, line)
        except TooManyRequests:
            return
    if not line.refusal:
        return
    metrics.partner_refusals_total.labels(line.refusal).inc()
    # To be held back or to wait is no misdeed.
    if line.is_flood or response.status in (429, 503):
        return
    try:
        await spend(REDIS.of(request), ALL_REFUSALS, "all")
    except TooManyRequests:
        return
    async with in_transaction():
        await audit(
            line.caller or Anyone(),
            "partner_call_refused",
            subject_kind="partner_call",
            subject_id=line.refusal,
        )


async def _sign(response: HTTPResponse, line: SignedLine) -> None:
    """Unless the request says nothing that an answer could be bound to."""
    if line.own is None:
        line.own, _ = await known("", clock.now())
    if line.own is None or "content-digest" not in line.asked.headers:
        return
    media = response.headers.setdefault("content-type", response.content_type or "")
    headers = {"content-type": media}
    answer = Answer(response.status, line.asked, headers, response.body or b"")
    try:
        sign_answer(answer, line.own, TAG)
    except ValueError:
        return
    response.headers.update(headers)
