"""What programs that make clients and pages from the OpenAPI document find in it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from mobile_api.openapi import build_openapi, declared_routes
from mobile_api.openapi.texts import OPERATIONS
from mobile_api.shared.callers import Anyone, Citizen, Hook, PartnerCity, Staff
from tests.stack import Stack

SECURITY: dict[type, list[dict[str, list[str]]]] = {
    Anyone: [],
    Hook: [],
    Citizen: [{"session": []}],
    Staff: [{"session": []}],
    PartnerCity: [{"signature": []}],
}
MARKS = set(" 。,、;:“”()《》,.()")
# Of the letters of a sentence, how many may stand in its summary already.
REPEATED = 0.7
# By the last word of its name.
FORMATS = {"at": {"date-time"}, "since": {"date-time", "date"}, "on": {"date"}}
NO_DAYS = {"is_on", "depends_on"}


@pytest.fixture
def document(session_stack: Stack) -> dict[str, Any]:
    return build_openapi(session_stack.app)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            yield f"{method.upper()} {path}", one


def test_names_are_names_in_every_language_of_programs(document: dict[str, Any]) -> None:
    info = document["info"]
    assert info["title"].isascii() and info["title"].isidentifier()
    assert info["contact"]["url"] and info["license"]["identifier"] == "Apache-2.0"
    assert document["servers"]
    for tag in document["tags"]:
        assert tag["name"].isascii() and tag["name"].isidentifier(), tag
        assert not tag["x-displayName"].isascii() and tag["description"].endswith("。"), tag
    names = [tag["x-displayName"] for tag in document["tags"]]
    assert len(names) == len(set(names))


def test_who_may_call_is_told_of_every_operation(
    session_stack: Stack, document: dict[str, Any]
) -> None:
    told = dict(operations(document))
    for method, path, declared, _ in declared_routes(session_stack.app):
        one = told.get(f"{method.upper()} {path}")
        if one is None:
            continue
        assert one["security"] == SECURITY[declared.caller], path
        assert [role for role in declared.roles if role not in one["description"]] == [], path
        assert ("不用登录" in one["description"]) is (declared.caller is Anyone), path


def test_no_sentence_says_its_summary_again(document: dict[str, Any]) -> None:
    repeated = []
    for name, one in operations(document):
        letters = [letter for letter in OPERATIONS[name][1] if letter not in MARKS]
        known = sum(letter in one["summary"] for letter in letters)
        if known > REPEATED * len(letters):
            repeated.append((name, one["summary"], OPERATIONS[name][1]))
    assert repeated == []


def leaves(field: Any) -> Iterator[dict[str, Any]]:
    """The schemas of values that a field may have, through arrays and alternatives."""
    for one in field.get("anyOf", [field]):
        if "items" in one:
            yield from leaves(one["items"])
        elif one.get("type") != "null":
            yield one


def test_instants_and_days_say_that_they_are(document: dict[str, Any]) -> None:
    asked, wrong = 0, []
    for model, schema in document["components"]["schemas"].items():
        for name, field in schema.get("properties", {}).items():
            last = name.rsplit("_", 1)[-1]
            if last not in FORMATS or name in NO_DAYS:
                continue
            asked += 1
            formats = {one.get("format", "") for one in leaves(field)}
            wrong += [f"{model}.{name}"] * (not formats <= FORMATS[last])
    assert wrong == [] and asked > 100


def test_fields_have_no_titles_made_of_their_names(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"].values()
    fields = [one for schema in schemas for one in schema.get("properties", {}).values()]
    fields += [each["schema"] for _, one in operations(document) for each in one["parameters"]]
    assert len(fields) > 1000
    # An enum that stands in a query has its own.
    assert [one for one in fields if "title" in one and "enum" not in one] == []


def test_what_tells_schemas_apart_stands_in_each(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    told_apart = [schema for schema in schemas.values() if "discriminator" in schema]
    assert told_apart
    for schema in told_apart:
        name = schema["discriminator"]["propertyName"]
        for one in schema["oneOf"]:
            assert name in schemas[one["$ref"].rsplit("/", 1)[1]]["required"]


def test_a_file_is_bytes_and_an_answer_says_how_long_to_wait(document: dict[str, Any]) -> None:
    media: dict[str, Any] = {}
    for _, one in operations(document):
        for status, answer in one["responses"].items():
            is_to_wait = status in ("429", "503")
            assert ("Retry-After" in answer.get("headers", {})) is is_to_wait
            media |= {kind: each["schema"] for kind, each in answer.get("content", {}).items()}
    for kind in ("application/pdf", "application/zip", "image/png"):
        assert media[kind] == {"type": "string", "format": "binary"}
    assert media["image/svg+xml"] == {"type": "string"}
    assert set(document["components"]["headers"]) == {"ETag", "Retry-After"}


def test_limits_are_told_as_declared(session_stack: Stack, document: dict[str, Any]) -> None:
    told = dict(operations(document))
    assert "正文最多 512 KB。" in told["PATCH /api/v1/cases/{case_id}"]["description"]
    assert "正文最多" not in told["POST /api/v1/cases"]["description"]
    for method, path, declared, _ in declared_routes(session_stack.app):
        one = told.get(f"{method.upper()} {path}")
        if one is not None and declared.guessing:
            assert one["description"].endswith("填错太多次要等一段时间(429)。"), path
    asked = json.dumps(told["POST /api/v1/cases"]["parameters"], ensure_ascii=False)
    assert "24小时内只办一次" in asked
