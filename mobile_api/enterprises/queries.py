"""What other features ask of enterprises: who may act for which, and how one is shown."""

from mobile_api.enterprises.powers import (
    Power,
    enterprise_by_id,
    hold_who_answers,
    people_behind,
    power_of,
    powers_of,
    representatives_names,
    whom_to_tell,
)
from mobile_api.enterprises.views import (
    CLERK,
    REPRESENTATIVE,
    ItemNames,
    appointment_list,
    clerk_list,
    enterprise_view,
    names_for,
)

__all__ = [
    "CLERK",
    "REPRESENTATIVE",
    "ItemNames",
    "Power",
    "appointment_list",
    "clerk_list",
    "enterprise_by_id",
    "enterprise_view",
    "hold_who_answers",
    "names_for",
    "people_behind",
    "power_of",
    "powers_of",
    "representatives_names",
    "whom_to_tell",
]
