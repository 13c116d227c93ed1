"""The files of a contract: kept while they say what was agreed or delivered, released when not."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.contracts.errors import ContractFileNotFound
from mobile_api.agency_supermarket.contracts.models import Contract, ContractFile
from mobile_api.agency_supermarket.contracts.states import FileKind
from mobile_api.shared.callers import Citizen
from uploads.models import StoredFile
from uploads.service import clean_files, release_files


async def keep_files(
    caller: Citizen, contract: Contract, kind: FileKind, part: int, files: Sequence[UUID]
) -> None:
    """These are the files of that part now; what it had before and nothing refers to may go.

    One that the part has already may stay, whichever side sent it. Raises FilesNotUsable.
    """
    kept = ContractFile.filter(contract_id=contract.id, kind=kind, part=part)
    before = {UUID(str(one)) for one in await kept.values_list("file_id", flat=True)}
    new = {one: f"/files/{place}" for place, one in enumerate(files) if one not in before}
    await clean_files(caller.key, list(new), paths=list(new.values()))
    await kept.delete()
    await ContractFile.bulk_create(
        ContractFile(contract_id=contract.id, kind=kind, part=part, place=place, file_id=one)
        for place, one in enumerate(files)
    )
    await release_files(list(before - set(files)))


async def file_of(contract: Contract, file_id: UUID) -> StoredFile:
    """A file of a contract that the caller may see. Raises ContractFileNotFound."""
    found = await ContractFile.filter(contract_id=contract.id, file_id=file_id).first()
    if found is None:
        raise ContractFileNotFound()
    await found.fetch_related("file")
    return found.file
