"""The forms that take the files of an act, one after another, before it is sent."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import AppError, NotAllowed
from mobile_api.shared.http.endpoint import Handler, endpoint
from mobile_api.web.citizen.market.acts.acts import READ, Act, Ids
from mobile_api.web.citizen.market.acts.senders import HOME, Sender, is_for_market, sender_of
from mobile_api.web.citizen.market.acts.trays import keep, take, tray_of
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, unkept_redirect
from uploads.errors import OF_FORMS
from uploads.schemas import ObjectForm
from uploads.taking_in import let_finish


def tray_pages_of(act: Act) -> tuple[Handler, Handler, Handler]:
    """What takes a file for the form of an act, what takes one out again, and the way back."""
    return _sending(act), _taking_out(act), _back_from(act)


def _sending(act: Act) -> Handler:
    @endpoint(
        f"网页:为“{act.summary}”上传文件",
        caller=Anyone,
        form=ObjectForm,
        media=HTML,
        status=303,
        errors=(*READ, NotAllowed, *OF_FORMS),
        transaction=False,
    )
    async def send_file(request: Request) -> HTTPResponse:
        page = request.path.removesuffix("/files")
        try:
            caller = await sender_of(request)
            where = await _refused(act, caller, request.match_info, page)
            if where is None and caller is not None:
                return await take(request, caller, page, most=act.files)
        except AppError:
            await let_finish(request)
            raise
        await let_finish(request)
        return where or unkept_redirect(page)

    return send_file


def _taking_out(act: Act) -> Handler:
    @endpoint(
        f"网页:去掉为“{act.summary}”上传的一个文件",
        caller=Anyone,
        media=HTML,
        status=303,
        errors=(*READ, NotAllowed),
        asks_first=sender_of,
    )
    async def take_out(request: Request, file_id: UUID, asked: Sender | None) -> HTTPResponse:
        page = request.path.rpartition("/files/")[0]
        if asked is None:
            return sign_in_to(page)
        files = [one for one in tray_of(request, asked, page) if one != file_id]
        return keep(request, unkept_redirect(f"{page}#files"), asked, page, files)

    return take_out


def _back_from(act: Act) -> Handler:
    @endpoint(f"网页:回到“{act.summary}”", caller=Anyone, media=HTML, status=303)
    async def back(request: Request) -> HTTPResponse:
        return unkept_redirect(request.path.rpartition("/files")[0])

    return back


async def _refused(act: Act, caller: Sender | None, ids: Ids, page: str) -> HTTPResponse | None:
    """Where somebody goes from whom nothing is taken. Raises NotFound."""
    if caller is None:
        return sign_in_to(page)
    if not act.is_for_all and not is_for_market(caller):
        return unkept_redirect(HOME)
    return None if await act.see(caller, ids) else unkept_redirect(act.back_of(ids))
