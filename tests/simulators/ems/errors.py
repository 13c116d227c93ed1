"""How EMS refuses: HTTP 200 with a code and a message; only the form of the codes is known."""


class EmsError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def missing(field: str) -> EmsError:
    return EmsError("B00001", f"参数[{field}]不能为空")


def bad_timestamp() -> EmsError:
    return EmsError("B00002", "时间戳无效或已过期")


def bad_sender() -> EmsError:
    return EmsError("B00003", "协议客户号不存在")


def bad_authorization() -> EmsError:
    return EmsError("B00004", "授权码校验失败")


def bad_envelope(reason: str) -> EmsError:
    return EmsError("B00005", reason)


def unknown_api(api_code: str) -> EmsError:
    return EmsError("B00006", f"接口代码[{api_code}]不存在或未授权")


def bad_body(reason: str) -> EmsError:
    return EmsError("B00010", f"业务报文校验失败: {reason}")


def repeated_order() -> EmsError:
    return EmsError("B00011", "物流订单号重复")


def unknown_waybill() -> EmsError:
    return EmsError("B00012", "邮件号不存在")


def already_picked_up() -> EmsError:
    return EmsError("B00013", "邮件已收寄, 不允许撤单")


def cancelled_order() -> EmsError:
    return EmsError("B00014", "订单已撤销")
