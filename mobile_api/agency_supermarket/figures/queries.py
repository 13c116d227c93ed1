"""The door for pages: the figures of a year."""

from mobile_api.agency_supermarket.figures.following import ALL
from mobile_api.agency_supermarket.figures.numbers import numbers
from mobile_api.agency_supermarket.figures.views import year_figures

__all__ = ["ALL", "numbers", "year_figures"]
