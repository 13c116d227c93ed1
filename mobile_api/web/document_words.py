"""How the pages of the interface document write a type, its limits and a call."""

import json
import re
from collections.abc import Iterator
from typing import Any

from mobile_api.shared.http.endpoint import JSON

SCHEMAS = "#/components/schemas/"
# Keys of a schema that bound the same from both ends, and of what.
_RANGES = (
    ("minLength", "maxLength", " 个字"),
    ("minItems", "maxItems", " 项"),
    ("minProperties", "maxProperties", " 项"),
    ("minimum", "maximum", ""),
)
_FORM = "multipart/form-data"
_NO_NAME = re.compile("[^A-Za-z0-9_]")


def type_of(field: dict[str, Any], schemas: dict[str, Any] | None = None) -> str:
    """Such as `string(uuid)`, `[EventView]`, `post | pick_up`, `integer | null`."""
    if "$ref" in field:
        name = str(field["$ref"]).removeprefix(SCHEMAS)
        schema = (schemas or {}).get(name, {})
        return name if "properties" in schema or not schema else type_of(schema, schemas)
    if "anyOf" in field:
        return " | ".join(type_of(each, schemas) for each in field["anyOf"])
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    if "const" in field:
        return str(field["const"])
    if field.get("type") == "array":
        return f"[{type_of(field.get('items', {}), schemas)}]"
    kind = str(field.get("type", "any"))
    return f"{kind}({field['format']})" if "format" in field else kind


def limits_of(field: dict[str, Any]) -> str:
    """Such as 最多40个字,不填是20; empty where there are none."""
    said = [limit for one in field.get("anyOf", (field,)) for limit in _limits(one)]
    if field.get("default") is not None:
        said.append(f"不填是 {json.dumps(field['default'], ensure_ascii=False)}")
    return ",".join(said)


def _limits(field: dict[str, Any]) -> Iterator[str]:
    for least, most, unit in _RANGES:
        low, high = field.get(least), field.get(most)
        if low is not None and high is not None:
            yield f"{low}{unit}" if low == high else f"{low} 到 {high}{unit}"
        elif high is not None:
            yield f"最多 {high}{unit}" if unit else f"不超过 {high}"
        elif low is not None:
            yield f"最少 {low}{unit}" if unit else f"不小于 {low}"
    if "items" in field:
        yield from (f"每项{limit}" for limit in _limits(field["items"]))


def call_of(method: str, url: str, operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    """The call by curl, to be copied into a shell that has the variables; empty where the caller
    has to sign, which no command line does."""
    if {"signature": []} in operation["security"]:
        return ""
    address = f"curl -sS{_where(method, url, operation)}"
    return " \\\n  ".join((address, *_what(operation), *_form(operation, schemas)))


def _where(method: str, url: str, operation: dict[str, Any]) -> str:
    query = "&".join(
        f"{one['name']}={_variable(one['name'])}"
        for one in operation["parameters"]
        if one["in"] == "query" and one["required"]
    )
    address = re.sub("{([a-z_]+)}", r"$\1", url) + (f"?{query}" if query else "")
    return f'{"" if method == "GET" else f" -X {method}"} "{address}"'


def _what(operation: dict[str, Any]) -> Iterator[str]:
    if operation["security"]:
        yield '-H "Authorization: Bearer $TOKEN"'
    if any(one["name"] == "Idempotency-Key" for one in operation["parameters"]):
        yield '-H "Idempotency-Key: $KEY"'
    content = operation.get("requestBody", {}).get("content", {})
    if JSON in content:
        example = json.dumps(content[JSON]["example"], ensure_ascii=False, indent=2)
        yield f"-H 'content-type: {JSON}'"
        yield "-d '" + example.replace("'", "'\\''") + "'"
    answer = next(iter(operation["responses"].values())).get("content", {})
    if any(one["schema"].get("format") == "binary" for one in answer.values()):
        yield "-o answer"


def _variable(name: str) -> str:
    return f"${_NO_NAME.sub('_', name)}"


def _form(operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    """A part of each property; of a file, its name."""
    content = operation.get("requestBody", {}).get("content", {}).get(_FORM)
    schema = schemas[content["schema"]["$ref"].removeprefix(SCHEMAS)] if content else {}
    for name, field in schema.get("properties", {}).items():
        sign = "@" if field.get("format") == "binary" else ""
        yield f'-F "{name}={sign}{_variable(name)}"'
