"""Who we are at Kuaidi100, read from the settings once, and how both sides sign."""

import hashlib
import hmac
from dataclasses import dataclass, field

from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from notifications.post.kuaidi100.errors import Kuaidi100Misconfigured

CALLBACK_PATH = "/hooks/kuaidi100"


@dataclass(frozen=True, slots=True)
class Kuaidi100Account:
    """`customer` and `key` sign our questions; `salt` signs what is pushed to `callback_url`."""

    customer: str
    key: str = field(repr=False)
    salt: str = field(repr=False)
    callback_url: str = ""

    def sign_question(self, param: str) -> str:
        """Over the very text that is sent: upper(md5(param + key + customer))."""
        return _md5(param + self.key + self.customer)

    def is_genuine(self, param: str, sign: str) -> bool:
        """Whether a push carries upper(md5(param + salt)) over its exact text."""
        made = sign.upper().encode(errors="replace")
        return hmac.compare_digest(_md5(param + self.salt).encode(), made)


def account_of(settings: Settings) -> Kuaidi100Account | None:
    """The account that the settings describe, None when there is none.

    Raises Kuaidi100Misconfigured for half an account. The salt is not optional for us: with an
    empty one anybody could tell us that a parcel has arrived.
    """
    values = (settings.kuaidi100_customer, settings.kuaidi100_key, settings.kuaidi100_salt)
    if not any(values):
        return None
    if not all(values):
        raise Kuaidi100Misconfigured("account_incomplete")
    return Kuaidi100Account(*values, settings.public_url.rstrip("/") + CALLBACK_PATH)


KUAIDI100_ACCOUNT = Derived("account at Kuaidi100", account_of)


def _md5(text: str) -> str:
    # MD5 is what the interface asks for; the salt is long and nobody chooses our text.
    return hashlib.md5(text.encode(errors="replace"), usedforsecurity=False).hexdigest().upper()
