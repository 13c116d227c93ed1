"""Where a parcel stands, computed from its whole track, in whatever order it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from notifications.ems.operation_codes import bare_code, operation
from notifications.ems.states import ABSORBED, ParcelState


@dataclass(frozen=True, slots=True)
class Scan:
    """One track event, as far as it decides the state. `at`: instant of the scan."""

    at: datetime
    op_code: str
    sub_code: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state and the scan that brought the parcel into it (None: no scan did)."""

    state: ParcelState
    scan: Scan | None = None


def standing_of(scans: Iterable[Scan], base: ParcelState) -> Standing:
    """Fold the track in its own time; `base` is the state without any scan.

    A reversal voids every earlier scan of the codes it undoes, so that a delivery reported twice
    does not survive one 743.
    """
    standing = Standing(base)
    for scan in _valid(sorted(set(scans), key=_place_in_time)):
        state = operation(scan.op_code, scan.sub_code).state
        if state is None or state is standing.state:
            continue
        if state not in ABSORBED.get(standing.state, ()):
            standing = Standing(state, scan)
    return standing


def _place_in_time(scan: Scan) -> tuple[datetime, int, str, str]:
    return scan.at, operation(scan.op_code, scan.sub_code).rank, scan.op_code, scan.sub_code


def _valid(scans: Iterable[Scan]) -> list[Scan]:
    valid: list[Scan] = []
    for scan in scans:
        undone = operation(scan.op_code).undoes
        valid = [earlier for earlier in valid if bare_code(earlier.op_code) not in undone]
        valid.append(scan)
    return valid
