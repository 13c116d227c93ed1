"""One base for every error that a caller can meet; `http_errors` renders them all (RFC 9457)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One invalid field: `path` is a JSON pointer (RFC 6901), `code` stable, `message` Chinese."""

    path: str
    code: str
    message: str


# More than a person mends at once, and little enough to answer whatever was sent.
MOST_FAULTS = 100


def bounded(faults: Sequence[FieldFault]) -> tuple[FieldFault, ...]:
    """The first faults, and where there are more, one that says so."""
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    more = FieldFault("/", "more_faults", "需要修改的地方太多,请先修改上面这些,再提交一次。")
    return (*faults[:MOST_FAULTS], more)


class AppError(Exception):
    """Business case in which a call cannot be done; the subclass names it.

    `status` is the HTTP status, `code` the stable machine code, `title` a sentence that a citizen
    can act on. `errors` lists every invalid field at once, `bounded`. `extensions` are further
    members of the problem document (RFC 9457, section 3.2). Texts never hold a typed value.
    """

    status = 400
    code = "bad_request"
    title = "请求有误,请检查后重试。"
    extensions: Mapping[str, Any] = {}

    def __init__(
        self, errors: Sequence[FieldFault] = (), *, retry_after: int | None = None
    ) -> None:
        super().__init__(self.code)
        self.errors = bounded(errors)
        self.retry_after = retry_after


class InvalidInput(AppError):
    status = 422
    code = "invalid_input"
    title = "填写的内容有误,请按下面的提示逐项修改。"


class MalformedBody(AppError):
    """`detail` tells the programmer what cannot be read; it quotes nothing of the body."""

    status = 400
    code = "malformed_body"
    title = "提交的数据格式不正确,请刷新页面后重试。"

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.extensions = {"detail": detail} if detail else {}


class NotJson(AppError):
    status = 415
    code = "not_json"
    title = "请以 JSON 格式提交(Content-Type: application/json)。"


class NotSignedIn(AppError):
    status = 401
    code = "not_signed_in"
    title = "请登录后再试。已经登录过的,登录已失效,请重新登录。"


class NotAllowed(AppError):
    status = 403
    code = "not_allowed"
    title = "您没有办理这项操作的权限,请换有权限的账号登录。需要帮助请拨打12345。"


class NotFound(AppError):
    status = 404
    code = "not_found"
    title = "没有找到您要的内容,请核对后重试。"


class IdempotencyKeyReused(AppError):
    status = 409
    code = "idempotency_key_reused"
    title = "这次提交与之前的内容不同,请刷新页面后重新提交。"


class TooManyRequests(AppError):
    status = 429
    code = "too_many_requests"
    title = "操作太频繁了,请稍后再试。"


class TemporarilyUnavailable(AppError):
    status = 503
    code = "temporarily_unavailable"
    title = "系统暂时出了故障,已经保存的内容不会丢。请过几分钟再试;着急请拨打12345。"
