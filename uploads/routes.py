"""The upload calls of citizens, and the two doors of the directory store."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.endpoint import endpoint
from uploads import errors, policy, service
from uploads.schemas import BeginUpload, BegunUpload, FileAnswer, FileLink, ObjectForm, ObjectQuery
from uploads.stores.directory import DirectoryStore
from uploads.stores.form import UploadForm, let_finish
from uploads.stores.storage import STORE

blueprint = Blueprint("uploads", url_prefix="/api/v1")
objects_blueprint = Blueprint("objects", url_prefix="/objects")


@blueprint.post("/uploads")
@endpoint(
    "开始上传一个文件",
    caller=Citizen,
    body=BeginUpload,
    answer=BegunUpload,
    status=201,
    idempotent=True,
    remembered_for=policy.TICKET_REPEATED_FOR,
    errors=(errors.TooManyUploads,),
)
async def begin_upload(request: Request, caller: Citizen, body: BeginUpload) -> BegunUpload:
    store = STORE.of(request)
    file, ticket = await service.begin(store, caller.key, body)
    return BegunUpload(file=FileAnswer.of(file), ticket=ticket)


async def _has_arrived(request: Request, caller: Citizen, file_id: UUID) -> bool:
    return await service.has_arrived(STORE.of(request), caller.key, file_id)


@blueprint.post("/uploads/<file_id:uuid>/complete")
@endpoint(
    "告知文件已经发送完毕",
    caller=Citizen,
    answer=FileAnswer,
    errors=(
        errors.FileNotFound,
        errors.FileNotReceived,
        errors.FileExpired,
        errors.StorageUnavailable,
    ),
    asks_first=_has_arrived,
)
async def complete_upload(
    request: Request, caller: Citizen, file_id: UUID, asked: bool
) -> FileAnswer:
    return FileAnswer.of(await service.complete(caller.key, file_id, is_there=asked))


@blueprint.get("/uploads/<file_id:uuid>")
@endpoint("查看文件的检查结果", caller=Citizen, answer=FileAnswer, errors=(errors.FileNotFound,))
async def show_file(request: Request, caller: Citizen, file_id: UUID) -> FileAnswer:
    return FileAnswer.of(await service.file_of(caller.key, file_id))


@blueprint.get("/uploads/<file_id:uuid>/link")
@endpoint(
    "获取文件的临时地址",
    caller=Citizen,
    answer=FileLink,
    errors=(errors.FileNotFound, errors.FileNotClean),
)
async def link_to_file(request: Request, caller: Citizen, file_id: UUID) -> FileLink:
    file = await service.file_of(caller.key, file_id)
    return service.link_to(STORE.of(request), file)


@objects_blueprint.post("/quarantine", stream=True)
@endpoint(
    "按上传许可发送文件(许可由开始上传时签发)",
    caller=Anyone,
    form=ObjectForm,
    status=201,
    media="text/plain",
    errors=(
        errors.FormMalformed,
        errors.FileNotFound,
        errors.FileSizeDiffers,
        errors.FormTooLarge,
        errors.FormTooSlow,
        errors.TicketRefused,
        errors.StorageUnavailable,
    ),
    transaction=False,
)
async def receive_object(request: Request) -> HTTPResponse:
    store = _directory_store(request)
    try:
        form = UploadForm(request)
        permission = store.permission(await form.fields())
        await store.receive(permission, form.file())
    except AppError:
        await let_finish(request)
        raise
    return HTTPResponse(status=201)


@objects_blueprint.get("/clean/<name:str>")
@endpoint(
    "按临时地址查看文件",
    caller=Anyone,
    query=ObjectQuery,
    media="application/octet-stream",
    errors=(errors.TicketRefused, errors.FileNotFound, errors.StorageUnavailable),
)
async def show_object(request: Request, name: str, query: ObjectQuery) -> HTTPResponse:
    shown = await _directory_store(request).show(name, query.policy, query.signature)
    headers = {
        "Content-Disposition": f'inline; filename="{shown.filename}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTTPResponse(shown.content, headers=headers, content_type=shown.media_type)


def _directory_store(request: Request) -> DirectoryStore:
    """These doors exist only where files live in a directory. Raises FileNotFound elsewhere."""
    store = STORE.of(request)
    if not isinstance(store, DirectoryStore):
        raise errors.FileNotFound()
    return store
