"""What an expert does on their pages."""

from mobile_api.agency_supermarket.experts.panels.seating import decline
from mobile_api.agency_supermarket.experts.register import avoid
from mobile_api.agency_supermarket.openings.scoring.service import score

__all__ = ["avoid", "decline", "score"]
