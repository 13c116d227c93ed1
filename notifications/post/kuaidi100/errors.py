"""What Kuaidi100 says when it does not do its work; codes only, it may quote what we sent."""

from notifications.post.parcels.errors import CarrierError, CarrierRefused, CarrierUnreachable


class Kuaidi100Unreachable(CarrierUnreachable):
    """Network, timeout, unreadable answer, or a fault inside Kuaidi100 (501, 502)."""


class Kuaidi100Refused(CarrierRefused):
    """This number or request is refused (400, 700, 701); repeating it will not help."""


class CarrierNotRecognised(Kuaidi100Refused):
    """702, or no carrier found for the number."""


class Kuaidi100Misconfigured(CarrierError):
    """Our account's fault (503 bad sign, 600 bad key, 601 expired or out of money)."""


class AskedLately(CarrierUnreachable):
    """This number was asked for within the half hour in which Kuaidi100 would lock it."""


class PushNotGenuine(Exception):
    """The push is not signed with our salt, or is none at all; quotes nothing of it."""
