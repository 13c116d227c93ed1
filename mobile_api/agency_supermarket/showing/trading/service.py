"""What people do on the pages of public trading."""

from mobile_api.agency_supermarket.trading.complaints.filing import complain, withdraw

__all__ = ["complain", "withdraw"]
