"""Fields of a carrier's answer, read tolerantly and bounded: carriers send what they like."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from mobile_api.shared.clock import BEIJING
from mobile_api.shared.text.characters import storable


def text_of(value: Any) -> str:
    """Carriers send numbers, nulls and texts for one field; the database takes no NUL or half
    pairs."""
    if value is None:
        return ""
    return storable(str(value)).strip()


def instant_of(value: Any) -> datetime:
    """Carriers write Beijing time without a zone: yyyy-MM-dd HH:mm:ss, fractions now and then.

    Raises ValueError.
    """
    naive = datetime.fromisoformat(text_of(value)[:19])
    if not 2000 <= naive.year <= 2100:
        raise ValueError("year")
    return naive.replace(tzinfo=BEIJING)


Text = Annotated[str, BeforeValidator(text_of)]
Short = Annotated[str, BeforeValidator(lambda value: text_of(value)[:10])]
Line = Annotated[str, BeforeValidator(lambda value: text_of(value)[:40])]
Long = Annotated[str, BeforeValidator(lambda value: text_of(value)[:500])]
BeijingTime = Annotated[datetime, BeforeValidator(instant_of)]
