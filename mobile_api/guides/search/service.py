"""What other features use of the search engine."""

from mobile_api.guides.search.engine import Outcome
from mobile_api.guides.search.text import simplified

__all__ = ["Outcome", "simplified"]
