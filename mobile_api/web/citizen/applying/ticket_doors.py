"""What the script of a material's page asks: a ticket to send a file by, and that it has arrived.

The same rules as `/api/v1/uploads`, for who is known by a cookie; both may be repeated.
"""

from uuid import UUID

from pydantic import Field
from sanic import Request

from mobile_api.cases.applying.service import add_page, filling_of
from mobile_api.cases.errors import CaseChanged, CaseNotFound, MoveNotAllowed
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import NotAllowed, NotFound, NotSignedIn
from mobile_api.shared.http.endpoint import CALLERS, endpoint
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.web.citizen.applying.material_pages import asked_material
from mobile_api.web.citizen.applying.sending_pages import looked_at
from mobile_api.web.frame.acting import own_form_acting
from uploads import errors
from uploads.schemas import BeginUpload, BegunUpload, FileAnswer
from uploads.service import STORE, begin, complete, has_arrived

_REFUSED = (NotSignedIn, NotAllowed, CaseNotFound, NotFound, MoveNotAllowed)


class EndOfSending(RequestBody):
    """`version`: of the case as the page shows it; empty for who means every version."""

    version: str = Field("", max_length=64)
    instead_of: UUID | None = None


class PageThere(AnswerBody):
    """The file as it was found, and the version of the case that has it."""

    file: FileAnswer
    version: str


@endpoint(
    "网页脚本:领取一页材料的上传许可",
    caller=Anyone,
    body=BeginUpload,
    answer=BegunUpload,
    status=201,
    errors=(*_REFUSED, errors.TooManyUploads, errors.StorageUnavailable),
    transaction=False,
)
async def begin_page(request: Request, case_id: UUID, key: str, body: BeginUpload) -> BegunUpload:
    """No ticket for what the store holds, also where the line was cut before it was told."""
    caller, store = await _sender(request, case_id, key), STORE.of(request)
    async with in_transaction():
        file, ticket = await begin(store, caller.key, body)
        await CALLERS.of(request).look_again(caller)
    if ticket is not None and await has_arrived(store, caller.key, file.id):
        async with in_transaction():
            file, ticket = await complete(caller.key, file.id, is_there=True), None
    return BegunUpload(file=FileAnswer.of(file), ticket=ticket)


@endpoint(
    "网页脚本:一页材料已经传到",
    caller=Anyone,
    body=EndOfSending,
    answer=PageThere,
    errors=(
        *_REFUSED,
        CaseChanged,
        errors.FileNotFound,
        errors.FileNotReceived,
        errors.FileExpired,
        errors.FilesNotUsable,
        errors.StorageUnavailable,
    ),
    transaction=False,
)
async def end_page(
    request: Request, case_id: UUID, key: str, file_id: UUID, body: EndOfSending
) -> PageThere:
    """What has arrived stays, also where the case was changed in another tab meanwhile."""
    caller, store = await _sender(request, case_id, key), STORE.of(request)
    is_there = await has_arrived(store, caller.key, file_id)
    async with in_transaction():
        await complete(caller.key, file_id, is_there=is_there)
    seen = frozenset({body.version}) if body.version else None
    async with in_transaction():
        await add_page(caller, case_id, key, file_id, instead_of=body.instead_of, seen=seen)
        await CALLERS.of(request).look_again(caller)
    file = await looked_at(caller, file_id)
    return PageThere(file=FileAnswer.of(file), version=(await filling_of(caller, case_id)).version)


async def _sender(request: Request, case_id: UUID, key: str) -> Citizen:
    """Who fills in this material, for whom they chose. Raises as `_REFUSED`, NotActingFor."""
    caller = await own_form_acting(request)
    if caller is None:
        raise NotSignedIn()
    asked_material(await filling_of(caller, case_id), key)
    return caller
