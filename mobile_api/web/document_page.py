"""The interface document as pages to read, made from the OpenAPI document and nothing else."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sanic import HTTPResponse, Request

from mobile_api.openapi import EVERY_CALL, build_openapi
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS, Application
from mobile_api.web.document_words import SCHEMAS, call_of, limits_of, type_of
from mobile_api.web.frame.rendering import HTML, page


@dataclass(frozen=True, slots=True)
class DocumentedField:
    """A parameter or a property: its name, its type in a word or two, its limits, what it means."""

    name: str
    type: str
    limits: str
    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class DocumentedModel:
    """A schema that a body is made of; `name` is what the types of other fields call it."""

    name: str
    fields: tuple[DocumentedField, ...]


@dataclass(frozen=True, slots=True)
class DocumentedOperation:
    """One operation: `errors` are status, code and sentence of each; `call` is one by curl."""

    name: str
    method: str
    path: str
    tag: str
    summary: str
    text: str
    parameters: tuple[DocumentedField, ...]
    body: tuple[DocumentedModel, ...]
    answer: tuple[DocumentedModel, ...]
    success: str
    errors: tuple[tuple[str, str, str], ...]
    call: str


@endpoint("网页:接口文档", caller=Anyone, media=HTML)
async def show_document(request: Request) -> HTTPResponse:
    groups = _groups(request.app, SETTINGS.of(request).public_url)
    return page(request, "docs.html", "/docs", groups=groups, rules=EVERY_CALL)


@endpoint("网页:一个接口的说明", caller=Anyone, media=HTML, errors=(NotFound,))
async def show_operation(request: Request, name: str) -> HTTPResponse:
    groups = _groups(request.app, SETTINGS.of(request).public_url)
    found = [one for operations in groups.values() for one in operations if one.name == name]
    if not found:
        raise NotFound()
    return page(request, "operation.html", f"/docs/{name}", one=found[0])


@functools.lru_cache(maxsize=2)
def _groups(app: Application, url: str) -> dict[str, list[DocumentedOperation]]:
    """Operations by heading, in the order of the document."""
    document = build_openapi(app)
    headings = {tag["name"]: tag["x-displayName"] for tag in document["tags"]}
    found: dict[str, list[DocumentedOperation]] = {heading: [] for heading in headings.values()}
    for operation in _operations(document, url):
        found[headings[operation.tag]].append(operation)
    return found


def _operations(document: dict[str, Any], url: str) -> Iterator[DocumentedOperation]:
    schemas, examples = document["components"]["schemas"], document["components"]["examples"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            status, success = next(iter(one["responses"].items()))
            yield DocumentedOperation(
                name=one["operationId"],
                method=method.upper(),
                path=path,
                tag=one["tags"][0],
                summary=one["summary"],
                text=one["description"],
                parameters=tuple(_parameter(each) for each in one["parameters"]),
                body=_models(one.get("requestBody", {}), schemas),
                answer=_models(success, schemas),
                success=status,
                errors=tuple(_errors(one["responses"], examples)),
                call=call_of(method.upper(), url + path, one, schemas),
            )


def _parameter(parameter: dict[str, Any]) -> DocumentedField:
    place = {"path": "地址", "query": "参数", "header": "请求头"}[parameter["in"]]
    schema = parameter["schema"]
    return DocumentedField(
        name=parameter["name"],
        type=f"{place} {type_of(schema)}",
        limits=limits_of(schema),
        text=parameter["description"],
        is_required=parameter["required"],
    )


def _errors(responses: dict[str, Any], examples: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, response in responses.items():
        for media in response.get("content", {}).values():
            for code in media.get("examples", {}):
                yield status, code, examples[code]["value"]["title"]


def _models(message: dict[str, Any], schemas: dict[str, Any]) -> tuple[DocumentedModel, ...]:
    """The schema of a body, then those that it names, each once."""
    contents = message.get("content", {}).values()
    waiting = [name for content in contents for name in _named(content.get("schema", {}))]
    names: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name not in names and "properties" in schemas[name]:
            names.append(name)
            waiting += _named(schemas[name])
    return tuple(DocumentedModel(name, _fields(schemas[name], schemas)) for name in names)


def _named(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for each in schema for name in _named(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].removeprefix(SCHEMAS)] if "$ref" in schema else []
    return own + [name for each in schema.values() for name in _named(each)]


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> tuple[DocumentedField, ...]:
    required = schema.get("required", ())
    return tuple(
        DocumentedField(
            name=name,
            type=type_of(field, schemas),
            limits=limits_of(field),
            text=field["description"],
            is_required=name in required,
        )
        for name, field in schema["properties"].items()
    )
