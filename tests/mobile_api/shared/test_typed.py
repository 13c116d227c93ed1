"""What every body makes of a text: nothing to see is empty, a day and a code in any width."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import Field, ValidationError

from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.http.schema import AsTyped, Day, RequestBody


class _Body(RequestBody):
    reason: str = Field("足够长", min_length=2)
    code: Annotated[str, AsTyped] = Field("12345678", pattern=r"^[0-9]{8}$")
    on: Day = date(2026, 11, 30)


def codes(**body: str) -> list[str]:
    try:
        _Body.model_validate(body)
    except ValidationError as error:
        return [f"{one.path} {one.code}" for one in faults_of(error)]
    return []


@pytest.mark.parametrize("text", ["\u200b\u200b\u200b", "\u3164\u3164", " \ufeff\u2060 "])
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert codes(reason=text) == ["/reason string_too_short"]


def test_a_code_and_a_day_in_any_width() -> None:
    body = _Body.model_validate({"code": "１２３４ 5678\u200b", "on": "２０２６/１/3"})
    assert (body.code, body.on) == ("12345678", date(2026, 1, 3))


@pytest.mark.parametrize(
    ("text", "code"),
    [("2027-02-29", "no_such_day"), ("soon", "date_from_datetime_parsing")],
)
def test_a_day_that_is_none(text: str, code: str) -> None:
    assert codes(on=text) == [f"/on {code}"]
