"""What each event says: the inbox text, and the keywords of its WeChat template, as data.

The ids of the templates are a setting; their keywords are chosen in WeChat's console and must be
the ones below (公共服务类目, see docs).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter

from notifications.keyword_types import fitted


@dataclass(frozen=True, slots=True)
class Template:
    """`keywords`: WeChat key -> (label chosen in the console, text). `{names}` are the data.

    Without keywords the event is told in the inbox only.
    """

    title: str
    text: str
    keywords: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def needs(self) -> frozenset[str]:
        """Names of the data without which this cannot be said."""
        texts = (self.text, *(text for _, text in self.keywords.values()))
        return frozenset(
            name for text in texts for _, name, _, _ in Formatter().parse(text) if name
        )

    def message(self, data: Mapping[str, str]) -> dict[str, str]:
        """Title and text for the inbox."""
        return {"title": self.title, "text": self.text.format_map(data)}

    def values(self, data: Mapping[str, str]) -> dict[str, str] | None:
        """Keyword values as WeChat accepts them; None when one cannot be made to fit."""
        found: dict[str, str] = {}
        for key, (_, text) in self.keywords.items():
            value = fitted(key, text.format_map(data))
            if value is None:
                return None
            found[key] = value
        return found


def date_text(on: date) -> str:
    """A date as the templates show it: 2026年11月3日."""
    return f"{on.year}年{on.month}月{on.day}日"


_CASE = "“{item_name}”(办件编号 {case_number})"

TEMPLATES: Mapping[str, Template] = {
    "submitted": Template("申请已提交", f"您申请的{_CASE}已提交,工作人员将进行预审,请留意结果。"),
    "correction_requested": Template(
        "材料需要补正",
        f"您申请的{_CASE}需要补正:{{advice}}。请最迟在{{due_on}}补正后重新提交。",
        {
            "thing1": ("事项名称", "{item_name}"),
            "character_string2": ("办件编号", "{case_number}"),
            "thing3": ("需补正内容", "{advice}"),
            "date4": ("截止日期", "{due_on}"),
        },
    ),
    "pre_reviewed": Template("预审通过", f"您申请的{_CASE}已通过预审,请按提示办理下一步。"),
    "declined": Template("不予受理", f"您申请的{_CASE}不予受理:{{advice}}。"),
    "accepted": Template(
        "申请已受理",
        f"您申请的{_CASE}已于{{accepted_on}}受理,承诺最迟在{{due_on}}办结。",
        {
            "thing1": ("事项名称", "{item_name}"),
            "character_string2": ("办件编号", "{case_number}"),
            "date3": ("受理时间", "{accepted_on}"),
            "date4": ("承诺办结日期", "{due_on}"),
        },
    ),
    "completed": Template(
        "办件已办结",
        f"您申请的{_CASE}已办结,办理结果:{{outcome}}。{{advice}}",
        {
            "thing1": ("事项名称", "{item_name}"),
            "character_string2": ("办件编号", "{case_number}"),
            "phrase3": ("办理结果", "{outcome}"),
            "thing4": ("温馨提示", "{advice}"),
        },
    ),
    "posted": Template(
        "证照已寄出",
        f"您申请的{_CASE}的办理结果已由EMS寄出,邮件号 {{waybill_number}}。",
        {
            "thing1": ("事项名称", "{item_name}"),
            "character_string2": ("邮件号", "{waybill_number}"),
            "thing3": ("提示", "请保持电话畅通,签收时请当面核对"),
        },
    ),
    "delivered": Template("办理结果已送达", f"您申请的{_CASE}的办理结果已送达。"),
}
