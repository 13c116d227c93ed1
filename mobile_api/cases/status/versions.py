"""The version of what an applicant filled in: two devices must not undo each other unnoticed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import orjson

from mobile_api.cases.errors import CaseChanged
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.shared.crypto import keyring
from uploads.models import StoredFile

Pages = Mapping[str, Sequence[UUID]]
Files = Mapping[UUID, StoredFile]
Seen = frozenset[str] | None


async def pages_of(case: Case) -> Pages:
    """The files of each material, in the order of their pages."""
    pages: dict[str, list[UUID]] = defaultdict(list)
    given = SubmittedMaterial.filter(case_id=case.id).order_by("requirement_key", "page")
    for key, file_id in await given.values_list("requirement_key", "file_id"):
        pages[str(key)].append(file_id)
    return pages


async def pages_and_files(case: Case) -> tuple[Pages, Files]:
    """As `pages_of`, with the files."""
    found = SubmittedMaterial.filter(case_id=case.id).select_related("file")
    given = await found.order_by("requirement_key", "page")
    pages: dict[str, list[UUID]] = defaultdict(list)
    for one in given:
        pages[one.requirement_key].append(one.file.id)
    return pages, {one.file.id: one.file for one in given}


def version_of(case: Case, pages: Pages) -> str:
    """Stands for status and content of the case; equal content has one version, however reached."""
    content = {
        "status": case.status,
        "round": case.correction_round,
        "situation": dict(case.situation),
        "form": dict(case.form or {}),
        "delivery": case.delivery.model_dump(mode="json") if case.delivery else None,
        "pages": {key: [str(file) for file in files] for key, files in pages.items() if files},
    }
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
    return keyring().keyed_hash(text, "case-version")[:12].hex()


def check_seen(seen: Seen, before: str, after: str | None = None) -> None:
    """Whether the locked case, `before` the change, is as the caller says to have seen it.

    A change after which the case is the same is one repeated because its answer was lost. Raises
    CaseChanged.
    """
    if seen is not None and before not in seen and before != after:
        raise CaseChanged()
