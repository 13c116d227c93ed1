"""The table of the pages of one's own cases."""

from sanic import Blueprint

from mobile_api.web.citizen.applying.steps import CASE
from mobile_api.web.citizen.cases import (
    case_pages,
    city_pages,
    detail_pages,
    number_pages,
    originals_pages,
    parcel_pages,
    ways,
    withdrawal_pages,
)

_READ = ("GET", "HEAD")
_WRITE = ("POST",)
_CANCEL = f"{CASE}/originals/<parcel_id:uuid>/cancel"

# Every address that a form is sent to can also be opened: reload and Back lead nowhere odd.
_TABLE = (
    (case_pages.show_own_case, CASE, _READ),
    (case_pages.show_one_time_notice, f"{CASE}/{ways.NOTICE}", _READ),
    (withdrawal_pages.ask_withdrawal, f"{CASE}/withdraw", _READ),
    (withdrawal_pages.withdraw_case, f"{CASE}/withdraw", _WRITE),
    (detail_pages.show_full_details, f"{CASE}/{ways.DETAILS}", _READ),
    (detail_pages.look_in_full, f"{CASE}/{ways.DETAILS}", _WRITE),
    (parcel_pages.show_parcels, f"{CASE}/{ways.PARCELS}", _READ),
    (parcel_pages.show_delivery_address, f"{CASE}/{ways.ADDRESS}", _READ),
    (parcel_pages.change_delivery_address, f"{CASE}/{ways.ADDRESS}", _WRITE),
    (parcel_pages.show_readdress, f"{CASE}/{ways.READDRESS}", _READ),
    (parcel_pages.readdress_result, f"{CASE}/{ways.READDRESS}", _WRITE),
    (originals_pages.show_pickup, f"{CASE}/{ways.PICK_UP}", _READ),
    (originals_pages.choose_pickup, f"{CASE}/{ways.PICK_UP}", _WRITE),
    (originals_pages.show_pickup_order, f"{CASE}/{ways.CONFIRM}", _READ),
    (originals_pages.order_pickup, f"{CASE}/{ways.CONFIRM}", _WRITE),
    (city_pages.show_city, f"{CASE}/{ways.HANDOFF}", _READ),
    (city_pages.choose_city, f"{CASE}/{ways.HANDOFF}", _WRITE),
    (number_pages.show_originals_number, f"{CASE}/{ways.NUMBER}", _READ),
    (number_pages.register_originals, f"{CASE}/{ways.NUMBER}", _WRITE),
    (number_pages.ask_cancelling_originals, _CANCEL, _READ),
    (number_pages.cancel_originals_parcel, _CANCEL, _WRITE),
)


def add_to(pages: Blueprint) -> None:
    """Add them; called once, by the table."""
    for handler, path, methods in _TABLE:
        pages.add_route(handler, path, methods=methods)
