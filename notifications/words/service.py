"""Words about messages that features say as well."""

from notifications.words.reasons import ACCOUNT_CLOSED, CHANNELS, STATES
from notifications.words.templates import date_text

__all__ = ["ACCOUNT_CLOSED", "CHANNELS", "STATES", "date_text"]
