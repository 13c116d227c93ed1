"""Turns what pydantic found into faults with a stable code and a sentence for the person."""

from typing import Any

from pydantic import ValidationError

from mobile_api.shared.errors import FieldFault

_SENTENCES = {
    "missing": "这一项必须填写。",
    "extra_forbidden": "这一项不需要填写,请刷新页面后重试。",
    "string_too_short": "填写的内容太短,请补充完整。",
    "string_too_long": "填写的内容太长,请精简后再提交。",
    "string_pattern_mismatch": "格式不正确,请按示例填写。",
    "string_type": "请填写文字。",
    "too_short": "数量太少,请补充。",
    "too_long": "数量太多,请减少后再提交。",
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
    "greater_than": "数字太小。",
    "greater_than_equal": "数字太小。",
    "less_than": "数字太大。",
    "less_than_equal": "数字太大。",
    "date_parsing": "日期格式应为 2026-01-31。",
    "date_from_datetime_parsing": "日期格式应为 2026-01-31。",
    "date_type": "日期格式应为 2026-01-31。",
    "datetime_parsing": "时间格式不正确。",
    "uuid_parsing": "编号格式不正确。",
    "uuid_type": "编号格式不正确。",
}
# No field of ours has a longer name; somebody else's is told as far as it helps to find it.
_LONGEST_NAME = 64
_OTHERWISE = "填写的内容不正确,请检查。"


def faults_of(error: ValidationError, *, under: str = "") -> list[FieldFault]:
    """Every fault of `error`, with JSON pointers below `under`; no input value is quoted.

    A PydanticCustomError brings its own code and Chinese sentence.
    """
    return [
        _fault(detail, under) for detail in error.errors(include_input=False, include_url=False)
    ]


def _fault(detail: Any, under: str) -> FieldFault:
    path = under + "".join(f"/{_escaped(part)}" for part in detail["loc"])
    code = str(detail["type"])
    sentence = _SENTENCES.get(code)
    if sentence is None:
        sentence = detail["msg"] if _is_chinese(detail["msg"]) else _OTHERWISE
    return FieldFault(path or "/", code, sentence)


def _escaped(part: int | str) -> str:
    return str(part)[:_LONGEST_NAME].replace("~", "~0").replace("/", "~1")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
