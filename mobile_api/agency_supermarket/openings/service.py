"""The door of openings for whoever plays an owner after the deadline."""

from mobile_api.agency_supermarket.openings.opening import open_bids, read_bids

__all__ = ["open_bids", "read_bids"]
