"""Service-guide search in a citizen's own words: in process, without a database."""

from mobile_api.guides.search.documents import (
    Further,
    SearchDocument,
    of_catalogue,
    of_item,
    of_theme,
)
from mobile_api.guides.search.emergencies import Emergency
from mobile_api.guides.search.engine import Hit, SearchEngine, SearchOutcome, SearchResult
from mobile_api.guides.search.suggest import Suggestion
from mobile_api.guides.search.text import query_key

__all__ = [
    "Emergency",
    "Further",
    "Hit",
    "SearchDocument",
    "SearchEngine",
    "SearchOutcome",
    "SearchResult",
    "Suggestion",
    "of_catalogue",
    "of_item",
    "of_theme",
    "query_key",
]
