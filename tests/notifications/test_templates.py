"""The templates agree with what is set up at WeChat, and every reason has its sentence."""

import pytest

from notifications import reasons
from notifications.templates import TEMPLATES
from tests.simulators import defaults
from tests.simulators.wechat.config import Template
from tests.simulators.wechat.keyword_types import check
from wechat import errors

DATA = {
    "item_name": "机动车驾驶证期满换证" * 3, "case_number": "999900202611030000017",
    "advice": "照片不清晰,请在白色背景前重新拍摄", "due_on": "2026年11月30日",
    "accepted_on": "2026年11月3日", "outcome": "准予许可", "waybill_number": "1100000000001",
}  # fmt: skip


@pytest.mark.parametrize("at_wechat", defaults.TEMPLATES, ids=lambda one: one.event)
def test_keywords_are_those_of_the_account(at_wechat: Template) -> None:
    template = TEMPLATES[at_wechat.event]
    assert {key: label for key, (label, _) in template.keywords.items()} == at_wechat.keywords
    values = template.values(DATA)
    assert values is not None
    check(at_wechat, {key: {"value": value} for key, value in values.items()})


@pytest.mark.parametrize("event", sorted(TEMPLATES))
def test_every_event_is_a_sentence_without_gaps(event: str) -> None:
    message = TEMPLATES[event].message(DATA)
    assert message["title"]
    assert message["text"].endswith("。") or event == "completed"
    assert not set("{}") & set(message["text"])


def test_values_of_people_are_never_read_as_formats() -> None:
    sneaky = DATA | {"advice": "{case_number.__class__} {0} %s"}
    assert "{case_number.__class__} {0} %s" in TEMPLATES["declined"].message(sneaky)["text"]


def test_every_reason_can_be_explained() -> None:
    faults = [errors.WechatFault]
    while faults:
        fault = faults.pop()
        faults += fault.__subclasses__()
        if fault not in (errors.CodeRefused, errors.PersonBlocked):
            assert reasons.sentence(fault.reason)
    assert reasons.sentence("") == ""
