"""The pages of a case come from the taking city: exactly the bytes that it told, and inspected."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pydantic import ValidationError

from mobile_api.handoff.exchange.client import LineFault, PartnerClient, UnsafeAddress
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.wire.cases import Material, MaterialLink
from mobile_api.shared.due.retries import TryAgain
from uploads.errors import StorageUnavailable
from uploads.models import FileState
from uploads.rules import most_bytes
from uploads.service import ObjectStore
from uploads.taking_in import known_files, take_in

UNREACHABLE, DIFFERS, UNSAFE = "material_unreachable", "material_differs", "material_unsafe"
TOO_LARGE = "material_too_large"
# Of one turn: then the row is written, so that a lease is never longer than some transfers.
_AT_A_TIME = 5


class Returned(Exception):
    """The message cannot become a case, or a correction; `codes` as in `docs/partner/`."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = tuple(sorted(set(codes)))


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where pages come from and go to."""

    line: PartnerClient
    store: ObjectStore
    partner: Partner
    handoff: Handoff

    @property
    def owner_key(self) -> str:
        return owner_key_of(self.handoff)


def owner_key_of(handoff: Handoff) -> str:
    """Whose files they are until the case has them."""
    return f"handoff:{handoff.id}"


def pages_by_key(
    materials: Sequence[Material], names: Mapping[str, str], known: Collection[str]
) -> dict[str, list[Material]]:
    """By our key of the material, in the order of its pages.

    What our guide does not know is neither fetched nor kept. Raises Returned where two pages of a
    material bear the same number, and where one digest has two sizes, of which one is not true.
    """
    found: dict[str, dict[int, Material]] = defaultdict(dict)
    sizes: dict[str, int] = {}
    for one in materials:
        key = names.get(one.key, one.key)
        if key not in known:
            continue
        if one.page in found[key] or sizes.setdefault(one.sha256, one.size) != one.size:
            raise Returned(DIFFERS)
        found[key][one.page] = one
    return {key: [pages[page] for page in sorted(pages)] for key, pages in found.items()}


async def fetch_some(source: PageSource, wanted: Mapping[str, Sequence[Material]]) -> bool:
    """Take in some of the pages that are not here yet; whether none is left. Not in a transaction.

    Raises Returned for what will never be right, TryAgain for what may be later.
    """
    missing, known = [], await known_files(source.owner_key)
    for one in {one.sha256: one for pages in wanted.values() for one in pages}.values():
        if one.size > most_bytes():
            raise Returned(TOO_LARGE)
        if (one.sha256, one.size) not in known:
            missing.append(one)
    for one in missing[:_AT_A_TIME]:
        await _fetch(source, one)
    return len(missing) <= _AT_A_TIME


async def _fetch(source: PageSource, wanted: Material) -> None:
    try:
        url = wanted.url or await _link(source, wanted)
        content = await source.line.fetch(source.partner, url, most=wanted.size)
    except UnsafeAddress:
        raise Returned(UNREACHABLE) from None
    except LineFault as fault:
        if fault.code == "too_large":
            raise Returned(DIFFERS) from None
        if fault.is_definite:
            raise Returned(UNREACHABLE) from None
        wait = timedelta(seconds=fault.retry_after or 0)
        raise TryAgain(UNREACHABLE, wait=wait, problem=fault.code) from None
    if len(content) != wanted.size or hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise Returned(DIFFERS)
    try:
        await take_in(source.store, source.owner_key, content, f"{wanted.key}-{wanted.page}")
    except StorageUnavailable:
        raise TryAgain("storage_unavailable") from None


async def _link(source: PageSource, wanted: Material) -> str:
    path = f"/partner/v1/handoffs/{source.handoff.handoff_id}/materials/{wanted.sha256}/link"
    answer = await source.line.ask(source.partner, "POST", path)
    try:
        return MaterialLink.model_validate_json(answer.body).url
    except ValidationError:
        # Signed, and no link: it would say the same tomorrow.
        raise Returned(UNREACHABLE) from None


async def inspected(
    owner_key: str, wanted: Mapping[str, Sequence[Material]]
) -> dict[str, list[UUID]] | None:
    """The files of each material once all are clean; None while some are still inspected.

    Raises Returned where one may not be kept here.
    """
    known = await known_files(owner_key)
    files = {
        key: [known.get((one.sha256, one.size)) for one in pages] for key, pages in wanted.items()
    }
    states = [one.state if one else None for pages in files.values() for one in pages]
    if FileState.rejected in states:
        raise Returned(UNSAFE)
    if any(state is not FileState.clean for state in states):
        return None
    return {key: [one.id for one in pages if one] for key, pages in files.items()}
