"""The pages of one's account, in the table of pages."""

from sanic import Blueprint

from mobile_api.web.citizen.account import counter_pages, identity_pages

_READ = ("GET", "HEAD")


def add_to(pages: Blueprint) -> None:
    """Add them; called once, by the table."""
    _add_identity(pages)


def _add_identity(pages: Blueprint) -> None:
    pages.add_route(identity_pages.show_identity, identity_pages.IDENTITY_PAGE, methods=_READ)
    pages.add_route(identity_pages.begin_identity, identity_pages.BEGIN, methods=["GET"])
    pages.add_route(identity_pages.back_from_identity, identity_pages.BACK, methods=["GET"])
    pages.add_route(counter_pages.show_counter_code, counter_pages.CODE, methods=_READ)
    pages.add_route(counter_pages.make_counter_code, counter_pages.CODE, methods=["POST"])
