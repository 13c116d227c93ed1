"""Loads a file of partners: all of it or nothing, and a second time nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel
from tortoise.models import Model

from mobile_api.handoff.partners.checks import file_faults
from mobile_api.handoff.partners.known import known_now
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Agreement,
    Maintenance,
    Partner,
    PartnerKey,
    RegionSuccessor,
)
from mobile_api.handoff.partners.schemas import (
    AgreementEntry,
    KeyEntry,
    MaintenanceEntry,
    PartnerEntry,
    PartnersFile,
)
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator
from mobile_api.shared.database import in_transaction, one_at_a_time
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.settings.settings import Settings
from mobile_api.signatures.service import VerifyingKey

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class PartnersLoaded:
    """What `yiwang partners load` tells: every fault, or one sentence on what has changed."""

    faults: tuple[FieldFault, ...]
    sentence: str


def read_file(path: Path) -> object:
    """The JSON of a file; what keeps it from being read is answered as a fault."""
    try:
        return orjson.loads(path.read_bytes())
    except OSError:
        return FieldFault("/", "file_unreadable", "文件无法读取,请核对路径。")
    except orjson.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        return FieldFault("/", "json_invalid", f"{place}不是正确的 JSON,请核对。")


async def load_partners(data: object, settings: Settings) -> PartnersLoaded:
    """Check and store in one transaction. Faults are answered, not raised; then nothing is stored.

    What the file does not name stays: keys, agreements and items end by their dates.
    """
    if isinstance(data, FieldFault):
        return PartnersLoaded((data,), "1 fault, nothing was loaded")
    async with in_transaction():
        await one_at_a_time("partners loaded")
        faults = file_faults(data, await known_now(settings))
        if faults:
            return PartnersLoaded(tuple(faults), f"{len(faults)} faults, nothing was loaded")
        said = PartnersFile.model_validate(data)
        changed = [await _load_partner(one) for one in said.partners]
        more = sum(
            [
                await _kept(RegionSuccessor, {"code": one.code}, _values(one))
                for one in said.region_successors
            ]
        )
        more += await _load_maintenance(said.maintenance)
    partners = f"{len(said.partners)} partners, {sum(map(bool, changed))} of them changed"
    return PartnersLoaded((), f"{partners}; {sum(changed) + more} rows written")


async def _load_partner(said: PartnerEntry) -> int:
    """Answers how many rows were written."""
    values = _values(said, but=("key", "keys", "agreements"))
    known = await Partner.get_or_none(key=said.key)
    more = {"changed_at": clock.now()} | ({} if known else {"state": PartnerState.active})
    written = int(await _kept(Partner, {"key": said.key}, values, more))
    partner = await Partner.get(key=said.key)
    for key in said.keys:
        written += await _load_key(partner, key)
    for agreement in said.agreements:
        written += await _load_agreement(partner, agreement)
    if written:
        await audit(Operator(), "partner_loaded", subject_kind="partner", subject_id=partner.id)
    return written


async def _load_key(partner: Partner, said: KeyEntry) -> bool:
    """A revoked key stays so: nothing in a file brings it back."""
    key = VerifyingKey.read(said.public_key)
    values = _values(said) | {"public_key": str(key), "partner_id": partner.id}
    return await _kept(PartnerKey, {"key_id": key.key_id}, values)


async def _load_agreement(partner: Partner, said: AgreementEntry) -> int:
    values = _values(said, but=("number", "items")) | {"partner_id": partner.id}
    written = int(await _kept(Agreement, {"number": said.number}, values))
    agreement = await Agreement.get(number=said.number)
    for item in said.items:
        name = ("direction", "basic_code", "mode")
        where = {"agreement_id": agreement.id} | {one: getattr(item, one) for one in name}
        written += await _kept(AgreedItem, where, _values(item, but=name))
    return written


async def _load_maintenance(said: Iterable[MaintenanceEntry] | None) -> int:
    """None: the file says nothing of it. What has not begun and is not named is taken back."""
    if said is None:
        return 0
    windows = {(one.begins_at, one.ends_at): one.note for one in said}
    ahead = await Maintenance.filter(begins_at__gt=clock.now())
    dropped = [one.id for one in ahead if (one.begins_at, one.ends_at) not in windows]
    await Maintenance.filter(id__in=dropped).delete()
    written = len(dropped)
    for (begins_at, ends_at), note in windows.items():
        where = {"begins_at": begins_at, "ends_at": ends_at}
        written += await _kept(Maintenance, where, {"note": note})
    return written


def _values(said: BaseModel, but: Iterable[str] = ()) -> dict[str, Any]:
    """Of an entry, what its row calls by the same names."""
    return {name: value for name, value in said if name not in but}


async def _kept(
    model: type[Row],
    where: Mapping[str, Any],
    values: Mapping[str, Any],
    more: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the row had to be made or changed; `more`: what is written only then."""
    row = await model.get_or_none(**where)
    if row is None:
        await model.create(**{**values, **(more or {}), **where})
        return True
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    await row.update_from_dict({**values, **(more or {})}).save()
    return True
