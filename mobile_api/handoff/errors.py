"""What a message between cities can be refused for: by the line, or as business."""

from mobile_api.shared.errors import AppError


class Refused(Exception):
    """A refusal of business: final for the message, and answered with a receipt.

    `code` is a stable word of the protocol (`docs/partner/messages.md`).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HandoffNotFound(AppError):
    status = 404
    code = "handoff_not_found"
    title = "没有找到这件跨城办件,请核对后重试。"


class NoSuchPlace(AppError):
    status = 422
    code = "place_not_agreed"
    title = "这个事项还不能在本市为该地区代收,可以直接向当地申请,或拨打12345咨询。"
