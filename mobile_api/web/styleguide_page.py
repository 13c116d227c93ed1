"""The parts of our pages side by side, each in all its states; on the local stack alone."""

from datetime import timedelta

from sanic import HTTPResponse, Request

from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.frame.rendering import HTML, unkept_page

STYLEGUIDE = "/styleguide"


@endpoint("网页:页面的零件", caller=Anyone, media=HTML, errors=(NotFound,))
async def show_styleguide(request: Request) -> HTTPResponse:
    """Raises NotFound where people of a city are served."""
    if SETTINGS.of(request).environment != "local":
        raise NotFound()
    now = clock.now()
    steps = [now - timedelta(days=days) for days in range(3)]
    return unkept_page(request, "styleguide.html", STYLEGUIDE, steps=steps)
