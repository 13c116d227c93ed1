"""The interface document as a page to read, made from the OpenAPI document and nothing else."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sanic import HTTPResponse, Request

from mobile_api.openapi import build_openapi
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import Application
from mobile_api.web.frame.rendering import HTML, page

_DOORS = {
    "/api/": "市民和企业",
    "/staff/": "窗口工作人员",
    "/partner/": "通办城市",
    "/hooks/": "微信和邮政回调",
}
_OTHERS = "运行维护"


@dataclass(frozen=True, slots=True)
class DocumentedOperation:
    """One line of the document; `body` is the name of the schema of the request."""

    method: str
    path: str
    summary: str
    needs_session: bool
    parameters: tuple[str, ...]
    body: str | None
    statuses: tuple[str, ...]


@endpoint("网页:接口文档", caller=Anyone, media=HTML)
async def show_document(request: Request) -> HTTPResponse:
    return page(request, "docs.html", "/docs", groups=_groups(request.app))


@functools.lru_cache(maxsize=2)
def _groups(app: Application) -> dict[str, list[DocumentedOperation]]:
    """Operations by who calls them. Pages like this one are not part of the interface."""
    found: dict[str, list[DocumentedOperation]] = {name: [] for name in (*_DOORS.values(), _OTHERS)}
    for operation in _operations(build_openapi(app)):
        door = next(
            (name for start, name in _DOORS.items() if operation.path.startswith(start)), _OTHERS
        )
        found[door].append(operation)
    return {name: operations for name, operations in found.items() if operations}


def _operations(document: dict[str, Any]) -> Iterator[DocumentedOperation]:
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            if HTML in one["responses"].get("200", {}).get("content", {}):
                continue
            yield DocumentedOperation(
                method=method.upper(),
                path=path,
                summary=one["summary"],
                needs_session="security" in one,
                parameters=tuple(_parameter(each) for each in one.get("parameters", ())),
                body=_body(one.get("requestBody", {})),
                statuses=tuple(one["responses"]),
            )


def _parameter(parameter: dict[str, Any]) -> str:
    return str(parameter["name"]) + ("*" if parameter.get("required") else "")


def _body(body: dict[str, Any]) -> str | None:
    for content in body.get("content", {}).values():
        return str(content["schema"]["$ref"]).rsplit("/", 1)[1]
    return None
