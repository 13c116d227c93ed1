"""Builds the OpenAPI 3.1 document from what the routes declare; nothing is written twice."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mobile_api.openapi.responses import REF, code_of, example_of, possible_errors, responses_of
from mobile_api.openapi.texts import (
    EXAMPLES,
    PUBLIC,
    described,
    named,
    parameter_text,
    tag_of,
    tags_of,
)
from mobile_api.shared import errors
from mobile_api.shared.callers import Anyone, Hook, PartnerCity
from mobile_api.shared.http.endpoint import ACTING_FOR, JSON, Endpoint
from mobile_api.shared.http.etags import IF_MATCH
from mobile_api.shared.http.idempotency import HEADER
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
    "一网:城市政务服务接口。错误一律为 RFC 9457 problem+json:code 供程序判断,title 给人看,"
    "errors 一次列全。"
    "时间为 RFC 3339,带 +08:00;法定期限是日期。列表用 cursor 翻页;读取带 ETag。"
)
_REPEATS = (
    "每次提交用一个新的值,例如 UUID。没有收到回答就用同一个值重试:只办一次,回答相同;"
    "同一个值换了内容回答 idempotency_key_reused。"
)
_MESSAGE_ID = {
    "name": "Handoff-Message-Id",
    "in": "header",
    "required": True,
    "description": "业务消息的编号,重发时不变;查询每次用新的 UUID。签名必须覆盖它。",
    "schema": {"type": "string", "format": "uuid"},
}
# OpenAPI has no name for RFC 9421; the page tells the whole.
SIGNATURE = {
    "type": "apiKey",
    "in": "header",
    "name": "Signature",
    "description": "RFC 9421 签名(Signature-Input、Signature、Content-Digest),见 docs/partner/。",
}
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
        kinds.update(possible_errors(declared, has_parameters=_has_parameters(route)))
        paths.setdefault(path, {})[method] = _operation(method, path, declared, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yiwang",
            "version": "1",
            "description": _ABOUT,
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
    _, definitions = models_json_schema(ordered, ref_template=REF)
    session = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {
        "schemas": described(definitions["$defs"]),
        "examples": {kind.code: example_of(kind) for kind in sorted(kinds, key=code_of)},
        "securitySchemes": {"session": session, "signature": SIGNATURE},
    }


def _operation(method: str, path: str, declared: Endpoint, route: Any) -> dict[str, Any]:
    name, text = named(method, path)
    operation: dict[str, Any] = {
        "summary": declared.summary,
        "description": text + _who(declared),
        "operationId": name,
        "tags": [tag_of(path)],
        "parameters": [
            _in_words(parameter, method, path) for parameter in _parameters(declared, route)
        ],
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


def _who(declared: Endpoint) -> str:
    if not declared.roles:
        return ""
    return f"可用的角色:{'、'.join(sorted(declared.roles))}。"


def _in_words(parameter: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    text = parameter.get("description") or parameter_text(method, path, parameter["name"])
    return parameter | {"description": text}


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
    if declared.caller is PartnerCity:
        yield _MESSAGE_ID
    if declared.idempotent:
        schema = {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]+$"}
        yield {
            "name": HEADER,
            "in": "header",
            "required": False,
            "description": _REPEATS,
            "schema": schema,
        }
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


def _has_parameters(route: Any) -> bool:
    return _PARAMETER.search(route.path) is not None
