"""What others ask of openings: what the owner of a need does after the deadline."""

from mobile_api.agency_supermarket.openings.opening import open_bids, read_bids

__all__ = ["open_bids", "read_bids"]
