"""What the routes of sanctions are asked with."""

from pydantic import Field

from mobile_api.agency_supermarket.agencies.requests import Reason, Text
from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.shared.http.schema import Day, RequestBody


class SanctionRequest(RequestBody):
    """What is ordered, why, and till when; a blacklisting lasts as long as the rule says."""

    kind: SanctionKind
    reason: Reason = Field(examples=["出具的报告与现场不符"])
    last_day: Day | None = Field(None, description="警示、暂停的最后一天,最长一年")


class ObjectionRequest(RequestBody):
    """What an agency says against a sanction (陈述申辩)."""

    text: Text


class ObjectionAnswer(RequestBody):
    """The desk's answer; with `upheld` the sanction is lifted."""

    upheld: bool
    answer: Reason
