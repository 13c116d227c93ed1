"""What the interface document tells the engineer of another city of the door for messages."""

import json
from pathlib import Path
from typing import Any

import pytest

DOCUMENT = Path(__file__).parents[4] / "docs" / "openapi.json"
CODES = {
    "400": {"body_malformed", "version_unknown"},
    "404": {"not_found"},
    "409": {"message_differs", "replayed"},
    "413": {"body_too_large"},
    "429": {"too_many_messages"},
    "503": {"paused", "temporarily_unavailable"},
}


@pytest.fixture
def answers() -> dict[str, Any]:
    paths = json.loads(DOCUMENT.read_text())["paths"]
    return dict(paths["/partner/v1/messages"]["post"]["responses"])


def test_both_answers_of_business_are_envelopes(answers: dict[str, Any]) -> None:
    for status in ("202", "422"):
        schema = answers[status]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith("/Envelope")


@pytest.mark.parametrize(("status", "codes"), CODES.items())
def test_every_fault_of_the_line_is_a_problem_with_its_codes(
    answers: dict[str, Any], status: str, codes: set[str]
) -> None:
    assert set(answers[status]["content"]["application/problem+json"]["examples"]) == codes
