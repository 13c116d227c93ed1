"""Builds the OpenAPI 3.1 document from what the routes declare; nothing is written twice."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mobile_api.shared import errors
from mobile_api.shared.callers import Anyone, Hook
from mobile_api.shared.http.endpoint import ACTING_FOR, JSON, Endpoint
from mobile_api.shared.http.etags import IF_MATCH
from mobile_api.shared.http.idempotency import HEADER
from mobile_api.shared.http.schema import Problem
from mobile_api.shared.process.parts import Application

FORM = "multipart/form-data"
REF = "#/components/schemas/{model}"
# Pages for people are not part of the interface for programs.
_INTERFACES = ("/api/", "/staff/", "/hooks/", "/objects", "/health/", "/metrics", "/docs/")
_PARAMETER = re.compile(r"<([a-z_]+)(?::([^>]*))?>")


def declared_routes(app: Application) -> Iterator[tuple[str, str, Endpoint, Any]]:
    """Every route as (method, path with {parameters}, declaration, Sanic route).

    Raises AttributeError for a handler that was not declared with @endpoint or @prepared.
    """
    for route in sorted(app.router.routes, key=lambda route: (route.path, min(route.methods))):
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            path = "/" + _PARAMETER.sub(r"{\1}", str(route.path).lstrip("/"))
            yield method.lower(), path, route.handler.endpoint, route


def build_openapi(app: Application) -> dict[str, Any]:
    """The document as a dict, with stable order, for `/docs/openapi.json` and the snapshot."""
    paths: dict[str, dict[str, Any]] = {}
    models: set[tuple[type[BaseModel], Any]] = {(Problem, "serialization")}
    kinds: set[type[errors.AppError]] = set()
    for method, path, declared, route in declared_routes(app):
        if not path.startswith(_INTERFACES):
            continue
        if declared.body is not None:
            models.add((declared.body, "validation"))
        if declared.form is not None:
            models.add((declared.form, "validation"))
        if declared.answer is not None:
            models.add((declared.answer, "serialization"))
        kinds.update(_possible_errors(declared, route))
        paths.setdefault(path, {})[method] = _operation(method, path, declared, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yiwang 一网",
            "version": "1",
            "description": "城市政务服务接口。错误一律为 RFC 9457 problem+json,一次列全。",
        },
        "paths": paths,
        "components": _components(models, kinds),
    }


def _components(
    models: set[tuple[type[BaseModel], Any]], kinds: set[type[errors.AppError]]
) -> dict[str, Any]:
    ordered = sorted(models, key=lambda pair: (pair[0].__name__, pair[1]))
    _, definitions = models_json_schema(ordered, ref_template=REF)
    session = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {
        "schemas": definitions["$defs"],
        "examples": {kind.code: _example(kind) for kind in sorted(kinds, key=_code)},
        "securitySchemes": {"session": session},
    }


def _operation(method: str, path: str, declared: Endpoint, route: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": declared.summary,
        "operationId": f"{method}{re.sub('[^a-z0-9]+', '_', path.lower())}".rstrip("_"),
        "tags": [path.split("/")[3] if path.count("/") > 2 else "web"],
        "parameters": list(_parameters(declared, route)),
        "responses": _responses(method, declared, route),
    }
    if declared.caller not in (Anyone, Hook):
        operation["security"] = [{"session": []}]
    if declared.body is not None:
        schema = {"$ref": REF.format(model=declared.body.__name__)}
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    if declared.form is not None:
        schema = {"$ref": REF.format(model=declared.form.__name__)}
        operation["requestBody"] = {"required": True, "content": {FORM: {"schema": schema}}}
    return operation


def _parameters(declared: Endpoint, route: Any) -> Iterator[dict[str, Any]]:
    for name, label in _PARAMETER.findall(route.path):
        yield _path_parameter(name, label)
    if declared.query is not None:
        schema = declared.query.model_json_schema()
        for name, field in schema["properties"].items():
            yield {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", []),
                "description": field.get("description", ""),
                "schema": _inlined(field, schema.get("$defs", {})),
            }
    if declared.idempotent:
        schema = {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]+$"}
        yield {"name": HEADER, "in": "header", "required": False, "schema": schema}
    if declared.if_match:
        schema = {"type": "string"}
        text = "您看到的版本(回答中的 version,加引号;或读取时的 ETag)。已被改动时回答 412。"
        yield {
            "name": IF_MATCH,
            "in": "header",
            "required": False,
            "description": text,
            "schema": schema,
        }
    if declared.acting:
        schema = {"type": "string", "format": "uuid"}
        text = "代表企业办理时填企业的id;每次调用都重新核对授权。"
        yield {
            "name": ACTING_FOR,
            "in": "header",
            "required": False,
            "description": text,
            "schema": schema,
        }


def _path_parameter(name: str, label: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if label == "uuid":
        schema = {"type": "string", "format": "uuid"}
    elif label == "int":
        schema = {"type": "integer"}
    elif "|" in label:
        schema = {"type": "string", "enum": label.split("|")}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _inlined(field: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(field, dict):
        if "$ref" in field:
            return _inlined(definitions[field["$ref"].rsplit("/", 1)[1]], definitions)
        return {name: _inlined(value, definitions) for name, value in field.items()}
    return [_inlined(value, definitions) for value in field] if isinstance(field, list) else field


def _responses(method: str, declared: Endpoint, route: Any) -> dict[str, Any]:
    responses: dict[str, Any] = {str(declared.status): _success(declared)}
    if method == "get" and declared.answer is not None:
        responses["304"] = {"description": "与您手里的版本相同"}
    by_status: dict[int, list[type[errors.AppError]]] = {}
    for kind in _possible_errors(declared, route):
        by_status.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        responses[str(status)] = _problem(kinds)
    return responses


def _success(declared: Endpoint) -> dict[str, Any]:
    response: dict[str, Any] = {"description": declared.summary}
    if declared.answer is not None:
        schema = {"$ref": REF.format(model=declared.answer.__name__)}
        response["content"] = {JSON: {"schema": schema}}
    elif declared.status != 204:
        response["content"] = {declared.media: {}}
    return response


def _possible_errors(declared: Endpoint, route: Any) -> list[type[errors.AppError]]:
    found = [*declared.errors, errors.MalformedBody]
    if declared.caller not in (Anyone, Hook):
        found += [errors.NotSignedIn, errors.NotAllowed]
    if _PARAMETER.search(route.path):
        found.append(errors.NotFound)
    if declared.body is not None:
        found.append(errors.NotJson)
    if declared.body is not None or declared.query is not None or declared.idempotent:
        found.append(errors.InvalidInput)
    if declared.idempotent:
        found.append(errors.IdempotencyKeyReused)
    return sorted(set(found), key=_code)


def _code(kind: type[errors.AppError]) -> str:
    return kind.code


def _problem(kinds: list[type[errors.AppError]]) -> dict[str, Any]:
    examples = {kind.code: {"$ref": f"#/components/examples/{kind.code}"} for kind in kinds}
    media = {"schema": {"$ref": REF.format(model=Problem.__name__)}, "examples": examples}
    description = "、".join(kind.code for kind in kinds)
    return {"description": description, "content": {"application/problem+json": media}}


def _example(kind: type[errors.AppError]) -> dict[str, Any]:
    document = Problem(
        type=f"urn:yiwang:problem:{kind.code}",
        title=kind.title,
        status=kind.status,
        code=kind.code,
        errors=[],
        request_id="0f3c9f0c5a3e4a6f8f3b6f2a9f1d2c3b",
    )
    return {"value": document.model_dump()}
