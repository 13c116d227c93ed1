"""The published catalogue, as other features read, print and phrase it."""

from mobile_api.guides.reading.filters import GuideQuery, ThemeQuery
from mobile_api.guides.reading.form_links import LIFETIME as FORM_LIFETIME
from mobile_api.guides.reading.form_links import FormKind, form_path
from mobile_api.guides.reading.printing import blank_form
from mobile_api.guides.reading.published import PublishedCatalogue
from mobile_api.guides.reading.requests import query_of, snapshot_of
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.reading.statistics import figures_of
from mobile_api.guides.reading.words import hours, limit, visits

__all__ = [
    "FORM_LIFETIME",
    "FormKind",
    "GuideQuery",
    "PublishedCatalogue",
    "Snapshot",
    "ThemeQuery",
    "blank_form",
    "figures_of",
    "form_path",
    "hours",
    "limit",
    "query_of",
    "snapshot_of",
    "visits",
]
