"""What other features use of the search engine."""

from mobile_api.guides.search.concepts import Concept, Lexicon
from mobile_api.guides.search.documents import SearchDocument
from mobile_api.guides.search.emergencies import LONGEST_TOLD
from mobile_api.guides.search.engine import SearchEngine, SearchOutcome, SearchResult
from mobile_api.guides.search.text import cutter, has_han, normalise, simplified
from mobile_api.guides.search.voices.actions import may_mean

__all__ = [
    "LONGEST_TOLD",
    "Concept",
    "Lexicon",
    "SearchDocument",
    "SearchEngine",
    "SearchOutcome",
    "SearchResult",
    "cutter",
    "has_han",
    "may_mean",
    "normalise",
    "simplified",
]
