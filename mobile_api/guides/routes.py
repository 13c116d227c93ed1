"""The table of guide routes: anybody may call them, but for what editors read."""

from typing import Any

from sanic import Blueprint

from mobile_api.guides.answering import routes as search_routes
from mobile_api.guides.reading import routes as guide_routes
from mobile_api.guides.reading import theme_routes

citizen = Blueprint("guides", url_prefix="/api/v1")
staff = Blueprint("staff_guides", url_prefix="/staff/v1")

_READ, _GET, _POST = ("GET", "HEAD"), ("GET",), ("POST",)

_TABLE: list[tuple[tuple[str, ...], str, Any]] = [
    (_READ, "/guides", guide_routes.list_guides),
    (_READ, "/guides/<key>", guide_routes.show_guide),
    (_GET, "/guides/<key>/versions/<number:int>", guide_routes.show_guide_of_version),
    (_POST, "/guides/<key>/situation", guide_routes.find_situation),
    (_GET, "/guides/<key>/forms", guide_routes.list_forms),
    (_GET, "/guides/<key>/forms/<form>/<kind:blank|sample>", guide_routes.print_form),
    (_READ, "/guides/<key>/qr.png", guide_routes.show_qr_png),
    (_READ, "/guides/<key>/qr.svg", guide_routes.show_qr_svg),
    (_READ, "/catalogue/statistics", guide_routes.show_statistics),
    (_READ, "/catalogue/vocabulary", guide_routes.show_vocabulary),
    (_READ, "/themes", theme_routes.list_themes),
    (_READ, "/themes/<key>", theme_routes.show_theme),
    (_POST, "/themes/<key>/plan", theme_routes.make_plan),
    (_GET, "/search", search_routes.search),
    (_POST, "/search/choices", search_routes.choose),
    (_GET, "/suggestions", search_routes.list_suggestions),
    (_GET, "/answers", search_routes.give_answer),
]

for _methods, _path, _handler in _TABLE:
    citizen.add_route(_handler, _path, methods=_methods)

staff.add_route(search_routes.list_missed_searches, "/missed-searches", methods=_GET)
