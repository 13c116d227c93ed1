"""The table of EMS operation codes: what each scan says about the parcel, as data with a source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from notifications.ems.states import ParcelState

UNKNOWN_TEXT = "邮件处理中"
# Order of scans that carry the same second; a reversal stands right after what it undoes.
_RANKS = {
    ParcelState.collected: 10, ParcelState.in_transit: 20, ParcelState.out_for_delivery: 30,
    ParcelState.attempted: 40, ParcelState.held_at_locker: 44, ParcelState.returning: 50,
    ParcelState.delivered: 60, ParcelState.returned: 70, ParcelState.lost: 80,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OperationCode:
    """`state` None: the scan moves nothing. `undoes`: earlier scans with these codes are void."""

    text: str
    state: ParcelState | None = None
    undoes: frozenset[str] = frozenset()
    rank: int = 0


_UNKNOWN = OperationCode(UNKNOWN_TEXT)


def bare_code(op_code: str) -> str:
    """Some platforms write the same code as V_954."""
    return op_code.removeprefix("V_")


@cache
def operation(op_code: str, sub_code: str = "") -> OperationCode:
    """What a code means, refined by 704's deliverCode or 705's attemptDeliveryCode.

    An unknown code moves nothing: EMS adds codes without notice.
    """
    codes, sub_codes = _table()
    code = codes.get(bare_code(op_code), _UNKNOWN)
    finer = sub_codes.get((bare_code(op_code), sub_code))
    if finer is None:
        return code
    state = ParcelState(finer["state"]) if "state" in finer else code.state
    rank = code.rank if state is None else max(code.rank, _RANKS[state])
    return OperationCode(finer["text"], state, code.undoes, rank)


@cache
def _table() -> tuple[Mapping[str, OperationCode], Mapping[tuple[str, str], dict[str, str]]]:
    content = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    rows: dict[str, dict[str, Any]] = content["operations"]
    codes = {code: _code(rows, code) for code in rows}
    sub_codes = {
        (code, sub_code): row
        for code, by_sub_code in content["sub_codes"].items()
        for sub_code, row in by_sub_code.items()
    }
    return codes, sub_codes


def _code(rows: Mapping[str, dict[str, Any]], code: str) -> OperationCode:
    row = rows[code]
    state = ParcelState(row["state"]) if "state" in row else None
    undoes = frozenset(row.get("undoes", ()))
    return OperationCode(row["text"], state, undoes, _rank(rows, code))


def _rank(rows: Mapping[str, dict[str, Any]], code: str) -> int:
    row = rows[code]
    if "undoes" in row:
        return 1 + max(_rank(rows, undone) for undone in row["undoes"])
    return int(row.get("rank") or (_RANKS[ParcelState(row["state"])] if "state" in row else 0))
