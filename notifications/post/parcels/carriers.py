"""The one interface of all carriers, so that parcels are worked on without knowing whose they are.

EMS orders, cancels, prints labels and tracks; Kuaidi100 tracks numbers of every carrier there is.

A further courier is a room beside `ems/` and a name of its own in `CarrierName`, `_BY_AUTHORITY` of
`standing.py` and the two tables of waits in `tracking.py`; a `meanings_<name>.json`; its account in
`settings/providers.py`, opened in `mobile_api/parts.py`, its hook in `mobile_api/routes.py`; its
layer in `pyproject.toml`; a simulator. Who orders is EMS, by name in `models.py`, `labels.py`
and the routes of `cases/post`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from notifications.post.parcels.errors import NotOffered
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName


class Capability(StrEnum):
    order = "order"
    cancel = "cancel"
    label = "label"
    track = "track"


class TrackEvent(Protocol):
    """One event of a track as a carrier told it; `op_code` is the carrier's own (`meanings`).

    `description` is the carrier's sentence: it may name the courier or the receiver.
    """

    @property
    def op_code(self) -> str: ...
    @property
    def sub_code(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def organisation(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def description(self) -> str: ...


class Carrier:
    """What can be asked for a parcel. `can` names what this carrier offers; `tells_all`: each of
    its answers is the whole track and replaces what it said before.

    Every call raises CarrierUnreachable (try later), CarrierRefused (the carrier said no) or
    NotOffered, and is made outside of any transaction.
    """

    name: ClassVar[CarrierName]
    can: ClassVar[frozenset[Capability]] = frozenset()
    tells_all: ClassVar[bool] = False

    async def order(self, parcel: Parcel) -> str:
        """The waybill number; ordering the same parcel twice earns the same one."""
        raise NotOffered("order")

    async def cancel(self, parcel: Parcel, reason: str) -> None:
        """Refused once the parcel is collected. `reason` names no person."""
        raise NotOffered("cancel")

    async def label(self, parcel: Parcel, size: str = "100x179") -> bytes:
        """The label as PDF; `size` in millimetres."""
        raise NotOffered("label")

    async def track(self, parcel: Parcel) -> Sequence[TrackEvent]:
        """Every event that the carrier knows; none for a number that it does not know yet."""
        raise NotOffered("track")

    async def watch(self, parcel: Parcel) -> None:
        """Have news of this parcel pushed, where that must be asked for; writes a due row only.

        EMS pushes every waybill of our customer number without being asked.
        """


Carriers = Mapping[CarrierName, Carrier]
