"""What a person sees in the browser when something is missing, too fast or broken."""

from sanic import HTTPResponse, Request

from mobile_api.web.frame.rendering import unkept_page
from mobile_api.web.frame.words import tabs_of

# Everything else that is asked for belongs to a person with a browser.
_NOT_PAGES = ("/api/", "/staff/", "/partner/", "/hooks/", "/objects/", "/health/", "/metrics")
# A browser comes back to it from the identity service; programs may, too.
_RETURNS = "/api/v1/identity/callback"
_HEADINGS = {
    403: "这里不能办理",
    404: "没有找到",
    405: "这个页面要从它的按钮进入",
    409: "现在办不了",
    429: "请稍等一会儿",
    503: "暂时办不了",
}
_WRONG_LINK = "这个地址打不开"
# The only fields of these pages stand in their addresses.
_WRONG_ADDRESS = "地址不完整或有错。请从首页重新查找,或者拨打12345咨询。"
_BROKEN = "系统出了点问题"


def is_page(request: Request) -> bool:
    """Whether the answer is for a person's browser, not for a program."""
    if request.path == _RETURNS:
        return "text/html" in request.headers.get("accept", "")
    if request.headers.get("accept") == "application/json":
        return False  # a script of a page asks, not its browser
    return not request.path.startswith(_NOT_PAGES) and not request.path.endswith(".json")


def error_page(
    request: Request, status: int, title: str, headers: dict[str, str] | None = None
) -> HTTPResponse:
    """The error as a page: what happened, what to do next, whom to call."""
    heading = _HEADINGS.get(status, _WRONG_LINK if status < 500 else _BROKEN)
    advice = _WRONG_ADDRESS if status in (400, 422) else title
    response = unkept_page(
        request,
        "error.html",
        "/",
        status,
        heading=heading,
        advice=advice,
        request_id=str(request.id),
        tabs=tabs_of(""),
    )
    response.headers.update(headers or {})
    return response
