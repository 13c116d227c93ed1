"""Where a parcel stands, computed from its whole track, in whatever order it came."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.post.parcels.meanings import Meaning, bare_code, meaning_of
from notifications.post.parcels.states import ABSORBED, AlertKind, CarrierName, ParcelState

# Who orders a parcel knows it best; another source counts only where that one fell silent.
_BY_AUTHORITY = (CarrierName.ems, CarrierName.kuaidi100)
FELL_SILENT_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Scan:
    """One track event, as far as it decides the state.

    `at`: instant of the scan; `told_at`: what the carrier's clock said, where that is another one.
    `heard_at`: when we heard of a scan that takes others back.
    """

    at: datetime
    op_code: str
    sub_code: str = ""
    source: CarrierName = CarrierName.ems
    told_at: datetime | None = None
    heard_at: datetime | None = None

    @property
    def meaning(self) -> Meaning:
        return meaning_of(self.source, self.op_code, self.sub_code)


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, the scan that brought the parcel into it (None: no scan did), and the first valid
    scan that asks staff to look, with what it asks."""

    state: ParcelState
    scan: Scan | None = None
    alert: tuple[AlertKind, datetime] | None = None


def standing_of(scans: Iterable[Scan], base: ParcelState) -> Standing:
    """Fold the track in its own time; `base` is the state without any scan.

    A reversal voids every earlier scan of the codes it undoes, so that a delivery reported twice
    does not survive one 743.
    """
    standing = Standing(base)
    for scan in _valid(sorted(authoritative(set(scans)), key=place_in_time)):
        found = scan.meaning
        alert = standing.alert or ((found.alert, scan.at) if found.alert else None)
        if found.state in (None, standing.state, *ABSORBED.get(standing.state, ())):
            standing = Standing(standing.state, standing.scan, alert)
        elif found.state is not None:
            standing = Standing(found.state, scan, alert)
    return standing


def authoritative(scans: Collection[Scan]) -> list[Scan]:
    """The scans of one source, so that the same event told by two of them never counts twice.

    That is the first by authority whose newest scan is not a day behind the newest of all: EMS for
    what we ordered there, else Kuaidi100.
    """
    newest = {
        source: max(scan.at for scan in scans if scan.source is source)
        for source in {scan.source for scan in scans}
    }
    heard = [
        source
        for source in _BY_AUTHORITY
        if source in newest and newest[source] >= max(newest.values()) - FELL_SILENT_AFTER
    ]
    return [scan for scan in scans if scan.source is heard[0]] if heard else []


def place_in_time(scan: Scan) -> tuple[datetime, datetime, int, str, str]:
    """Scans of one second are put into the order in which a parcel can go through them."""
    return scan.at, scan.told_at or scan.at, scan.meaning.rank, scan.op_code, scan.sub_code


def _valid(scans: Sequence[Scan]) -> list[Scan]:
    reversals = [scan for scan in scans if scan.meaning.undoes]
    return [scan for scan in scans if not any(_is_undone(scan, by) for by in reversals)]


def _is_undone(scan: Scan, by: Scan) -> bool:
    if bare_code(scan.op_code) not in by.meaning.undoes:
        return False
    # A clock that went ahead says nothing of what came after what: then it is the order of arrival.
    is_older = scan.told_at is not None and by.heard_at is not None and scan.at <= by.heard_at
    return is_older or scan.at <= by.at
