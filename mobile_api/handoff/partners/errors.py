"""What keeps an operator from doing something to a partner or to a key."""

from mobile_api.shared.errors import AppError


class PartnerNotFound(AppError):
    status = 404
    code = "partner_not_found"
    title = "没有登记这个城市,请核对后重试。"


class PartnerKeyNotFound(AppError):
    status = 404
    code = "partner_key_not_found"
    title = "没有登记这把密钥,请核对编号后重试。"


class LastOwnKey(AppError):
    status = 409
    code = "last_own_key"
    title = "这是本市唯一有效的密钥,请先生成新密钥并等它生效。"


class OwnKeyPending(AppError):
    status = 409
    code = "own_key_pending"
    title = "已有一把密钥还没有生效,请等它生效后再换下一把。"


class OwnKeyTooSoon(AppError):
    status = 422
    code = "own_key_too_soon"
    title = "对方城市须先登记新公钥,请用 --from 写明今天以后的启用日期。"
