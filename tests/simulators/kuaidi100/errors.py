"""How Kuaidi100 says no: HTTP 200 with `result` false and a code."""

import json

from aiohttp import web

MESSAGES = {
    "400": "提交的数据不完整,或者贵公司没授权",
    "500": "查询无结果,请隔段时间再查",
    "501": "重复订阅",
    "502": "服务器繁忙",
    "503": "验证签名失败",
    "600": "您不是合法的订阅者",
    "601": "KEY已过期",
    "700": "订阅方的订阅数据存在错误",
    "701": "拒绝订阅的快递公司",
    "702": "识别不到该单号对应的快递公司",
}


class Refusal(Exception):
    """`code` is the returnCode."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refused(code: str) -> web.Response:
    """The body of a refusal; queries and subscriptions word it alike."""
    body = {"result": False, "returnCode": code, "message": MESSAGES.get(code, "服务器错误")}
    return answered(body)


def answered(body: object) -> web.Response:
    """JSON that names itself text, as the service does."""
    return web.Response(text=json.dumps(body, ensure_ascii=False), content_type="text/html")
