"""Renders every error as `application/problem+json` (RFC 9457); the cause of a 500 stays inside."""

import logging
from collections.abc import Mapping
from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import SanicException

from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from mobile_api.shared.http.schema import Problem, ProblemField
from mobile_api.shared.json_columns import UnreadableValue
from mobile_api.shared.postgres import is_outage
from mobile_api.shared.process.parts import Application
from mobile_api.web.frame.error_pages import error_page, is_page

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"
# What the framework itself refuses: status -> (code, sentence).
_FRAMEWORK = {
    400: ("malformed_body", "提交的数据格式不正确,请刷新页面后重试。"),
    404: ("not_found", "没有找到您要的内容,请核对后重试。"),
    405: ("method_not_allowed", "这个地址不能这样打开,请回到原来的页面,用上面的按钮操作。"),
    408: ("request_timeout", "网络太慢,没有收到完整的内容,请重试。"),
    413: ("body_too_large", "提交的内容太大,请压缩或分次提交。"),
    417: ("expectation_failed", "不支持这种提交方式,请换一个浏览器再试。"),
    503: (TemporarilyUnavailable.code, TemporarilyUnavailable.title),
}
# A restart of the database takes about so long.
_OUTAGE_SECONDS = 5
# One stored value; what is beside it goes on being served.
_UNREADABLE = (
    "record_unreadable",
    "这条记录暂时无法读取,内容没有丢失,我们已经收到报告。请稍后再试,或拨打12345咨询。",
)
_INTERNAL = (
    "internal_error",
    "系统出了点问题,我们已经收到报告。已经保存的内容不会丢,请稍后再试;还不行请拨打12345。",
)


def setup_errors(app: Application) -> None:
    """Let these three handlers answer for whatever a handler raises."""
    app.error_handler.add(AppError, _app_error)
    app.error_handler.add(SanicException, _framework_error)
    app.error_handler.add(Exception, _unexpected)


def problem(
    request: Request,
    status: int,
    code: str,
    title: str,
    errors: list[ProblemField],
    headers: dict[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> HTTPResponse:
    """A problem document as a response; a person with a browser gets a page instead."""
    if is_page(request):
        return error_page(request, status, title, headers)
    document = Problem(
        type=f"urn:yiwang:problem:{code}",
        title=title,
        status=status,
        code=code,
        errors=errors,
        request_id=str(request.id),
        **(extensions or {}),
    )
    return HTTPResponse(document.model_dump_json(), status, headers, content_type=MEDIA)


def _app_error(request: Request, error: AppError) -> HTTPResponse:
    fields = [ProblemField(path=e.path, code=e.code, message=e.message) for e in error.errors]
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return problem(
        request, error.status, error.code, error.title, fields, headers, error.extensions
    )


def _framework_error(request: Request, error: SanicException) -> HTTPResponse:
    status = error.status_code or 500
    code, title = _FRAMEWORK.get(status, _INTERNAL)
    if status >= 500:
        log.error("framework answered %s", status, exc_info=error)
    return problem(request, status, code, title, [], dict(error.headers or {}))


def _unexpected(request: Request, error: Exception) -> HTTPResponse:
    if is_outage(error):
        # One line: a restart of the database would fill the log with stacks that say nothing new.
        log.error("%s: the database is away or silent (%s)", request.name, type(error).__name__)
        return _app_error(request, TemporarilyUnavailable(retry_after=_OUTAGE_SECONDS))
    if isinstance(error, UnreadableValue):
        log.error("%s: %s", request.name, error)
        return problem(request, 500, *_UNREADABLE, [])
    log.error("unexpected error in %s", request.name, exc_info=error)
    return problem(request, 500, *_INTERNAL, [])
