"""Permissions of the directory store: a small document that only we could have signed."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime
from typing import Any

import orjson

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring, same
from uploads.errors import TicketRefused


def sign(act: str, expires_at: datetime, **terms: str | int) -> tuple[str, str]:
    """Allow `act` under `terms` until `expires_at`; answers (policy, signature), both ASCII."""
    document = {"act": act, "expires": int(expires_at.timestamp()), **terms}
    policy = base64.urlsafe_b64encode(orjson.dumps(document)).decode()
    return policy, _signature(policy)


def permitted(act: str, policy: str, signature: str) -> dict[str, Any]:
    """The terms that were signed. Raises TicketRefused for another act, a change, or too late."""
    if not same(_signature(policy), signature):
        raise TicketRefused()
    try:
        document: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(policy))
    except (ValueError, binascii.Error):
        raise TicketRefused() from None
    if document["act"] != act or document["expires"] <= clock.now().timestamp():
        raise TicketRefused()
    return document


def _signature(policy: str) -> str:
    key = keyring().derived("uploads permission")
    return hmac.new(key, policy.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
