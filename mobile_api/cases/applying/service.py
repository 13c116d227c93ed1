"""What other features ask of applying: what an applicant may do with a case, whatever the door."""

from mobile_api.cases.applicants import obstacle_to
from mobile_api.cases.applying.completeness import account_values
from mobile_api.cases.applying.drafts import (
    add_page,
    begun_draft,
    fill_draft,
    open_guide,
    set_material,
)
from mobile_api.cases.applying.filling import Filling, filling_of
from mobile_api.cases.applying.filling_schemas import LineToSend
from mobile_api.cases.applying.showing import parts_to_send
from mobile_api.cases.applying.submitting import submit, withdraw
from mobile_api.cases.applying.tasks import listed
from mobile_api.cases.post.choice import POSTAL_TERMS, postage_of
from mobile_api.cases.shapes import MOST_PAGES, FaultTarget
from mobile_api.cases.words import WORDS

__all__ = [
    "DECLARATION",
    "MOST_PAGES",
    "PAGE_STATES",
    "POSTAL_TERMS",
    "FaultTarget",
    "Filling",
    "LineToSend",
    "account_values",
    "add_page",
    "begun_draft",
    "fill_draft",
    "filling_of",
    "listed",
    "obstacle_to",
    "open_guide",
    "parts_to_send",
    "postage_of",
    "set_material",
    "submit",
    "withdraw",
]

DECLARATION = WORDS.tasks.declaration
PAGE_STATES = WORDS.tasks.page_states
