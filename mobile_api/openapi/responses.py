"""What an operation can answer: its success, and every error with its sentence as an example."""

from typing import Any

from mobile_api.shared import errors
from mobile_api.shared.callers import Anyone, Hook, PartnerCity
from mobile_api.shared.http.endpoint import JSON, Endpoint
from mobile_api.shared.http.schema import Problem

REF = "#/components/schemas/{model}"
_HEADER = "#/components/headers/{name}"
HEADERS = {
    "ETag": {
        "description": "这个回答的版本;再问时放进 If-None-Match。",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "要等的秒数;没有时过几分钟再试。",
        "schema": {"type": "integer", "minimum": 1},
    },
}
_WAIT = frozenset({429, 503})
_TEXTUAL = ("text/", "image/svg+xml", "application/atom+xml")


def responses_of(method: str, declared: Endpoint, *, has_parameters: bool) -> dict[str, Any]:
    """The `responses` of an operation: status -> response."""
    responses: dict[str, Any] = {str(declared.status): _success(declared)}
    if declared.refusal:
        responses["422"] = {**_success(declared), "description": declared.refusal}
    is_cached = declared.caller is not PartnerCity
    if method == "get" and declared.answer is not None and is_cached:
        responses[str(declared.status)]["headers"] = _headers("ETag")
        responses["304"] = {"description": "与您手里的版本相同", "headers": _headers("ETag")}
    by_status: dict[int, list[type[errors.AppError]]] = {}
    for kind in possible_errors(declared, has_parameters=has_parameters):
        by_status.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        responses[str(status)] = _problem(kinds)
        if status in _WAIT:
            responses[str(status)]["headers"] = _headers("Retry-After")
    return responses


def _headers(name: str) -> dict[str, Any]:
    return {name: {"$ref": _HEADER.format(name=name)}}


def _success(declared: Endpoint) -> dict[str, Any]:
    response: dict[str, Any] = {"description": declared.summary}
    if declared.answer is not None:
        schema = {"$ref": REF.format(model=declared.answer.__name__)}
        response["content"] = {JSON: {"schema": schema}}
    elif declared.status != 204:
        schema = {"type": "string"}
        if not declared.media.startswith(_TEXTUAL):
            schema["format"] = "binary"
        response["content"] = {declared.media: {"schema": schema}}
    return response


def possible_errors(declared: Endpoint, *, has_parameters: bool) -> list[type[errors.AppError]]:
    """Every error of a route, by code. `has_parameters`: of its path."""
    if declared.caller is PartnerCity:
        # Its own words for all that others are refused for (`docs/partner/`).
        return sorted(set(declared.errors), key=code_of)
    found = [*declared.errors, errors.MalformedBody]
    if declared.caller not in (Anyone, Hook):
        found += [errors.NotSignedIn, errors.NotAllowed]
    if has_parameters:
        found.append(errors.NotFound)
    if declared.body is not None:
        found.append(errors.NotJson)
    if declared.body is not None or declared.query is not None or declared.idempotent:
        found.append(errors.InvalidInput)
    if declared.idempotent:
        found.append(errors.IdempotencyKeyReused)
    return sorted(set(found), key=code_of)


def code_of(kind: type[errors.AppError]) -> str:
    """Its stable code."""
    return kind.code


def _problem(kinds: list[type[errors.AppError]]) -> dict[str, Any]:
    examples = {kind.code: {"$ref": f"#/components/examples/{kind.code}"} for kind in kinds}
    media = {"schema": {"$ref": REF.format(model=Problem.__name__)}, "examples": examples}
    description = "、".join(kind.code for kind in kinds)
    return {"description": description, "content": {"application/problem+json": media}}


def example_of(kind: type[errors.AppError]) -> dict[str, Any]:
    """The problem document of an error."""
    document = Problem(
        type=f"urn:yiwang:problem:{kind.code}",
        title=kind.title,
        status=kind.status,
        code=kind.code,
        errors=[],
        request_id="0f3c9f0c5a3e4a6f8f3b6f2a9f1d2c3b",
    )
    return {"value": document.model_dump()}
