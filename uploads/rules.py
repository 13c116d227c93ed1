"""How large a file may be in this city, within what the program can carry: `rules.json`."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from mobile_api.shared import clock
from mobile_api.shared.calendar.rules import InForce, RoomRules, Rule, RuleSet
from uploads import policy
from uploads.models import StoredFile


class SizeRule(Rule):
    """Of one file, in units of 1,048,576 bytes."""

    amount: int = Field(ge=1, le=policy.MOST_MEGABYTES)
    unit: Literal["megabyte"]

    @property
    def bytes(self) -> int:
        return self.amount * policy.MEGABYTE


class PagesRule(Rule):
    """Of one document."""

    amount: int = Field(ge=1, le=policy.MOST_PAGES)
    unit: Literal["page"]


class UploadRules(RuleSet):
    """`size` of a file as it is sent; `pages` of a PDF or OFD."""

    size: InForce[SizeRule]
    pages: InForce[PagesRule]


RULES = RoomRules("uploads", UploadRules, Path(__file__).with_name("rules.json"))


def most_bytes() -> int:
    """Of a file that is begun today."""
    return RULES.here().size.on(clock.today()).bytes


def most_pages(file: StoredFile) -> int:
    """As it was on the day the file was begun, whenever it is inspected or asked about."""
    return RULES.here().pages.on(clock.beijing_date(file.created_at)).amount
