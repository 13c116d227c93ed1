"""A bid under two keys, so that neither the owner nor the platform reads it alone.

`age(age(offer, owner), platform)`: X25519 and ChaCha20-Poly1305 by age-encryption.org/v1, a format
that a page seals as well as a server. Recipients of one age file would each open it alone, so one
file stands within the other. What is sealed has one length, one spelling, and names its need and
its bidder: a rival's copy of it is nobody's bid.
"""

import json
import re
import secrets
import unicodedata
from typing import Annotated, ClassVar
from uuid import UUID

import pyrage
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

# Of what is sealed, in bytes: without a proposal, and with one.
PLAIN_LENGTH, PROPOSAL_LENGTH = 1024, 64 * 1024
# Two age headers of several hundred bytes each around it; some programs add lines of noise.
LARGEST_WITHOUT_PROPOSAL = PLAIN_LENGTH + 3072
LARGEST_CIPHERTEXT = PROPOSAL_LENGTH + 3072
# Of a proposal: in characters, and as JSON in bytes, so that everything else has room beside it.
LONGEST_PROPOSAL, MOST_PROPOSAL_BYTES = 20_000, PROPOSAL_LENGTH - PLAIN_LENGTH
_MOST_FEN = 10**15
_RECIPIENT = re.compile("age1[02-9ac-hj-np-z]{58}")


class CannotOpenBid(Exception):
    """Why a sealed bid does not count."""

    code: ClassVar[str]


class WrongKeys(CannotOpenBid):
    """Sealed for others than this owner and this platform, or what carries its keys was changed."""

    code = "wrong_keys"


class Damaged(CannotOpenBid):
    """Changed or cut since it was sealed, or never sealed in two layers."""

    code = "damaged"


class Malformed(CannotOpenBid):
    """It opens, and is no offer in the one spelling that an offer has."""

    code = "malformed"


class OtherNeed(CannotOpenBid):
    """An offer for another need."""

    code = "other_need"


class OtherBidder(CannotOpenBid):
    """The offer of another agency."""

    code = "other_bidder"


class TooLarge(CannotOpenBid):
    """Larger than any sealed offer is; it is not even tried."""

    code = "too_large"


class NotAKey(ValueError):
    """No age recipient, or no age identity."""


def _without_controls(text: str) -> str:
    if has_controls(text):
        raise ValueError("a control character")
    return text


def has_controls(text: str) -> bool:
    """Whether a line of text cannot be sealed as it is."""
    return any(unicodedata.category(one) in {"Cc", "Cs"} for one in text)


def is_proposal(text: str) -> bool:
    """Whether it can be sealed: some text in lines, of the length that there is room for."""
    if not 0 < len(text) <= LONGEST_PROPOSAL:
        return False
    return (
        not has_controls(text.replace("\n", ""))
        and len(_json(text).encode()) <= MOST_PROPOSAL_BYTES
    )


def _json(value: object) -> str:
    """Sorted names, no blanks, no needless escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _proposal(text: str | None) -> str | None:
    if text is not None and not is_proposal(text):
        raise ValueError("no proposal that could be sealed")
    return text


class SealedOffer(BaseModel):
    """What is sealed. `nonce`: 32 hex digits at random, so that nobody can guess the rest.

    `proposal` (方案) is left out where there is none, as if it were not known at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    need_number: str = Field(pattern=r"^[A-Z0-9][A-Za-z0-9-]{0,39}$")
    agency_id: UUID
    nonce: str = Field(pattern=r"^[0-9a-f]{32}$", default_factory=lambda: secrets.token_hex(16))
    price_fen: int | None = Field(None, ge=1, le=_MOST_FEN)
    days: int | None = Field(None, ge=1, le=3660)
    note: Annotated[str, AfterValidator(_without_controls)] = Field("", max_length=180)
    proposal: Annotated[str | None, AfterValidator(_proposal)] = None


def seal(offer: SealedOffer, owner_recipient: str, platform_recipient: str) -> bytes:
    """Where a client cannot seal. Raises NotAKey."""
    owner, platform = _recipient(owner_recipient), _recipient(platform_recipient)
    sealed: bytes = pyrage.encrypt(pyrage.encrypt(_plain(offer), [owner]), [platform])
    return sealed


def open_sealed(
    ciphertext: bytes,
    owner_identity: str,
    platform_identity: str,
    need_number: str,
    agency_id: UUID,
) -> SealedOffer:
    """The offer of that agency for that need.

    Raises TooLarge, WrongKeys, Damaged, Malformed, OtherNeed or OtherBidder, all of them
    CannotOpenBid; and NotAKey for what is no identity.
    """
    owner, platform = _identity(owner_identity), _identity(platform_identity)
    if len(ciphertext) > LARGEST_CIPHERTEXT:
        raise TooLarge
    offer = _offer_in(_decrypted(_decrypted(ciphertext, platform), owner))
    if offer.need_number != need_number:
        raise OtherNeed
    if offer.agency_id != agency_id:
        raise OtherBidder
    return offer


def new_identity() -> str:
    """The secret half of a pair of keys, `AGE-SECRET-KEY-1...`."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half, `age1...`. Raises NotAKey."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether something can be sealed for it."""
    try:
        _recipient(text)
    except NotAKey:
        return False
    return True


def _plain(offer: SealedOffer) -> bytes:
    """JSON in one spelling, then blanks to the length."""
    has_proposal = offer.proposal is not None
    content = _json(offer.model_dump(mode="json", exclude=None if has_proposal else {"proposal"}))
    return content.encode().ljust(PROPOSAL_LENGTH if has_proposal else PLAIN_LENGTH)


def _offer_in(plain: bytes) -> SealedOffer:
    """Only in its one spelling: all who read it later, in whatever language, read the same."""
    try:
        offer = SealedOffer.model_validate_json(plain)
    except ValidationError:
        raise Malformed from None
    if _plain(offer) != plain:
        raise Malformed
    return offer


def _decrypted(ciphertext: bytes, identity: pyrage.x25519.Identity) -> bytes:
    plain: bytes
    try:
        plain = pyrage.decrypt(ciphertext, [identity])
    except pyrage.DecryptError as error:
        # The library gives no kinds; a changed word of its own would be found by the tests.
        raise (WrongKeys if "No matching keys" in str(error) else Damaged) from None
    return plain


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise NotAKey("no age identity") from None


def _recipient(text: str) -> pyrage.x25519.Recipient:
    if not _RECIPIENT.fullmatch(text):
        raise NotAKey("no age recipient")
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise NotAKey("no age recipient") from None
