"""What a person sees who opens a simulator in a browser: what it plays, its inbox, its faults."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import get_args

from aiohttp import web
from pydantic import ValidationError

from tests.simulators.clock import BEIJING
from tests.simulators.faults import Fault, Faults
from tests.simulators.received import Log

# Rows of the inbox, newest last: cells of text, the first of which is the time.
Inbox = Callable[[], Sequence[Sequence[str]]]
_SHOWN = 50
_KINDS = get_args(Fault.model_fields["kind"].annotation)
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "div{overflow-x:auto}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;"
    "padding:.3rem;text-align:left;vertical-align:top;min-width:3rem}td:last-child{min-width:12rem;"
    "overflow-wrap:anywhere}td:first-child{white-space:nowrap}"
    "input,select,button{font:inherit;max-width:100%}"
)


def beijing(at: float) -> str:
    """Seconds since 1970 as people of the stack read them."""
    return f"{datetime.fromtimestamp(at, BEIJING):%m-%d %H:%M:%S}"


class FrontPage:
    """`plays` says in a sentence whom it stands for; `columns` name the cells of `inbox`, and
    `shows` what they are.
    """

    def __init__(
        self,
        plays: str,
        log: Log,
        faults: Faults,
        columns: Sequence[str],
        inbox: Inbox,
        shows: str = "Inbox",
    ) -> None:
        self._plays, self._log, self._faults = plays, log, faults
        self._columns, self._inbox, self._shows = columns, inbox, shows
        self._paths: Sequence[str] = ()

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/_simulator/page/faults", self.add_fault),
            web.post("/_simulator/page/no-faults", self.clear_faults),
        ]

    async def show(self, request: web.Request) -> web.Response:
        routes = {one.canonical for one in request.app.router.resources()}
        self._paths = sorted(one for one in routes if not one.startswith("/_simulator"))
        parts = (self._head(), self._received(), self._fault_forms(), self._requests())
        return web.Response(text="".join(parts), content_type="text/html")

    def _head(self) -> str:
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1"><title>'
            f"{escape(self._plays)}</title><style>{_STYLE}</style><h1>{escape(self._plays)}</h1>"
            "<p>A simulator of the local stack: it speaks the real protocol and reaches nobody."
            ' <a href="/">Reload</a></p>'
        )

    def _received(self) -> str:
        rows = list(self._inbox())[-_SHOWN:][::-1]
        return f"<h2>{escape(self._shows)}, newest first</h2>" + _table(
            self._columns, rows, "Nothing yet."
        )

    def _fault_forms(self) -> str:
        waiting = [(one.kind, one.path, _times(one), str(one.code)) for one in self._faults.waiting]
        paths = "".join(f"<option>{escape(one)}" for one in self._paths)
        kinds = "".join(f"<option>{escape(one)}" for one in _KINDS)
        return (
            "<h2>Faults that wait to happen</h2>"
            + _table(("kind", "path", "times", "code"), waiting, "None: everything works.")
            + '<form method="post" action="/_simulator/page/faults"><p>'
            f'<label>What goes wrong <select name="kind">{kinds}</select></label> '
            f'<label>at <select name="path">{paths}</select></label> '
            '<label>how often <input name="times" value="1" size="3"></label> '
            '<label>error code <input name="code" value="-1" size="20"></label> '
            "<button>Order it</button></p></form>"
            '<form method="post" action="/_simulator/page/no-faults">'
            "<p><button>Take all back</button></p></form>"
        )

    def _requests(self) -> str:
        shown = list(self._log.entries)[-_SHOWN:][::-1]
        rows = [(short(one.at), one.method, one.path, one.label, str(one.status)) for one in shown]
        columns = ("at", "method", "path", "what", "status")
        return "<h2>Requests, newest first</h2>" + _table(columns, rows, "Nobody has asked yet.")

    async def add_fault(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            fault = Fault.model_validate({name: str(value) for name, value in form.items()})
        except ValidationError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        self._faults.waiting.append(fault)
        raise web.HTTPSeeOther("/")

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._faults.waiting.clear()
        raise web.HTTPSeeOther("/")


def _times(fault: Fault) -> str:
    return "always" if fault.times is None else str(fault.times)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> str:
    if not rows:
        return f"<p>{escape(nothing)}</p>"
    head = "".join(f"<th>{escape(one)}</th>" for one in columns)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<div><table><tr>{head}</tr>{lines}</table></div>"


def short(at: str) -> str:
    """RFC 3339 as people read it; they know the year."""
    return f"{datetime.fromisoformat(at).astimezone(BEIJING):%m-%d %H:%M:%S}"
