"""Words about messages that features say as well."""

from collections.abc import Mapping

from notifications.words.reasons import ACCOUNT_CLOSED, CHANNELS, STATES
from notifications.words.templates import date_text

__all__ = ["ACCOUNT_CLOSED", "CHANNELS", "STATES", "date_text", "phrases"]


def phrases(data: Mapping[str, str]) -> dict[str, str]:
    """Sentences that people wrote, to stand within one of ours: without their own full stop."""
    return {name: text.rstrip("。. ") for name, text in data.items()}
