"""Files of needs over HTTP."""

from collections.abc import Sequence
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import (
    NeedFileNotFound,
    NeedMoveNotAllowed,
    NeedNotFound,
    NotForMarket,
)
from mobile_api.agency_supermarket.needs.files import service
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.files.schemas import (
    NeedFilesRequest,
    NeedFilesView,
    NeedFileView,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from uploads.errors import FilesNotUsable
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

citizen = Blueprint("market_need_files", url_prefix="/api/v1/market")

_OWN = (NotForMarket, NotActingFor, NeedNotFound)


def _view(found: Sequence[NeedFile]) -> NeedFilesView:
    return NeedFilesView(
        files=[
            NeedFileView(
                id=one.id, title=one.title, media_type=one.file.media_type, size=one.file.size
            )
            for one in found
        ]
    )


@citizen.get("/own-needs/<need_id:uuid>/files")
@endpoint("我的一项需求的文件", caller=Citizen, acting=True, answer=NeedFilesView, errors=_OWN)
async def own_files(request: Request, caller: Citizen, need_id: UUID) -> NeedFilesView:
    return _view(await service.own_files(caller, need_id))


@citizen.put("/own-needs/<need_id:uuid>/files")
@endpoint(
    "给需求草稿添加文件",
    caller=Citizen,
    acting=True,
    body=NeedFilesRequest,
    answer=NeedFilesView,
    errors=(*_OWN, NeedMoveNotAllowed, FilesNotUsable),
)
async def attach(
    request: Request, caller: Citizen, need_id: UUID, body: NeedFilesRequest
) -> NeedFilesView:
    await service.attach(caller, need_id, body.files)
    return _view(await service.files_of(need_id))


@citizen.get("/needs/<need_id:uuid>/files")
@endpoint("一项采购需求的文件(公开)", caller=Anyone, answer=NeedFilesView, errors=(NeedNotFound,))
async def public_files(request: Request, need_id: UUID) -> NeedFilesView:
    return _view(await service.public_files(need_id))


@citizen.get("/needs/<need_id:uuid>/files/<file_id:uuid>/link")
@endpoint(
    "打开采购需求的一份文件(公开)",
    caller=Anyone,
    answer=FileLink,
    errors=(NeedNotFound, NeedFileNotFound),
)
async def link(request: Request, need_id: UUID, file_id: UUID) -> FileLink:
    found = await service.public_file(need_id, file_id)
    return link_to(STORE.of(request), found.file)
