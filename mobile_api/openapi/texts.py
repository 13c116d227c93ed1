"""What a declaration cannot say: the name and sense of an operation, of a field, and an example.

A field means the same wherever its name stands; `Model.field` says where it does not. What a schema
says itself comes first.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
# No token is asked for; told aloud, for silence means whatever the document says at its top.
PUBLIC: list[dict[str, list[str]]] = []


def _read(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


FIELDS: Mapping[str, str] = _read("fields.json")
PARAMETERS: Mapping[str, str] = _read("parameters.json")
EXAMPLES: Mapping[str, Any] = _read("examples.json")
OPERATIONS: Mapping[str, tuple[str, str]] = {
    operation: (words[0], words[1]) for operation, words in _read("operations.json").items()
}
# The name of a tag is for programs: clients name a module after it.
_TAGS: Mapping[str, tuple[str, str]] = {
    tag: (words[0], words[1]) for tag, words in _read("tags.json")["tags"].items()
}
# Of several beginnings that fit a path, the first.
_PATHS: tuple[tuple[str, str], ...] = tuple((*row,) for row in _read("tags.json")["paths"])


def named(method: str, path: str) -> tuple[str, str]:
    """The operationId and the sentences of an operation.

    Of one without words (a test names it) the operationId is made of its path, and nothing is said.
    """
    made = re.sub("[^a-z0-9]+", "_", f"{method}{path}".lower()).strip("_")
    return OPERATIONS.get(f"{method.upper()} {path}", (made, ""))


def parameter_text(method: str, path: str, name: str) -> str:
    """What a parameter of a path or a query means; empty for one that nobody described."""
    exact = PARAMETERS.get(f"{method.upper()} {path} {name}")
    return exact or PARAMETERS.get(name, "")


def tag_of(path: str) -> str:
    """The heading under which an operation stands."""
    return next(tag for start, tag in _PATHS if path.startswith(start))


def tags_of(paths: Iterable[str]) -> list[dict[str, str]]:
    """The headings of these paths, with what people read there and what stands under each."""
    used = {tag_of(path) for path in paths}
    return [
        {"name": tag, "x-displayName": title, "description": text}
        for tag, (title, text) in _TAGS.items()
        if tag in used
    ]


def described(schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas, each property with a description; in place.

    What tells schemas apart is asked for in each: a reader finds no default in what is not there.
    """
    for model, schema in schemas.items():
        _tell_apart(schema, schemas)
        for name, field in schema.get("properties", {}).items():
            text = FIELDS.get(f"{model}.{name}") or FIELDS.get(name)
            if text and "description" not in field:
                field["description"] = text
    return schemas


def _tell_apart(schema: dict[str, Any], schemas: dict[str, Any]) -> None:
    if "discriminator" not in schema:
        return
    name = schema["discriminator"]["propertyName"]
    for one in schema["oneOf"]:
        told = schemas[one["$ref"].rsplit("/", 1)[1]]
        told["required"] = [name, *(each for each in told.get("required", ()) if each != name)]
