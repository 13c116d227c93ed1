"""The addresses of acts."""

from collections.abc import Sequence

from sanic import Blueprint

from mobile_api.web.citizen.market.acts.acts import Act, pages_of
from mobile_api.web.citizen.market.acts.tray_pages import tray_pages_of

_READ = ("GET", "HEAD")
_WRITE = ("POST",)


def add_acts(pages: Blueprint, acts: Sequence[Act], whose: str) -> None:
    """The page, the form and the files of each; `whose` tells their names from those of others."""
    for number, act in enumerate(acts):
        show, send = pages_of(act)
        name = f"{whose}_act_{number}"
        pages.add_route(show, act.path, methods=_READ, name=f"show_{name}")
        pages.add_route(send, act.path, methods=_WRITE, name=f"send_{name}")
        if act.files:
            _add_tray(pages, act, name)


def _add_tray(pages: Blueprint, act: Act, name: str) -> None:
    send, take_out, back = tray_pages_of(act)
    files, one = f"{act.path}/files", f"{act.path}/files/<file_id:uuid>"
    pages.add_route(send, files, methods=_WRITE, stream=True, name=f"send_file_{name}")
    pages.add_route(back, files, methods=_READ, name=f"back_from_files_{name}")
    pages.add_route(take_out, one, methods=_WRITE, name=f"take_out_file_{name}")
    pages.add_route(back, one, methods=_READ, name=f"back_from_file_{name}")
