"""The table of the pages of an agency."""

from collections.abc import Sequence

from sanic import Blueprint

from mobile_api.web.citizen.market.bidding import (
    agency_pages,
    bid_acts,
    change_acts,
    contract_acts,
    contract_pages,
    credit_acts,
    credit_pages,
    entry_acts,
    offer_acts,
    part_pages,
)
from mobile_api.web.citizen.market.bidding.acts import Act, pages_of
from mobile_api.web.citizen.market.bidding.senders import HOME
from mobile_api.web.citizen.market.bidding.tray_pages import tray_pages_of

_READ = ("GET", "HEAD")
_WRITE = ("POST",)
_TABLE = (
    (agency_pages.show_home, HOME),
    (agency_pages.show_services, offer_acts.SERVICES_PAGE),
    (agency_pages.show_people, offer_acts.PEOPLE),
    (part_pages.show_part, bid_acts.NEED),
    (part_pages.keep_receipts, f"{bid_acts.NEED}/receipts"),
    (part_pages.show_disputes, bid_acts.DISPUTES),
    (credit_pages.show_own_credit, credit_acts.CREDIT),
    (contract_pages.show_contracts, contract_acts.CONTRACTS),
    (contract_pages.show_contract, contract_acts.ONE),
    (contract_pages.open_file, f"{contract_acts.ONE}/files/<file_id:uuid>"),
)
ACTS = (
    *entry_acts.ACTS,
    *offer_acts.ACTS,
    *bid_acts.ACTS,
    *contract_acts.ACTS,
    *change_acts.ACTS,
    *credit_acts.ACTS,
)


def add_to(pages: Blueprint) -> None:
    """Every address that a form is sent to can also be opened: reload and Back lead nowhere odd."""
    for handler, path in _TABLE:
        name = f"agency_{handler.__name__}"
        pages.add_route(handler, path, methods=_READ, name=name)
    add_acts(pages, ACTS, "agency")


def add_acts(pages: Blueprint, acts: Sequence[Act], whose: str) -> None:
    """The page, the form and the files of each; `whose` tells their names from those of others."""
    for number, act in enumerate(acts):
        show, send = pages_of(act)
        name = f"{whose}_act_{number}"
        pages.add_route(show, act.path, methods=_READ, name=f"show_{name}")
        pages.add_route(send, act.path, methods=_WRITE, name=f"send_{name}")
        if act.files:
            _add_tray(pages, act, name)


def _add_tray(pages: Blueprint, act: Act, name: str) -> None:
    send, take_out, back = tray_pages_of(act)
    files, one = f"{act.path}/files", f"{act.path}/files/<file_id:uuid>"
    pages.add_route(send, files, methods=_WRITE, stream=True, name=f"send_file_{name}")
    pages.add_route(back, files, methods=_READ, name=f"back_from_files_{name}")
    pages.add_route(take_out, one, methods=_WRITE, name=f"take_out_file_{name}")
    pages.add_route(back, one, methods=_READ, name=f"back_from_file_{name}")
