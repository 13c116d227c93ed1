"""The table of the pages of who needs an agency."""

from sanic import Blueprint

from mobile_api.web.citizen.market.acts.routes import add_acts
from mobile_api.web.citizen.market.owning import (
    change_pages,
    complaint_acts,
    dispute_pages,
    home_pages,
    need_pages,
    opening_pages,
)
from mobile_api.web.citizen.market.owning.contracts import (
    change_acts,
    contract_acts,
    contract_pages,
    signing_pages,
)
from mobile_api.web.citizen.market.owning.drafting import (
    begin_pages,
    file_pages,
    price_pages,
    publish_pages,
    relative_pages,
    terms_pages,
)
from mobile_api.web.citizen.market.owning.steps import CONTRACT, HOME, NEED, NEW

_READ = ("GET", "HEAD")
_WRITE = ("POST",)
_QUESTION, _DISPUTE = f"{NEED}/questions/<question_id:uuid>", f"{NEED}/disputes/<dispute_id:uuid>"
_FILE = f"{NEED}/files/<file_id:uuid>"
_TABLE = (
    (home_pages.show_own_market, HOME, _READ),
    (begin_pages.show_begin, NEW, _READ),
    (begin_pages.begin, NEW, _WRITE),
    (need_pages.show_own_need, NEED, _READ),
    (terms_pages.show_description, f"{NEED}/description", _READ),
    (terms_pages.save_description, f"{NEED}/description", _WRITE),
    (terms_pages.show_method, f"{NEED}/method", _READ),
    (price_pages.show_price, f"{NEED}/price", _READ),
    (price_pages.save_price, f"{NEED}/price", _WRITE),
    (terms_pages.show_times, f"{NEED}/times", _READ),
    (terms_pages.save_times, f"{NEED}/times", _WRITE),
    (file_pages.show_files, f"{NEED}/files", _READ),
    (file_pages.use_file, _FILE, _WRITE),
    (file_pages.back_to_files, _FILE, _READ),
    (terms_pages.show_avoided, f"{NEED}/avoided", _READ),
    (terms_pages.save_avoided, f"{NEED}/avoided", _WRITE),
    (relative_pages.show_relatives, f"{NEED}/relatives", _READ),
    (relative_pages.save_relatives, f"{NEED}/relatives", _WRITE),
    (publish_pages.show_preview, f"{NEED}/preview", _READ),
    (publish_pages.publish_need, f"{NEED}/publish", _WRITE),
    (publish_pages.back_to_preview, f"{NEED}/publish", _READ),
    (need_pages.show_question, _QUESTION, _READ),
    (need_pages.answer_asked, _QUESTION, _WRITE),
    (change_pages.show_change, f"{NEED}/change", _READ),
    (change_pages.change_need, f"{NEED}/change", _WRITE),
    (need_pages.ask_cancelling, f"{NEED}/cancel", _READ),
    (need_pages.cancel_need, f"{NEED}/cancel", _WRITE),
    (opening_pages.show_opening, f"{NEED}/open", _READ),
    (opening_pages.open_them, f"{NEED}/open", _WRITE),
    (opening_pages.show_choices, f"{NEED}/choose", _READ),
    (opening_pages.choose_bid, f"{NEED}/choose", _WRITE),
    (dispute_pages.show_dispute, _DISPUTE, _READ),
    (dispute_pages.answer_one_dispute, _DISPUTE, _WRITE),
    (contract_pages.show_contract, CONTRACT, _READ),
    (contract_pages.open_file, f"{CONTRACT}/files/<file_id:uuid>", ("GET",)),
    (signing_pages.show_proposing, f"{CONTRACT}/propose", _READ),
    (signing_pages.propose_contract, f"{CONTRACT}/propose", _WRITE),
    (contract_pages.back_to_proposing, f"{CONTRACT}/propose/files", _READ),
)

# These read their body while it comes.
_SENDING = (
    (file_pages.send_file, f"{NEED}/files"),
    (signing_pages.send_contract_file, f"{CONTRACT}/propose/files"),
)


def add_to(pages: Blueprint) -> None:
    """Every address that a form is sent to can also be opened: reload and Back lead nowhere odd."""
    for handler, path, methods in _TABLE:
        pages.add_route(handler, path, methods=methods, name=f"owning_{handler.__name__}")
    for sending, path in _SENDING:
        name = f"owning_{sending.__name__}"
        pages.add_route(sending, path, methods=_WRITE, stream=True, name=name)
    acts = (*complaint_acts.ACTS, *contract_acts.ACTS, *change_acts.ACTS)
    add_acts(pages, acts, "owning")
