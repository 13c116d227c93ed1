"""Keys of two owners and two platforms, and vectors made once and committed."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.sealing.offers import (
    SealedOffer,
    new_identity,
    open_sealed,
    recipient_of,
    seal,
)

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text())
OWNER, PLATFORM, OTHER = new_identity(), new_identity(), new_identity()
NEED, AGENCY = "N999900-20261201-000001-7", UUID(int=1)


def an_offer(**changes: Any) -> SealedOffer:
    given: dict[str, Any] = {
        "need_number": NEED,
        "agency_id": AGENCY,
        "price_fen": 1234567,
        "days": 20,
    }
    return SealedOffer(**(given | changes))


def sealed(offer: SealedOffer | None = None) -> bytes:
    return seal(offer or an_offer(), recipient_of(OWNER), recipient_of(PLATFORM))


def opened(ciphertext: bytes, **changes: Any) -> SealedOffer:
    given: dict[str, Any] = {
        "owner_identity": OWNER,
        "platform_identity": PLATFORM,
        "need_number": NEED,
        "agency_id": AGENCY,
    }
    return open_sealed(ciphertext, **(given | changes))
