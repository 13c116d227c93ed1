"""What can go wrong with a parcel: between us and its carrier, and for whoever asks for it."""

from mobile_api.shared.errors import AppError
from mobile_api.shared.text.characters import storable


class CarrierError(Exception):
    """A call to a carrier did not do its work; `code` is safe to log and to store."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = storable(code)


class CarrierUnreachable(CarrierError):
    """Network, timeout, unreadable answer, failure inside the carrier: it may work later."""


class CarrierRefused(CarrierError):
    """The carrier understood and said no; repeating the same call will not help.

    `message` is the carrier's own text. It may quote names and phones: seal it, never log it.
    """

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.message = storable(message)


class NotOffered(CarrierError):
    """This carrier has no such call at all; ask its `can` before."""


class OrderNumberTaken(AppError):
    status = 409
    code = "order_number_taken"
    title = "这个寄件单号已经用于另一件邮件,请更换单号后重试。"


class ParcelNotCancellable(AppError):
    status = 409
    code = "parcel_not_cancellable"
    title = "邮件已经揽收或已经结束,不能取消。需要追回或改寄,请拨打邮政客服11183。"


class ParcelNotRetryable(AppError):
    status = 409
    code = "parcel_not_retryable"
    title = "这件邮件不在下单未成功的状态,不需要重新下单。"
