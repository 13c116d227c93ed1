"""What can go wrong between us and EMS; codes only, because EMS quotes people in its messages."""

from notifications.post.parcels.errors import CarrierError, CarrierRefused, CarrierUnreachable


class EmsError(CarrierError):
    """A call to EMS did not do its work; `code` is safe to log and to store."""


class EmsUnreachable(EmsError, CarrierUnreachable):
    """Network, timeout, unreadable answer or a failure inside EMS: the same call may work later."""


class EmsRefused(EmsError, CarrierRefused):
    """EMS understood and said no; repeating the same call will not help."""


class EmsMisconfigured(EmsError):
    """The settings of EMS are incomplete or the key is not a base64 SM4 key; `code` names it."""


class EnvelopeBroken(Exception):
    """The sealed text is not ours to read: other prefix, other key, damaged, or not JSON."""


class OperationUnreadable(Exception):
    """A track event lacks its waybill, code or time."""
