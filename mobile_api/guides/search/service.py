"""What other features use of the search engine."""

from mobile_api.guides.search.engine import SearchOutcome
from mobile_api.guides.search.text import simplified

__all__ = ["SearchOutcome", "simplified"]
