"""The pages of one's account, in the table of pages."""

from sanic import Blueprint

from mobile_api.web.citizen.account import (
    address_pages,
    address_reading,
    counter_pages,
    identity_pages,
    merge_pages,
    notification_pages,
    phone_pages,
    ways_pages,
)

_READ = ("GET", "HEAD")


def add_to(pages: Blueprint) -> None:
    """Add them; called once, by the table."""
    _add_identity(pages)
    _add_ways(pages)
    _add_addresses(pages)
    _add_notifications(pages)


def _add_identity(pages: Blueprint) -> None:
    pages.add_route(identity_pages.show_identity, identity_pages.IDENTITY_PAGE, methods=_READ)
    pages.add_route(identity_pages.begin_identity, identity_pages.BEGIN, methods=["GET"])
    pages.add_route(identity_pages.back_from_identity, identity_pages.BACK, methods=["GET"])
    pages.add_route(counter_pages.show_counter_code, counter_pages.CODE, methods=_READ)
    pages.add_route(counter_pages.make_counter_code, counter_pages.CODE, methods=["POST"])


def _add_ways(pages: Blueprint) -> None:
    pages.add_route(ways_pages.show_ways, ways_pages.WAYS, methods=_READ)
    pages.add_route(ways_pages.ask_unbinding, ways_pages.UNBIND, methods=_READ)
    pages.add_route(ways_pages.unbind, ways_pages.UNBIND, methods=["POST"])
    for path, handler in (
        (ways_pages.END_ONE, ways_pages.end_device),
        (ways_pages.END_OTHERS, ways_pages.end_other_devices),
    ):
        pages.add_route(handler, path, methods=["POST"])
        name = f"back_to_ways_from_{handler.__name__}"
        pages.add_route(ways_pages.back_to_ways, path, methods=_READ, name=name)
    phone, merge = phone_pages.PHONE, merge_pages.MERGE
    pages.add_route(phone_pages.show_phone, phone.path, methods=_READ)
    pages.add_route(phone_pages.send_phone_code, phone.path, methods=["POST"])
    pages.add_route(phone_pages.show_phone_code, phone.code_path, methods=_READ)
    pages.add_route(phone_pages.bind_phone, phone.code_path, methods=["POST"])
    pages.add_route(merge_pages.show_merge, merge.path, methods=_READ)
    pages.add_route(merge_pages.send_merge_code, merge.path, methods=["POST"])
    pages.add_route(merge_pages.show_merge_code, merge.code_path, methods=_READ)
    pages.add_route(merge_pages.merge_accounts, merge.code_path, methods=["POST"])


def _add_addresses(pages: Blueprint) -> None:
    pages.add_route(address_pages.show_book, address_reading.BOOK, methods=_READ)
    pages.add_route(address_pages.show_new, address_reading.NEW, methods=_READ)
    pages.add_route(address_pages.save_address, address_reading.NEW, methods=["POST"])
    pages.add_route(address_reading.back_to_new, address_reading.READ, methods=_READ)
    pages.add_route(address_reading.read_address, address_reading.READ, methods=["POST"])
    pages.add_route(address_pages.show_address, address_pages.ONE, methods=_READ)
    pages.add_route(address_pages.change_address, address_pages.ONE, methods=["POST"])
    pages.add_route(address_pages.ask_address_deletion, address_pages.DELETE, methods=_READ)
    pages.add_route(address_pages.delete_address, address_pages.DELETE, methods=["POST"])
    pages.add_route(address_pages.back_to_book, address_pages.DEFAULT, methods=_READ)
    pages.add_route(address_pages.make_default, address_pages.DEFAULT, methods=["POST"])


def _add_notifications(pages: Blueprint) -> None:
    every, one = notification_pages.SETTINGS_PAGE, notification_pages.OF_EVENT
    pages.add_route(notification_pages.show_notifications, every, methods=_READ)
    pages.add_route(notification_pages.change_notifications, every, methods=["POST"])
    pages.add_route(notification_pages.show_event, one, methods=_READ)
    pages.add_route(notification_pages.change_event, one, methods=["POST"])
