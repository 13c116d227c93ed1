"""What other features use of the search engine."""

from mobile_api.guides.search.documents import SearchDocument
from mobile_api.guides.search.emergencies import LONGEST_TOLD
from mobile_api.guides.search.engine import SearchEngine, SearchOutcome, SearchResult
from mobile_api.guides.search.text import normalise, simplified, syllables

__all__ = [
    "LONGEST_TOLD",
    "SearchDocument",
    "SearchEngine",
    "SearchOutcome",
    "SearchResult",
    "normalise",
    "simplified",
    "syllables",
]
