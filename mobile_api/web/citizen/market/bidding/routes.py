"""The table of the pages of an agency."""

from sanic import Blueprint

from mobile_api.web.citizen.market.acts.routes import add_acts
from mobile_api.web.citizen.market.acts.senders import HOME
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

_READ = ("GET", "HEAD")
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
