"""The committed OpenAPI document is the one that the routes declare."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobile_api.health import openapi_bytes
from mobile_api.openapi import declared_routes
from mobile_api.openapi.texts import EXAMPLES, FIELDS, OPERATIONS, PARAMETERS
from tests.stack import Stack

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.json"


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


@pytest.fixture
def document(session_stack: Stack) -> dict[str, Any]:
    return dict(json.loads(openapi_bytes(session_stack.app)))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            yield f"{method.upper()} {path}", one


def test_every_operation_is_told_in_words(document: dict[str, Any]) -> None:
    told = dict(operations(document))
    assert set(OPERATIONS) == set(told), "mobile_api/openapi/operations.json"
    names = [one["operationId"] for one in told.values()]
    assert len(names) == len(set(names)) and all(name.isidentifier() for name in names)
    tags = [tag["name"] for tag in document["tags"]]
    assert len(tags) == len(set(tags))
    for name, one in told.items():
        assert one["summary"] and one["description"].endswith("。"), name
        assert one["tags"][0] in tags, name
        silent = [each["name"] for each in one["parameters"] if not each["description"]]
        assert silent == [], (name, "mobile_api/openapi/parameters.json")


def test_every_field_says_what_it_is(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    silent = [
        f"{model}.{name}"
        for model, schema in schemas.items()
        for name, field in schema.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == [], "mobile_api/openapi/fields.json"


def test_every_body_has_an_example_that_the_product_takes(session_stack: Stack) -> None:
    bodies = {one.body for _, _, one, _ in declared_routes(session_stack.app) if one.body}
    assert {body.__name__ for body in bodies} == set(EXAMPLES), "mobile_api/openapi/examples.json"
    for body in bodies:
        body.model_validate_json(json.dumps(EXAMPLES[body.__name__]))


def test_nothing_is_told_of_what_is_not_there(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    places = {
        place
        for model, schema in schemas.items()
        for name in schema.get("properties", {})
        for place in (name, f"{model}.{name}")
    }
    assert set(FIELDS) - places == set()
    asked = {
        place
        for name, one in operations(document)
        for each in one["parameters"]
        for place in (each["name"], f"{name} {each['name']}")
    }
    assert set(PARAMETERS) - asked == set()
