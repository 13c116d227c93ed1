"""That something was done, told once by the page that a form leads to."""

from datetime import timedelta

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.web.frame.failures import failure_of, told
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.rendering import unkept_page
from mobile_api.web.frame.visitor import unkept_redirect

_NOTE = "account-done"
_NOTED_FOR = timedelta(minutes=2)


class DoneNote(BaseModel):
    """What the page at `path` is to say."""

    path: str
    words: str


def done(request: Request, path: str, words: str) -> HTTPResponse:
    """303 to the page that says so. Nothing personal stands in `words`."""
    told_once = DoneNote(path=path, words=words)
    # Also by the session that what was done has opened in the place of this one.
    return note(
        request, unkept_redirect(path), _NOTE, told_once, lifetime=_NOTED_FOR, for_anybody=True
    )


def tell(
    request: Request, template: str, path: str, *, here: str = "", **content: object
) -> HTTPResponse:
    """The page at `path`, with what was done or was not right at its top, once.

    `here`: its address, where that has a query.
    """
    failure, finished = failure_of(request, path), noted(request, _NOTE, DoneNote, for_anybody=True)
    words = finished.words if finished and finished.path == path else ""
    shown = unkept_page(
        request,
        template,
        here or path,
        failure.status if failure else 200,
        problem=failure if failure and failure.title else None,
        faults=failure.faults if failure else {},
        done=words,
        **content,
    )
    return told(request, tear_off(request, shown, _NOTE) if words else shown, failure)
