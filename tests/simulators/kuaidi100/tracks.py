"""A number's whole track in the words of Kuaidi100, newest entry first."""

from collections.abc import Sequence
from typing import Any

from tests.simulators.kuaidi100.scripts import NAMES, coarse
from tests.simulators.kuaidi100.state import Entry, Number

_SIGNED_FOR = "3"


def result_of(number: Number, entries: Sequence[Entry], *, is_finer: bool) -> dict[str, Any]:
    """`lastResult` of a push, and most of a query's answer."""
    newest = entries[-1].code if entries else "0"
    state = newest if is_finer else coarse(newest)
    return {
        "message": "ok",
        "state": state,
        "status": "200",
        "condition": "F00",
        "ischeck": "1" if coarse(newest) == _SIGNED_FOR else "0",
        "com": number.carrier_code,
        "nu": number.number,
        "data": [_line(entry, is_finer) for entry in reversed(entries)],
    }


def _line(entry: Entry, is_finer: bool) -> dict[str, Any]:
    line = {"time": entry.at, "ftime": entry.at, "context": entry.context}
    finer = {
        "areaCode": "CN999900000000",
        "areaName": "示例省,示例市",
        "status": NAMES[entry.code],
        "statusCode": entry.code,
        "location": "示例区营业点",
    }
    return line | (finer if is_finer else {})
