"""Short-lived signed links to printable forms, so that copies do not live on after a change."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

from mobile_api.guides.errors import LinkExpired
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring, same

FormKind = Literal["blank", "sample"]
LIFETIME = timedelta(minutes=15)


def form_path(item_key: str, version: int, form_key: str, kind: FormKind, until: datetime) -> str:
    """Path of one printable form that works until `until`."""
    expires = int(until.timestamp())
    proof = _signature(item_key, version, form_key, kind, expires)
    query = urlencode({"version": version, "expires": expires, "signature": proof})
    return f"/api/v1/guides/{item_key}/forms/{form_key}/{kind}?{query}"


def check_link(
    item_key: str, version: int, form_key: str, kind: FormKind, expires: int, signature: str
) -> None:
    """Raises LinkExpired when the time is over or anything in the link was changed."""
    proof = _signature(item_key, version, form_key, kind, expires)
    if not same(proof, signature) or expires < clock.now().timestamp():
        raise LinkExpired()


def _signature(item_key: str, version: int, form_key: str, kind: str, expires: int) -> str:
    text = f"{item_key}\n{version}\n{form_key}\n{kind}\n{expires}"
    key = keyring().derived("blank-form-link")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
