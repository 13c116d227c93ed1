"""Every field of a catalogue as a page of tables: whether it must be written, shape and limits."""

from collections.abc import Iterator, Mapping
from typing import Any

from mobile_api.guides.catalogue.shapes import in_words, resolved, schema, told_choices

# The parts in the order of a file, with the name of the list or field that holds them.
PARTS = {
    "Catalogue": "最外层",
    "Region": "区县 `regions`",
    "Department": "部门 `departments`",
    "ServiceHall": "大厅 `halls`",
    "MapPoint": "地图上的位置 `map_point`",
    "Phone": "电话 `phones`",
    "Counter": "窗口 `counters`",
    "OpeningHours": "办公时间 `hours`",
    "HoursException": "例外的日子 `exceptions`",
    "ServiceGuide": "事项 `service_items`",
    "Limit": "时限 `statutory_limit`、`promised_limit`",
    "Eligibility": "申请条件 `eligibility`",
    "ProcessStep": "办理环节 `process`",
    "Question": "情形问题 `scenario_questions`、一件事的 `questions`",
    "Option": "答案 `options`",
    "AnswerTest": "只在这样回答时 `when`",
    "MaterialRequirement": "材料 `materials`",
    "FormField": "网上填的项目 `form_fields`",
    "BlankForm": "空白表格 `blank_forms`",
    "Fee": "收费 `fee`",
    "FeeItem": "收费项目 `items`",
    "CrossRegion": "通办 `cross_region`",
    "Appointment": "预约 `appointment`",
    "Post": "邮寄 `post`",
    "Result": "结果 `result`",
    "QuestionAndAnswer": "常见问题 `questions`",
    "Remedy": "不服怎么办 `remedy`",
    "Provenance": "核对情况 `provenance`",
    "Theme": "一件事 `themes`",
    "ThemeComponent": "环节 `components`",
    "ThemeResult": "环节的结果 `results`",
    "Board": "板块 `boards`",
    "BoardFunction": "功能 `functions`",
    "Article": "文章 `articles`",
}
# The closed lists, by what people call them.
LISTS = {
    "ArticleKind": "文章的种类",
    "Audience": "服务对象",
    "Confidence": "核对到什么程度",
    "FieldSource": "表单项目的来源",
    "FieldSubject": "表单项目问的是谁",
    "FieldType": "表单项目的种类",
    "FourDoClass": "四办分类",
    "HandleType": "办件类型",
    "HandoffMode": "通办方式",
    "ItemState": "事项状态",
    "ItemType": "事项类型",
    "LifeEvent": "主题分类",
    "LimitUnit": "时限单位",
    "MaterialForm": "材料形式",
    "MaterialSource": "材料来源",
    "OnlineLevel": "网办深度",
    "Postage": "邮费",
    "UseLevel": "行使层级",
}


def field_tables() -> Iterator[str]:
    """Lines of Markdown: a table for each part, then every closed list with all its values."""
    definitions: Mapping[str, Any] = {"Catalogue": schema(), **schema()["$defs"]}
    for name, title in PARTS.items():
        yield from _table(title, definitions[name])
    yield from ("**可以选的值**", "", "| 清单 | 值(中文名) |", "|---|---|")
    for name, title in LISTS.items():
        yield f"| {title} | {'、'.join(told_choices(definitions[name]))} |"


def _table(title: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"**{title}**", "", "| 项 | 必写 | 写法和限制 |", "|---|---|---|")
    required = part.get("required", ())
    for name, field in part["properties"].items():
        must = "必写" if name in required else ""
        yield f"| `{name}` | {must} | {_told(field)}{_otherwise(field)} |"
    yield ""


def _told(field: Mapping[str, Any]) -> str:
    """Another part, or a closed list, by its name: it stands once, in a table of its own."""
    node = resolved(field)
    is_list = node.get("type") == "array"
    inner = resolved(node["items"]) if is_list else node
    # A plain field has a title too, made of its own name.
    kind = inner["title"] if inner.get("type") == "object" or "enum" in inner else ""
    told = f"见“{PARTS[kind]}”" if kind in PARTS else f"清单“{LISTS.get(kind)}”中的值"
    if kind not in PARTS and kind not in LISTS:
        return in_words(node)
    least = f",至少 {node['minItems']} 项" if "minItems" in node else ""
    return f"列表 [ ]{least},{told}" if is_list else told


def _otherwise(field: Mapping[str, Any]) -> str:
    default = field.get("default")
    if default is None or default == "":
        return ""
    return f";不写就是 {str(default).lower() if isinstance(default, bool) else default}"
