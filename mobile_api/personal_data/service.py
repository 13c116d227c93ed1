"""The door of this room: accounts made one, a copy of one's data, the end of an account."""

from mobile_api.personal_data.deleting import COOLING_OFF as COOLING_OFF
from mobile_api.personal_data.deleting import active as deletion_under_way
from mobile_api.personal_data.deleting import ask as ask_deletion
from mobile_api.personal_data.deleting import cancel as cancel_deletion
from mobile_api.personal_data.deleting import open_cases, what_is_kept
from mobile_api.personal_data.exporting import LINK_LIFETIME as LINK_LIFETIME
from mobile_api.personal_data.exporting import ask as ask_copy
from mobile_api.personal_data.exporting import links_of, newest, opened
from mobile_api.personal_data.market_matters import market_matters
from mobile_api.personal_data.merging import prove_the_other, session_after

__all__ = (
    "COOLING_OFF",
    "LINK_LIFETIME",
    "ask_copy",
    "ask_deletion",
    "cancel_deletion",
    "deletion_under_way",
    "links_of",
    "market_matters",
    "newest",
    "open_cases",
    "opened",
    "prove_the_other",
    "session_after",
    "what_is_kept",
)
