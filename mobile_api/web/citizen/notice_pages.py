"""What a visitor has a right to read before anything else: about their data, the rules, access."""

from types import MappingProxyType

from sanic import HTTPResponse, Request

from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.frame.rendering import HTML, page

# Name in the address -> template. A text that changes gets a new version and date at its head.
_NOTICES = MappingProxyType(
    {
        # 个人信息保护法 17 and 35, 网络安全法 42.
        "privacy": "notice_privacy.html",
        "terms": "notice_terms.html",
        # 无障碍环境建设法 29 and 32.
        "accessibility": "notice_accessibility.html",
    }
)


@endpoint("网页:告知和约定", caller=Anyone, media=HTML, errors=(NotFound,))
async def show_notice(request: Request, name: str) -> HTTPResponse:
    template = _NOTICES.get(name)
    if template is None:
        raise NotFound()
    settings = SETTINGS.of(request)
    return page(
        request,
        template,
        f"/notices/{name}",
        operator=settings.operator_name,
        contact=settings.operator_contact,
    )
