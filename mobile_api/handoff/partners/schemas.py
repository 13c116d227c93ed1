"""The file that `yiwang partners load` reads: partner cities as an operator writes them down.

`docs/partner/partners-example.json` is one. Times bear their offset, dates are days in Beijing.
"""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.guides.catalogue.service import HandoffMode, Key, RegionCode
from mobile_api.handoff.partners.states import HandoffDirection

_PORT = r"(?::[1-9][0-9]{0,4})?"
PartnerName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Host = Annotated[str, StringConstraints(pattern=rf"^[a-z0-9.-]{{1,200}}{_PORT}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=60)]
TheirKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


class _Read(BaseModel):
    """What of an entry can be looked at by itself; the lists below it are read one by one."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Written(BaseModel):
    """A whole entry: a member that nobody knows is told, and not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class KeyEntry(_Written):
    """A key that the partner signs with, as `KIND:BASE64`. Without an end it is good until told."""

    public_key: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None = None


class ItemEntry(_Written):
    """One item under an agreement; both days belong to it. `names`: their key -> ours."""

    direction: HandoffDirection
    basic_code: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    item_key: Key
    mode: HandoffMode
    regions: tuple[RegionCode, ...] = Field((), max_length=500)
    names: dict[TheirKey, Key] = Field(default_factory=dict, max_length=500)
    valid_from: date
    valid_until: date | None = None


class AgreementHead(_Read):
    """An agreement without its items. `ended_on`: from that day it takes no new cases."""

    number: Line
    valid_from: date
    valid_until: date | None = None
    ended_on: date | None = None


class PartnerHead(_Read):
    """A partner without keys and agreements. `base_url`: what stands before `/partner/v1`."""

    key: PartnerName
    name: Line
    regions: tuple[RegionCode, ...] = Field(min_length=1, max_length=500)
    base_url: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    hosts: tuple[Host, ...] = Field((), max_length=20)
    encryption_key: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    contact: Annotated[str, StringConstraints(max_length=500)]
    messages_a_minute: int = Field(600, ge=1, le=60_000)


class AgreementEntry(AgreementHead):
    """An agreement with its items."""

    model_config = ConfigDict(extra="forbid")

    items: tuple[ItemEntry, ...] = Field((), max_length=5_000)


class PartnerEntry(PartnerHead):
    """A partner with all that is known of it."""

    model_config = ConfigDict(extra="forbid")

    keys: tuple[KeyEntry, ...] = Field((), max_length=20)
    agreements: tuple[AgreementEntry, ...] = Field((), max_length=200)


class SuccessorEntry(_Written):
    """An abolished region code and the one that it has become."""

    code: RegionCode
    successor: RegionCode
    since: date


class MaintenanceEntry(_Written):
    """A time in which this city may not answer."""

    begins_at: AwareDatetime
    ends_at: AwareDatetime
    note: Annotated[str, StringConstraints(max_length=200)] = ""


class PartnersFile(_Written):
    """All of the file. What it does not name stays as it is; of `maintenance`, where it is given,
    windows that have not begun and are not named any more are taken back."""

    partners: tuple[PartnerEntry, ...] = Field((), max_length=1_000)
    region_successors: tuple[SuccessorEntry, ...] = Field((), max_length=10_000)
    maintenance: tuple[MaintenanceEntry, ...] | None = Field(None, max_length=1_000)
