"""Builds the OpenAPI 3.1 document from what the routes declare; nothing is written twice."""

import functools
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mobile_api.openapi.conditions import EVERY_CALL, conditions_of
from mobile_api.openapi.parameters import PARAMETER, WithoutTitles, parameters_of
from mobile_api.openapi.responses import (
    HEADERS,
    REF,
    code_of,
    example_of,
    possible_errors,
    responses_of,
)
from mobile_api.openapi.texts import EXAMPLES, PUBLIC, described, named, tag_of, tags_of
from mobile_api.shared import errors
from mobile_api.shared.callers import Anyone, Hook, PartnerCity
from mobile_api.shared.http.endpoint import JSON, Endpoint
from mobile_api.shared.http.schema import Problem
from mobile_api.shared.process.parts import Application

FORM = "multipart/form-data"
# Pages for people are not part of the interface for programs.
_INTERFACES = (
    "/api/",
    "/staff/",
    "/hooks/",
    "/partner/",
    "/objects",
    "/health/",
    "/metrics",
    "/docs/openapi.json",
)
_ABOUT = (
    "一网:城市政务服务接口。"
    "/api/ 给群众和企业,/staff/ 给窗口,/partner/ 给其他城市,/hooks/ 给服务商。\n\n"
    + "\n".join(f"- {heading}:{text}" for heading, text in EVERY_CALL)
)
_CONTACT = {"name": "12345政务服务便民热线", "url": "tel:12345"}
_SESSION = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "登录(signInByPhone 等,工作人员用 signInStaff)得到的 access_token。",
}
# OpenAPI has no name for RFC 9421; the page tells the whole.
_SIGNATURE = {
    "type": "apiKey",
    "in": "header",
    "name": "Signature",
    "description": "RFC 9421 签名(Signature-Input、Signature、Content-Digest),见 docs/partner/。",
}


def declared_routes(app: Application) -> Iterator[tuple[str, str, Endpoint, Any]]:
    """Every route as (method, path with {parameters}, declaration, Sanic route).

    Raises AttributeError for a handler that was not declared with @endpoint or @prepared.
    """
    for route in sorted(app.router.routes, key=lambda route: (route.path, min(route.methods))):
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            path = "/" + PARAMETER.sub(r"{\1}", str(route.path).lstrip("/"))
            yield method.lower(), path, route.handler.endpoint, route


@functools.lru_cache(maxsize=2)
def build_openapi(app: Application) -> dict[str, Any]:
    """The document as a dict, with stable order, for `/docs/openapi.json` and the snapshot.

    Made once, for it takes as long as a thousand answers; nobody changes it.
    """
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
        kinds.update(possible_errors(declared, has_parameters=_has_parameters(route)))
        paths.setdefault(path, {})[method] = _operation(method, path, declared, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yiwang",
            "version": "1",
            "description": _ABOUT,
            "contact": _CONTACT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "本站"}],
        "tags": tags_of(paths),
        "paths": paths,
        "components": _components(models, kinds),
    }


def _components(
    models: set[tuple[type[BaseModel], Any]], kinds: set[type[errors.AppError]]
) -> dict[str, Any]:
    ordered = sorted(models, key=lambda pair: (pair[0].__name__, pair[1]))
    _, found = models_json_schema(ordered, ref_template=REF, schema_generator=WithoutTitles)
    return {
        "schemas": described(found["$defs"]),
        "examples": {kind.code: example_of(kind) for kind in sorted(kinds, key=code_of)},
        "headers": HEADERS,
        "securitySchemes": {"session": _SESSION, "signature": _SIGNATURE},
    }


def _operation(method: str, path: str, declared: Endpoint, route: Any) -> dict[str, Any]:
    name, text = named(method, path)
    operation: dict[str, Any] = {
        "summary": declared.summary,
        "description": text + conditions_of(declared),
        "operationId": name,
        "tags": [tag_of(path)],
        "parameters": parameters_of(method, path, declared, route.path),
        "responses": responses_of(method, declared, has_parameters=_has_parameters(route)),
        "security": _security(declared),
    }
    if declared.body is not None:
        model = declared.body.__name__
        content = {"schema": {"$ref": REF.format(model=model)}, "example": EXAMPLES.get(model)}
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    if declared.form is not None:
        schema = {"$ref": REF.format(model=declared.form.__name__)}
        operation["requestBody"] = {"required": True, "content": {FORM: {"schema": schema}}}
    return operation


def _security(declared: Endpoint) -> list[dict[str, list[str]]]:
    if declared.caller in (Anyone, Hook):
        return PUBLIC
    return [{"signature" if declared.caller is PartnerCity else "session": []}]


def _has_parameters(route: Any) -> bool:
    return PARAMETER.search(route.path) is not None
