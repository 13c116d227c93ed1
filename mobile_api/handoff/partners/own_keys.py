"""This city's own keys: made by operators, kept under the house's key, newest first.

Rotation: a new key is published in the profile before it is used, the old one stays good beside it
for `KEPT_AFTER_ROTATION`, because what it signed may be on its way, and then ends by itself.
"""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyrage

from mobile_api.handoff.partners.errors import (
    LastOwnKey,
    OwnKeyPending,
    OwnKeyTooSoon,
    PartnerKeyNotFound,
)
from mobile_api.handoff.partners.models import OwnKey
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, SigningKey

KEPT_AFTER_ROTATION = timedelta(days=7)
"""How long an old key stays good beside the new one: messages are repeated for 75 hours."""


class NoOwnKey(LookupError):
    """This city has made no key of that use yet (`yiwang partners new-key`)."""


class CannotUnseal(ValueError):
    """Not an age file that one of our keys opens."""


async def own_keys(use: KeyUse, at: datetime) -> list[OwnKey]:
    """Those that are good at that instant, the newest first."""
    known = OwnKey.filter(use=use, valid_from__lte=at, retired_at=None).order_by(
        "-valid_from", "-id"
    )
    return [one for one in await known if one.valid_until is None or at < one.valid_until]


async def signing_key() -> SigningKey:
    """What we sign with now. Raises NoOwnKey."""
    for one in await own_keys(KeyUse.signing, clock.now()):
        return SigningKey.read(one.secret)
    raise NoOwnKey()


async def published_keys(at: datetime) -> list[OwnKey]:
    """Signing keys that partners have to know: good now, or from a later day on."""
    known = OwnKey.filter(use=KeyUse.signing, retired_at=None).order_by("valid_from", "id")
    return [one for one in await known if one.valid_until is None or at < one.valid_until]


async def rotate(use: KeyUse, kind: KeyKind, valid_from: datetime | None) -> OwnKey:
    """Make the next key of that use; those before it end some days after it begins.

    `valid_from` None: now, which only the first signing key may say; what is sealed is opened by
    every key that is not retired, so a new one for that may begin at once. In a transaction.
    Raises OwnKeyTooSoon, OwnKeyPending, SmUnavailable.
    """
    now = clock.now()
    before = await OwnKey.filter(use=use, retired_at=None).select_for_update()
    if any(one.valid_from > now for one in before):
        raise OwnKeyPending()
    if use is KeyUse.signing and before and (valid_from is None or valid_from <= now):
        raise OwnKeyTooSoon()
    begins = max(valid_from or now, now)
    made = await (
        new_signing_key(kind, begins) if use is KeyUse.signing else new_encryption_key(begins)
    )
    ends = begins + KEPT_AFTER_ROTATION
    for one in before:
        if one.valid_until is None or one.valid_until > ends:
            one.valid_until = ends
            await one.save(update_fields=["valid_until"])
    return made


async def retire(key_id: str) -> OwnKey:
    """It signs and opens nothing from now on. Raises PartnerKeyNotFound, LastOwnKey."""
    now = clock.now()
    found = await OwnKey.filter(key_id=key_id).select_for_update().first()
    if found is None:
        raise PartnerKeyNotFound()
    if found.retired_at is not None:
        return found
    if [one.id for one in await own_keys(found.use, now)] == [found.id]:
        raise LastOwnKey()
    found.retired_at = now
    found.valid_until = min(found.valid_until or now, now)
    await found.save(update_fields=["retired_at", "valid_until"])
    return found


async def new_signing_key(kind: KeyKind, valid_from: datetime) -> OwnKey:
    """Made and kept; partners have to know it before it is used. Raises SmUnavailable."""
    key = SigningKey.new(kind)
    return await OwnKey.create(
        use=KeyUse.signing,
        key_id=key.public.key_id,
        public_key=str(key.public),
        secret=key.written(),
        valid_from=valid_from,
    )


async def new_encryption_key(valid_from: datetime) -> OwnKey:
    """An age identity (X25519); its recipient is what partners seal for."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return await OwnKey.create(
        use=KeyUse.encryption,
        key_id=hashlib.sha256(recipient.encode()).hexdigest()[:16],
        public_key=recipient,
        secret=str(identity),
        valid_from=valid_from,
    )


def seal(plain: bytes, recipient: str) -> str:
    """Base64 of an age file for that recipient. Raises ValueError for one that is none."""
    try:
        known = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise ValueError("not an age recipient") from error
    return base64.b64encode(pyrage.encrypt(plain, [known])).decode()


async def unseal(sealed: str) -> bytes:
    """What a partner sealed for us, by any key that is not retired; a message may be days old.

    Raises CannotUnseal.
    """
    known = OwnKey.filter(use=KeyUse.encryption, retired_at=None).order_by("-valid_from")
    return unsealed(sealed, [identity_of(one) for one in await known])


def identity_of(key: OwnKey) -> pyrage.x25519.Identity:
    """Of a key to seal for."""
    return pyrage.x25519.Identity.from_str(key.secret)


def unsealed(sealed: str, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """Raises CannotUnseal."""
    try:
        return bytes(pyrage.decrypt(base64.b64decode(sealed, validate=True), list(identities)))
    except (ValueError, pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotUnseal() from error
