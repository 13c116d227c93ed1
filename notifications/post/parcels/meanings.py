"""What each carrier's codes say of a parcel: one table per source, as data with its origin."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from notifications.post.parcels.states import AlertKind, CarrierName, ParcelState

UNKNOWN_TEXT = "邮件处理中"
# Order of scans that carry the same second; a reversal stands right after what it undoes.
_RANKS = {
    ParcelState.collected: 10,
    ParcelState.in_transit: 20,
    ParcelState.out_for_delivery: 30,
    ParcelState.attempted: 40,
    ParcelState.held_at_locker: 44,
    ParcelState.returning: 50,
    ParcelState.delivered: 60,
    ParcelState.returned: 70,
    ParcelState.cancelled: 75,
    ParcelState.lost: 80,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`state` None: the scan moves nothing. `undoes`: earlier scans with these codes are void.

    `alert`: what staff should look at, beyond what the state itself says.
    """

    text: str
    state: ParcelState | None = None
    undoes: frozenset[str] = frozenset()
    rank: int = 0
    alert: AlertKind | None = None


_UNKNOWN = Meaning(UNKNOWN_TEXT)


def bare_code(op_code: str) -> str:
    """Some platforms of EMS write the same code as V_954."""
    return op_code.removeprefix("V_")


@cache
def meaning_of(source: CarrierName, op_code: str, sub_code: str = "") -> Meaning:
    """What a code means, refined at EMS by 704's deliverCode or 705's attemptDeliveryCode.

    An unknown code moves nothing: carriers add codes without notice.
    """
    codes, sub_codes = table_of(source)
    code = codes.get(bare_code(op_code), _UNKNOWN)
    return sub_codes.get((bare_code(op_code), sub_code), code)


@cache
def table_of(
    source: CarrierName,
) -> tuple[Mapping[str, Meaning], Mapping[tuple[str, str], Meaning]]:
    """Every row of a source: by code, and by code and sub-code."""
    path = Path(__file__).with_name(f"meanings_{source.value}.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    rows: dict[str, dict[str, Any]] = content["operations"]
    codes = {code: _meaning(row, _rank(rows, row)) for code, row in rows.items()}
    finer = {
        (code, sub_code): _refined(codes[code], row)
        for code, by_sub_code in content["sub_codes"].items()
        for sub_code, row in by_sub_code.items()
    }
    return codes, finer


def _meaning(row: Mapping[str, Any], rank: int) -> Meaning:
    return Meaning(
        row["text"],
        ParcelState(row["state"]) if "state" in row else None,
        frozenset(row.get("undoes", ())),
        rank,
        AlertKind(row["alert"]) if "alert" in row else None,
    )


def _refined(code: Meaning, row: Mapping[str, Any]) -> Meaning:
    state = ParcelState(row["state"]) if "state" in row else code.state
    rank = code.rank if state is None else max(code.rank, _RANKS[state])
    alert = AlertKind(row["alert"]) if "alert" in row else code.alert
    return Meaning(row["text"], state, code.undoes, rank, alert)


def _rank(rows: Mapping[str, dict[str, Any]], row: Mapping[str, Any]) -> int:
    if "undoes" in row:
        return 1 + max(_rank(rows, rows[undone]) for undone in row["undoes"])
    return int(row.get("rank") or (_RANKS[ParcelState(row["state"])] if "state" in row else 0))
