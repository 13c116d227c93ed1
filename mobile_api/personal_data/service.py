"""The door of this room: a copy of one's data, and the end of an account, for the pages."""

from mobile_api.personal_data.deleting import COOLING_OFF as COOLING_OFF
from mobile_api.personal_data.deleting import active as deletion_under_way
from mobile_api.personal_data.deleting import ask as ask_deletion
from mobile_api.personal_data.deleting import cancel as cancel_deletion
from mobile_api.personal_data.deleting import open_cases, what_is_kept
from mobile_api.personal_data.exporting import LINK_LIFETIME as LINK_LIFETIME
from mobile_api.personal_data.exporting import ask as ask_copy
from mobile_api.personal_data.exporting import links_of, newest, opened
from mobile_api.personal_data.market_matters import market_matters

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
    "what_is_kept",
)
