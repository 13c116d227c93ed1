"""What other features ask of enterprises: who may act for which, and how one is shown."""

from mobile_api.enterprises.powers import (
    Power,
    enterprise_by_id,
    hold_who_answers,
    people_behind,
    powers_of,
    representatives_names,
    whom_to_tell,
)
from mobile_api.enterprises.views import enterprise_view

__all__ = [
    "Power",
    "enterprise_by_id",
    "enterprise_view",
    "hold_who_answers",
    "people_behind",
    "powers_of",
    "representatives_names",
    "whom_to_tell",
]
