"""The table of pages; anybody may open them, with or without script."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web import document_page, styleguide_page
from mobile_api.web.citizen import (
    centre_pages,
    deletion_pages,
    guide_pages,
    message_pages,
    notice_pages,
    own_data_pages,
    own_details_pages,
    own_pages,
    search_pages,
    sign_in_pages,
    status_pages,
    theme_pages,
    wechat_pages,
)
from mobile_api.web.citizen.account import routes as account
from mobile_api.web.citizen.applying import routes as applying
from mobile_api.web.citizen.cases import routes as cases
from mobile_api.web.citizen.enterprises import routes as enterprises
from mobile_api.web.citizen.figures import pages as figures
from mobile_api.web.citizen.market import (
    agency_pages,
    draw_pages,
    list_pages,
    need_pages,
    service_pages,
)
from mobile_api.web.citizen.market.bidding import routes as bidding
from mobile_api.web.citizen.market.owning import routes as owning
from mobile_api.web.citizen.market.trading import routes as trading
from mobile_api.web.frame.assets import ICON, MATERIAL_SCRIPT, SCRIPT, STYLE, asset_headers
from mobile_api.web.frame.rendering import HTML, LARGE, TYPE_COOKIE
from mobile_api.web.frame.requests import DisplayQuery
from mobile_api.web.frame.visitor import SIGN_IN, is_secure, local_path, unkept_redirect

pages = Blueprint("pages")

_READ = ("GET", "HEAD")
_YEAR = 365 * 24 * 3600
_DAY = {"cache-control": "public, max-age=86400"}
# What has no lasting content, or is about one person, is not for search engines.
_ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {path}\n"
    for path in (
        "/api/",
        "/staff/",
        "/partner/",
        "/hooks/",
        "/status",
        "/search",
        "/display",
        "/me",
        "/sign-in",
        styleguide_page.STYLEGUIDE,
    )
)

pages.add_route(centre_pages.show_home, "/", methods=_READ)
pages.add_route(search_pages.show_search, "/search", methods=_READ)
pages.add_route(guide_pages.list_guides, "/guides", methods=_READ)
pages.add_route(guide_pages.show_guide, "/guides/<key>", methods=_READ)
pages.add_route(
    guide_pages.open_form, "/guides/<key>/forms/<form>/<kind:blank|sample>", methods=_READ
)
pages.add_route(theme_pages.list_themes, "/themes", methods=_READ)
pages.add_route(theme_pages.show_theme, "/themes/<key>", methods=_READ)
pages.add_route(service_pages.show_market, "/market", methods=_READ)
pages.add_route(figures.show_figures, "/market/figures", methods=_READ)
pages.add_route(service_pages.show_offers, "/market/services/<key>", methods=_READ)
pages.add_route(service_pages.show_compare, "/market/services/<key>/compare", methods=_READ)
pages.add_route(list_pages.show_agencies, list_pages.AGENCIES, methods=_READ)
pages.add_route(agency_pages.show_agency, "/market/agencies/<agency_id:uuid>", methods=_READ)
pages.add_route(need_pages.show_needs, "/market/needs", methods=_READ)
pages.add_route(need_pages.show_need, "/market/needs/<need_id:uuid>", methods=_READ)
_NEED_FILE = "/market/needs/<need_id:uuid>/files/<file_id:uuid>"
pages.add_route(need_pages.open_need_file, _NEED_FILE, methods=["GET"])
pages.add_route(draw_pages.keep_checker, "/draws/checker.html", methods=_READ)
pages.add_route(draw_pages.show_draw, "/draws/<number>", methods=_READ)
pages.add_route(draw_pages.show_script, draw_pages.SCRIPTS, methods=_READ, name="draw_script")
applying.add_to(pages)
# What scripts of pages ask; of programs, as far as answers and errors go.
doors = applying.doors
bidding.add_to(pages)
pages.add_route(status_pages.show_status_form, "/status", methods=_READ)
pages.add_route(status_pages.ask_status, "/status", methods=["POST"])
pages.add_route(status_pages.show_status, "/status/<key>", methods=_READ)
pages.add_route(centre_pages.show_halls, "/centre/halls", methods=_READ)
pages.add_route(centre_pages.show_phones, "/centre/phones", methods=_READ)
pages.add_route(centre_pages.list_articles, "/centre/articles", methods=_READ)
pages.add_route(centre_pages.show_article, "/centre/articles/<key>", methods=_READ)
pages.add_route(notice_pages.show_notice, "/notices/<name>", methods=_READ)
pages.add_route(document_page.show_document, "/docs", methods=_READ)
pages.add_route(document_page.show_operation, "/docs/<name>", methods=_READ)
pages.add_route(styleguide_page.show_styleguide, styleguide_page.STYLEGUIDE, methods=_READ)
pages.add_route(sign_in_pages.show_sign_in, SIGN_IN, methods=_READ)
pages.add_route(sign_in_pages.send_code, f"{SIGN_IN}/phone", methods=["POST"])
pages.add_route(sign_in_pages.back_to_sign_in, f"{SIGN_IN}/phone", methods=_READ)
pages.add_route(sign_in_pages.show_code, f"{SIGN_IN}/code", methods=_READ)
pages.add_route(sign_in_pages.sign_in, f"{SIGN_IN}/code", methods=["POST"])
pages.add_route(own_pages.sign_out, "/sign-out", methods=["POST"])
pages.add_route(own_pages.stay_signed_in, "/sign-out", methods=_READ)
pages.add_route(wechat_pages.go_to_wechat, f"{SIGN_IN}/wechat", methods=["GET"])
pages.add_route(wechat_pages.come_back, wechat_pages.BACK, methods=["GET"])
pages.add_route(own_pages.show_own, "/me", methods=_READ)
cases.add_to(pages)
pages.add_route(message_pages.show_messages, message_pages.MESSAGES, methods=_READ)
_READ_ALL = f"{message_pages.MESSAGES}/read-all"
pages.add_route(message_pages.back_to_messages, _READ_ALL, methods=_READ)
pages.add_route(message_pages.read_all_messages, _READ_ALL, methods=["POST"])
_READ_ONE = f"{message_pages.MESSAGES}/<message_id:uuid>/read"
pages.add_route(
    message_pages.back_to_messages, _READ_ONE, methods=_READ, name="back_to_messages_from_one"
)
pages.add_route(message_pages.read_message, _READ_ONE, methods=["POST"])

account.add_to(pages)
enterprises.add_to(pages)
owning.add_to(pages)
trading.add_to(pages)
pages.add_route(own_data_pages.show_own_data, own_data_pages.DATA, methods=_READ)
pages.add_route(own_details_pages.show_details, own_details_pages.DETAILS, methods=_READ)
pages.add_route(own_details_pages.correct_details, own_details_pages.DETAILS, methods=["POST"])
pages.add_route(own_data_pages.show_copy, own_data_pages.COPY, methods=_READ)
pages.add_route(own_data_pages.ask_copy, own_data_pages.COPY, methods=["POST"])
_OPEN = f"{own_data_pages.COPY}/open"
pages.add_route(own_data_pages.back_to_data, _OPEN, methods=_READ)
pages.add_route(own_data_pages.open_copy, _OPEN, methods=["POST"])
pages.add_route(deletion_pages.confirm_deletion, deletion_pages.DELETION, methods=_READ)
pages.add_route(deletion_pages.ask_deletion, deletion_pages.DELETION, methods=["POST"])
_CANCEL = f"{deletion_pages.DELETION}/cancel"
pages.add_route(
    own_data_pages.back_to_data, _CANCEL, methods=_READ, name="back_to_data_from_cancelling"
)
pages.add_route(deletion_pages.cancel_deletion, _CANCEL, methods=["POST"])


@endpoint("网页:切换大字", caller=Anyone, query=DisplayQuery, status=303, media=HTML)
async def change_type(request: Request, query: DisplayQuery) -> HTTPResponse:
    response = unkept_redirect(local_path(query.back, otherwise="/"))
    is_large = query.type == LARGE
    response.add_cookie(
        TYPE_COOKIE,
        LARGE if is_large else "",
        max_age=_YEAR if is_large else 0,
        httponly=True,
        secure=is_secure(request),
        samesite="Lax",
    )
    return response


@endpoint("网页样式", caller=Anyone, media=STYLE.media)
async def show_style(request: Request, name: str) -> HTTPResponse:
    return HTTPResponse(STYLE.body, 200, asset_headers(STYLE, request.path), STYLE.media)


@endpoint("网页脚本", caller=Anyone, media=SCRIPT.media)
async def show_script(request: Request, name: str) -> HTTPResponse:
    found = MATERIAL_SCRIPT if name.startswith("material.") else SCRIPT
    return HTTPResponse(found.body, 200, asset_headers(found, request.path), found.media)


@endpoint("网页图标", caller=Anyone, media="image/svg+xml")
async def show_icon(request: Request) -> HTTPResponse:
    return HTTPResponse(ICON, 200, _DAY, "image/svg+xml")


@endpoint("搜索引擎规则", caller=Anyone, media="text/plain; charset=utf-8")
async def show_robots(request: Request) -> HTTPResponse:
    return text(_ROBOTS, headers=_DAY)


pages.add_route(change_type, "/display", methods=_READ)
pages.add_route(show_style, "/static/styles/<name>", methods=_READ)
pages.add_route(show_script, "/static/scripts/<name>", methods=_READ)
pages.add_route(show_icon, "/favicon.svg", methods=_READ)
pages.add_route(show_robots, "/robots.txt", methods=_READ)
