"""Turns what pydantic found into faults with a stable code and a sentence for the person."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from mobile_api.shared.errors import FieldFault

_MISSING = "这一项必须填写。"
# {names} are the limits that pydantic tells with the fault.
_SENTENCES = {
    "missing": _MISSING,
    "extra_forbidden": "这一项不需要填写,请刷新页面后重试。",
    "string_too_short": "太短了,至少要{min_length}个字,请补充完整。",
    "string_too_long": "太长了,最多{max_length}个字,请精简后再提交。",
    "string_pattern_mismatch": "格式不正确,请按示例填写。",
    "string_type": "请填写文字。",
    "too_short": "至少要有{min_length}项,请补充。",
    "too_long": "最多{max_length}项,请减少后再提交。",
    "list_type": "请按列表填写。",
    "model_type": "请填写完整的内容。",
    "dict_type": "请填写完整的内容。",
    "enum": "请从给出的选项中选择。",
    "literal_error": "请从给出的选项中选择。",
    "union_tag_invalid": "请从给出的选项中选择。",
    "union_tag_not_found": "请从给出的选项中选择。",
    "bool_type": "请选择“是”或“否”。",
    "bool_parsing": "请选择“是”或“否”。",
    "int_type": "请填写整数。",
    "int_parsing": "请填写整数。",
    "int_from_float": "请填写整数。",
    "int_parsing_size": "数字超出范围。",
    "float_type": "请填写数字。",
    "float_parsing": "请填写数字。",
    "greater_than": "数字要大于{gt}。",
    "greater_than_equal": "数字不能小于{ge}。",
    "less_than": "数字要小于{lt}。",
    "less_than_equal": "数字不能大于{le}。",
    "date_parsing": "日期格式应为 2026-01-31。",
    "date_from_datetime_parsing": "日期格式应为 2026-01-31。",
    "date_type": "日期格式应为 2026-01-31。",
    "datetime_parsing": "时间格式不正确。",
    "uuid_parsing": "编号格式不正确。",
    "uuid_type": "编号格式不正确。",
}
# No field of ours has a longer name; somebody else's is told as far as it helps to find it.
_LONGEST_NAME = 64
_NO_PARAMETER = "没有这个参数,请去掉它。"
_OTHERWISE = "填写的内容不正确,请检查。"


def faults_of(error: ValidationError, *, under: str = "") -> list[FieldFault]:
    """Every fault of `error`, with JSON pointers below `under`; no input value is quoted.

    A PydanticCustomError brings its own code and Chinese sentence.
    """
    return [
        _fault(detail, under) for detail in error.errors(include_input=False, include_url=False)
    ]


def faults_of_query(error: ValidationError) -> list[FieldFault]:
    """The same of the parameters of an address, of which a form knows nothing."""
    return [
        replace(fault, message=_NO_PARAMETER) if fault.code == "extra_forbidden" else fault
        for fault in faults_of(error)
    ]


def _fault(detail: Any, under: str) -> FieldFault:
    path = under + "".join(f"/{_escaped(part)}" for part in detail["loc"])
    code = str(detail["type"])
    return FieldFault(path or "/", code, _sentence(code, detail))


def _sentence(code: str, detail: Any) -> str:
    # A PydanticCustomError may bear the code of a fault of pydantic's own, with words of its own.
    if _is_chinese(detail["msg"]):
        return str(detail["msg"])
    limits = detail.get("ctx", {})
    if code == "string_too_short" and limits["min_length"] == 1:
        return _MISSING
    return _SENTENCES.get(code, _OTHERWISE).format_map(limits)


def _escaped(part: int | str) -> str:
    return str(part)[:_LONGEST_NAME].replace("~", "~0").replace("/", "~1")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
