"""What sending a short message can end in, by the provider's codes.

https://help.aliyun.com/zh/sms/error-codes
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mobile_api.shared import clock


class SmsError(Exception):
    """A message that was not sent as asked; `code` is the provider's and safe to log.

    The provider's text is never kept: it may quote the phone number.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsRefused(SmsError):
    """The provider says no to this message; the same one will not be taken later either."""


class SmsMisconfigured(SmsRefused):
    """Account, signature, template or balance: taken once the operator has repaired it."""


class SmsUnreachable(SmsError):
    """Nothing was sent; the same call may work later."""


class SmsOutcomeUnknown(SmsUnreachable):
    """The request left, the answer did not arrive whole: sent or not sent, only a report tells."""


class SmsLimited(SmsError):
    """Too many at once; worth another try after `wait`. `is_of_phone`: others may be sent to."""

    def __init__(self, code: str, wait: timedelta, *, is_of_phone: bool = False) -> None:
        super().__init__(code)
        self.wait = wait
        self.is_of_phone = is_of_phone


NUMBER_REFUSED = "isv.MOBILE_NUMBER_ILLEGAL"
_TRANSIENT = (
    "isp.SYSTEM_ERROR",
    "isp.GATEWAY_ERROR",
    "isp.UNKNOWN",
    "ServiceUnavailable",
    "InternalError",
)
_ACCOUNT = frozenset(
    {
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.OUT_OF_SERVICE",
        "isv.PRODUCT_UN_SUBSCRIPT",
        "isv.PRODUCT_UNSUBSCRIBE",
        "isv.ACCOUNT_NOT_EXISTS",
        "isv.ACCOUNT_ABNORMAL",
        "isv.SMS_SIGNATURE_ILLEGAL",
        "isv.SMS_SIGN_ILLEGAL",
        "isv.SMS_TEMPLATE_ILLEGAL",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
        "isv.DENY_IP_RANGE",
        "isp.RAM_PERMISSION_DENY",
        "NoPermission",
        "Forbidden.RAM",
        "InvalidAccessKeyId",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "InvalidTimeStamp.Expired",
    }
)
# The words by which isv.BUSINESS_LIMIT_CONTROL says which of its windows is full.
_WINDOWS: Mapping[str, timedelta] = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1)}
_DAYS = frozenset({"isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isv.SMS_OVER_LIMIT"})
_THROTTLED_WAIT = timedelta(seconds=5)


def error_of(code: str, message: str) -> SmsError:
    """The typed error of a refusal; `message` is looked at for the window of a limit only."""
    if code.startswith("Throttling"):
        return SmsLimited(code, _THROTTLED_WAIT)
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        waits = (wait for word, wait in _WINDOWS.items() if word in message)
        return SmsLimited(code, next(waits, None) or until_tomorrow(), is_of_phone=True)
    if code in _DAYS:
        return SmsLimited(code, until_tomorrow())
    if code in _TRANSIENT:
        return SmsUnreachable(code)
    return (SmsMisconfigured if code in _ACCOUNT else SmsRefused)(code)


def until_tomorrow() -> timedelta:
    """Daily limits count anew at midnight in Beijing."""
    now = clock.now()
    tomorrow = now.astimezone(clock.BEIJING).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=clock.BEIJING) - now
