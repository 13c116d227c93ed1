"""The published catalogue, as other features read, print and phrase it."""

from mobile_api.guides.reading.filters import GuideQuery, ThemeQuery
from mobile_api.guides.reading.form_links import LIFETIME as FORM_LIFETIME
from mobile_api.guides.reading.form_links import FormKind, form_path
from mobile_api.guides.reading.printing import blank_form
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue, make_catalogue
from mobile_api.guides.reading.requests import query_of, snapshot_of
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.reading.statistics import figures_of
from mobile_api.guides.reading.words import hours as hours_in_words
from mobile_api.guides.reading.words import limit as limit_in_words
from mobile_api.guides.reading.words import visits as visits_in_words

__all__ = [
    "CATALOGUE",
    "FORM_LIFETIME",
    "FormKind",
    "GuideQuery",
    "PublishedCatalogue",
    "Snapshot",
    "ThemeQuery",
    "blank_form",
    "figures_of",
    "form_path",
    "hours_in_words",
    "limit_in_words",
    "make_catalogue",
    "query_of",
    "snapshot_of",
    "visits_in_words",
]
