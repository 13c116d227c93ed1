"""What can go wrong between us and EMS; codes only, because EMS quotes people in its messages."""

from mobile_api.shared.errors import AppError


class EmsError(Exception):
    """A call to EMS did not do its work; `code` is safe to log and to store."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EmsUnreachable(EmsError):
    """Network, timeout, unreadable answer or a failure inside EMS: the same call may work later."""


class EmsRefused(EmsError):
    """EMS understood and said no; repeating the same call will not help.

    `message` is the carrier's own text. It may quote names and phones: seal it, never log it.
    """

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.message = message


class EmsMisconfigured(EmsError):
    """The settings of EMS are incomplete or the key is not a base64 SM4 key; `code` names it."""


class EnvelopeBroken(Exception):
    """The sealed text is not ours to read: other prefix, other key, damaged, or not JSON."""


class OperationUnreadable(Exception):
    """A track event lacks its waybill, code or time."""


class OrderNumberTaken(AppError):
    status = 409
    code = "order_number_taken"
    title = "这个寄件单号已经用于另一件邮件,请更换单号后重试。"


class ParcelNotCancellable(AppError):
    status = 409
    code = "parcel_not_cancellable"
    title = "邮件已经揽收或已经结束,不能取消。"


class ParcelNotRetryable(AppError):
    status = 409
    code = "parcel_not_retryable"
    title = "这件邮件不在下单未成功的状态,不需要重新下单。"
