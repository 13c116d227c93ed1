"""The committed OpenAPI document is the one that the routes declare."""

import json
from pathlib import Path

from mobile_api.health import openapi_bytes
from tests.stack import Stack

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_document_is_current(session_stack: Stack) -> None:
    assert openapi_bytes(session_stack.app).decode() == COMMITTED.read_text().rstrip("\n"), (
        "the API has changed: run `make openapi` and look at the difference"
    )


def test_every_reference_has_its_schema(session_stack: Stack) -> None:
    document = openapi_bytes(session_stack.app).decode()
    known = set(json.loads(document)["components"]["schemas"])
    prefix = "#/components/schemas/"
    named = {part.split('"')[0] for part in document.split(prefix)[1:]}
    assert named <= known


def test_every_operation_says_what_can_go_wrong(session_stack: Stack) -> None:
    document = json.loads(openapi_bytes(session_stack.app))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert any(status.startswith("4") for status in operation["responses"]), (method, path)
