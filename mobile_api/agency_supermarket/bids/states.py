"""What can be done with a bid."""

from enum import StrEnum


class BidAct(StrEnum):
    """What was done with a bid before the deadline."""

    submitted = "submitted"
    replaced = "replaced"
    withdrawn = "withdrawn"
