"""A form that was not right: sent back to its own page by GET, with what to mend, once.

A page that answers a POST breaks under Back and reload; this one is asked for anew.
"""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.shared.errors import AppError
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.visitor import unkept_redirect

_NOTE = "form-not-right"
_NOTED_FOR = timedelta(minutes=2)


class Failure(BaseModel):
    """`path` is the page of the form, `faults` stand beside their fields, `values` were typed.

    `title`, `retry_after` (seconds) and `code` are those of the error that befell the whole form.
    """

    path: str
    status: int
    values: dict[str, str]
    faults: dict[str, str]
    title: str = ""
    retry_after: int | None = None
    code: str = ""


def sent_back(
    request: Request,
    path: str,
    values: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    problem: AppError | None = None,
    status: int = 422,
    to: str = "",
) -> HTTPResponse:
    """303 to the page of the form, or to its address with a query. Never among `values`: a code or
    another secret."""
    failure = Failure(
        path=path,
        status=problem.status if problem else status,
        values=dict(values),
        faults=dict(faults or {}),
        title=problem.title if problem else "",
        retry_after=problem.retry_after if problem else None,
        code=problem.code if problem else "",
    )
    response = unkept_redirect(to or path)
    return note(request, response, _NOTE, failure, lifetime=_NOTED_FOR)


def failure_of(request: Request, path: str) -> Failure | None:
    """What was wrong with the form of this page, if it was just sent back."""
    failure = noted(request, _NOTE, Failure)
    return failure if failure and failure.path == path else None


def told(request: Request, response: HTTPResponse, failure: Failure | None) -> HTTPResponse:
    """The page that has told it, which the next reload shows without."""
    if failure is None:
        return response
    if failure.retry_after is not None:
        response.headers["retry-after"] = str(failure.retry_after)
    return tear_off(request, response, _NOTE)
