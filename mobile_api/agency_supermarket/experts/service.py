"""The door for the merging of accounts: whose entry in the register is whose."""

from mobile_api.agency_supermarket.experts.register import join_entries

__all__ = ["join_entries"]
