"""Who we are at EMS: the three secrets of an agreement customer, read from the settings once."""

from dataclasses import dataclass, field

from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from notifications.post.ems.envelope import check_key
from notifications.post.ems.errors import EmsMisconfigured


@dataclass(frozen=True, slots=True)
class EmsAccount:
    """`sender_number`: senderNo; `sign_key`: base64 text of the SM4 key, used in that form too."""

    sender_number: str
    authorization: str = field(repr=False)
    sign_key: str = field(repr=False)


def account_of(settings: Settings) -> EmsAccount | None:
    """The account that the settings describe, None when they describe none at all.

    Raises EmsMisconfigured for half an account or a key that is not base64 of 16 bytes.
    """
    values = (settings.ems_sender_number, settings.ems_authorization, settings.ems_sign_key)
    if not any(values):
        return None
    if not all(values):
        raise EmsMisconfigured("account_incomplete")
    check_key(settings.ems_sign_key)
    return EmsAccount(*values)


EMS_ACCOUNT = Derived("account at EMS", account_of)
