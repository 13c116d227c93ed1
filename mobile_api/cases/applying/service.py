"""What other features ask of applying: what an applicant may do with a case, whatever the door."""

from mobile_api.cases.applying.completeness import account_values
from mobile_api.cases.applying.drafts import (
    add_page,
    begun_draft,
    fill_draft,
    open_guide,
    set_material,
)
from mobile_api.cases.applying.filling import Filling, filling_of
from mobile_api.cases.applying.submitting import submit, withdraw
from mobile_api.cases.applying.tasks import listed
from mobile_api.cases.post.choice import POSTAL_TERMS, postage_of
from mobile_api.cases.shapes import MOST_PAGES, FaultTarget

__all__ = [
    "MOST_PAGES",
    "POSTAL_TERMS",
    "FaultTarget",
    "Filling",
    "account_values",
    "add_page",
    "begun_draft",
    "fill_draft",
    "filling_of",
    "listed",
    "open_guide",
    "postage_of",
    "set_material",
    "submit",
    "withdraw",
]
