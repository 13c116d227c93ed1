"""How the files of the demo market tell things: instants, codes, and what follows an award.

Instants are told by the day of loading, "-20 10:30": twenty days before it, at 10:30 in Beijing.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mobile_api.shared.clock import BEIJING
from mobile_api.shared.text.identity_numbers import is_social_credit_code


def _code(text: str) -> str:
    if not is_social_credit_code(text):
        raise ValueError("no social credit code")
    return text


When = Annotated[str, Field(pattern=r"^-?[0-9]{1,3} ([01][0-9]|2[0-3]):[0-5][0-9]$")]
Code = Annotated[str, AfterValidator(_code)]


def instant(at: When, today: date) -> datetime:
    """The instant that `at` says, counted from that day in Beijing."""
    days, hours, minutes = map(int, re.split("[ :]", at))
    return datetime.combine(today + timedelta(days=days), time(hours, minutes), BEIJING)


class ToldFact(BaseModel):
    """What a file of the demo says."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ToldReply(ToldFact):
    at: When
    text: str


class ToldDispute(ToldFact):
    """An objection to the result, and the owner's answer; nobody complains."""

    agency: str
    at: When
    grounds: str
    answer: ToldReply


class ToldChange(ToldFact):
    """After the bids that are told."""

    at: When
    reason: str
    budget_fen: int


class ToldRating(ToldFact):
    scores: dict[str, int]
    text: str = ""


class ToldContract(ToldFact):
    """Days after the last one on which the result is shown; without `accepted` it is in force."""

    signed: int
    last_day: int
    milestone: str
    delivered: int | None = None
    accepted: int | None = None
    of_owner: ToldRating | None = None
    of_agency: ToldRating | None = None
    reply: str = ""
