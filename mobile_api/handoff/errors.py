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


class TooLargeToHandOver(AppError):
    status = 409
    code = "too_large_to_hand_over"
    title = "这件办件的材料太多,不能在网上转交。请减少材料页数后再试,或由窗口线下转交。"


class PlaceNeeded(AppError):
    status = 409
    code = "place_needed"
    title = "申请人还没有选择转到哪里。请选择属地后再转交。"


class HandoffSentAlready(AppError):
    status = 409
    code = "handoff_sent_already"
    title = "这件跨城办件没有发送失败的消息,不需要重新发送。"


class NotToBeTakenBack(AppError):
    status = 409
    code = "not_to_be_taken_back"
    title = "这件跨城办件正在当地办理,窗口现在不能收回。需要停止办理的,请申请人先申请撤回。"
