"""Query strings as pydantic reads them: one value, or a list where the model asks for one."""

import typing
from typing import Any

from pydantic import BaseModel
from sanic import Request

from mobile_api.shared.errors import MalformedBody


def query_values(model: type[BaseModel], request: Request) -> dict[str, Any]:
    """Values by name. A name repeated where one value is wanted keeps its last value.

    Raises MalformedBody for NUL or broken UTF-8, which no store of ours takes.
    """
    values: dict[str, Any] = {}
    for name, given in request.get_args(keep_blank_values=True).items():
        if any("\x00" in text or _is_broken(text) for text in (name, *given)):
            raise MalformedBody()
        values[name] = given if _wants_list(model, name) else given[-1]
    return values


def _wants_list(model: type[BaseModel], name: str) -> bool:
    known = model.model_fields.get(name)
    return known is not None and list in (
        typing.get_origin(known.annotation),
        *(typing.get_origin(part) for part in typing.get_args(known.annotation)),
    )


def _is_broken(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
