"""Files of a need: given while it is a draft; once it is published everybody may open them."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.errors import (
    NeedFileNotFound,
    NeedMoveNotAllowed,
    NeedNotFound,
)
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.files.schemas import GivenFile
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from uploads.service import clean_files, release_files

_REPEATED = "这份文件已经在列表中,不需要重复添加。"


async def attach(caller: Citizen, need_id: UUID, given: Sequence[GivenFile]) -> None:
    """Replace the files of a draft; those that were there may stay, whoever uploaded them.

    Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed (published: what bidders have read stays),
    InvalidInput, FilesNotUsable.
    """
    ids = [one.file_id for one in given]
    if faults := [
        FieldFault(f"/files/{number}/file_id", "repeated", _REPEATED)
        for number, file_id in enumerate(ids)
        if file_id in ids[:number]
    ]:
        raise InvalidInput(faults)
    need = await locked_need(own_needs(caller), need_id)
    if need.status is not NeedStatus.draft:
        raise NeedMoveNotAllowed()
    before = {one.file_id for one in await files_of(need.id)}
    new = {one: f"/files/{number}/file_id" for number, one in enumerate(ids) if one not in before}
    await clean_files(caller.key, list(new), paths=list(new.values()))
    await NeedFile.filter(need_id=need.id).delete()
    await NeedFile.bulk_create(
        NeedFile(need_id=need.id, position=number, **one.model_dump())
        for number, one in enumerate(given)
    )
    await release_files(list(before - set(ids)))


async def files_of(need_id: UUID) -> Sequence[NeedFile]:
    return await NeedFile.filter(need_id=need_id).prefetch_related("file").order_by("position")


async def own_files(caller: Citizen, need_id: UUID) -> Sequence[NeedFile]:
    """Raises NotForMarket, NeedNotFound."""
    if not await own_needs(caller).filter(id=need_id).exists():
        raise NeedNotFound()
    return await files_of(need_id)


async def public_files(need_id: UUID) -> Sequence[NeedFile]:
    """Of a need that was published. Raises NeedNotFound."""
    if not await public_needs().filter(id=need_id).exists():
        raise NeedNotFound()
    return await files_of(need_id)


async def public_file(need_id: UUID, need_file_id: UUID) -> NeedFile:
    """Raises NeedNotFound, NeedFileNotFound."""
    for one in await public_files(need_id):
        if one.id == need_file_id:
            return one
    raise NeedFileNotFound()
