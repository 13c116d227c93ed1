"""What is true of every call, and what a declaration says of one: who may make it, how large."""

from mobile_api.shared.callers import Anyone, Citizen, Hook, PartnerCity, Staff
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.bodies import MOST_BYTES, MOST_MEMBERS
from mobile_api.shared.http.endpoint import Endpoint

_KILOBYTE = 1024
EVERY_CALL = (
    (
        "登录",
        "把回答里的 access_token 放进 Authorization: Bearer;"
        "过期时用 refresh_token 换新的(refreshSession)。",
    ),
    (
        "错误",
        "一律是 RFC 9457 application/problem+json。code 供程序判断,title 给人看,"
        "errors 一次列全有问题的字段,path 是 JSON 指针(RFC 6901)。",
    ),
    ("重复", "提交带 Idempotency-Key,没有收到回答时用同一个值重试,不会办两次。"),
    (
        "读取",
        "回答带 ETag,用 If-None-Match 再问,没有变化时是 304。"
        "列表用 cursor 翻页,到 next_cursor 为空为止。",
    ),
    (
        "限制",
        f"正文是 JSON,最多 {MOST_BYTES // _KILOBYTE} KB、{MOST_MEMBERS} 个成员,"
        "另有说明的除外;不认识的字段和参数不收。",
    ),
    ("时间", "RFC 3339,带 +08:00;法定期限是日期。"),
)
_WHO = {
    Anyone: "不用登录。",
    Citizen: "要群众的登录。",
    Staff: "要工作人员的登录。",
    Hook: "由服务商调用,不是给客户端用的。",
    PartnerCity: "由登记过的城市签名后调用。",
}


def conditions_of(declared: Endpoint) -> str:
    """One sentence at least."""
    return "".join((_who(declared), _size(declared), _rate(declared)))


def _who(declared: Endpoint) -> str:
    if not declared.roles:
        return _WHO[declared.caller]
    return f"要工作人员的登录,角色是{'、'.join(sorted(declared.roles))}之一。"


def _size(declared: Endpoint) -> str:
    if declared.most_bytes == MOST_BYTES:
        return ""
    return f"正文最多 {declared.most_bytes // _KILOBYTE} KB。"


def _rate(declared: Endpoint) -> str:
    if declared.guessing:
        return "填错太多次要等一段时间(429)。"
    return "次数有限,超过的要等一段时间(429)。" if TooManyRequests in declared.errors else ""
