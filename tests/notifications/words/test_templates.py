"""The templates agree with what is set up at the providers, whatever the data hold."""

import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from notifications.models import ChannelName
from notifications.words import reasons
from notifications.words.service import phrases
from notifications.words.templates import TEMPLATES
from notifications.words.templates import Template as OurTemplate
from tests.simulators import defaults
from tests.simulators.sms import defaults as sms_defaults
from tests.simulators.sms.gateway import checked_params
from tests.simulators.sms.state import billed_parts
from tests.simulators.wechat.ground.config import Template
from tests.simulators.wechat.ground.keyword_types import check
from wechat.platform import errors

DATA = {
    "item_name": "机动车驾驶证期满换证" * 3,
    "case_number": "999900202611030000017",
    "advice": "照片不清晰,请在白色背景前重新拍摄",
    "due_on": "2026年11月30日",
    "accepted_on": "2026年11月3日",
    "outcome": "准予许可",
    "waybill_number": "1100000000001",
}
AT_WECHAT = {
    ChannelName.mini_program: defaults.TEMPLATES,
    ChannelName.official_subscription: defaults.OFFICIAL_SUBSCRIPTIONS,
    ChannelName.official_template: defaults.OFFICIAL_TEMPLATES,
}
OF_ACCOUNTS = [(name, one) for name, found in AT_WECHAT.items() for one in found]
ODD = st.sampled_from("办理居住证,。 \n\t\u3000\u200b\U0001f600【】{}12ab./:")
ANY_DATA = st.fixed_dictionaries(
    {name: st.text(st.one_of(st.characters(), ODD), max_size=60) for name in DATA}
)


@pytest.mark.parametrize(("channel", "at_wechat"), OF_ACCOUNTS, ids=lambda one: str(one)[:45])
def test_keywords_are_those_of_the_account(channel: ChannelName, at_wechat: Template) -> None:
    template = TEMPLATES[at_wechat.event]
    labels = {key: word.label for key, word in template.keywords[channel].items()}
    assert labels == at_wechat.keywords
    values = template.content_for(channel, DATA)
    assert values is not None
    check(at_wechat, {key: {"value": value} for key, value in values.items()})


@hypothesis_settings(max_examples=60)
@given(data=ANY_DATA)
def test_whatever_the_data_wechat_accepts_what_we_send(data: dict[str, str]) -> None:
    for channel, at_wechat in OF_ACCOUNTS:
        values = TEMPLATES[at_wechat.event].content_for(channel, data)
        if values is not None:
            check(at_wechat, {key: {"value": value} for key, value in values.items()})


@hypothesis_settings(max_examples=100)
@given(data=ANY_DATA)
def test_whatever_the_data_providers_take_the_short_message(data: dict[str, str]) -> None:
    for event, at_provider in sms_defaults.TEMPLATES.items():
        values = TEMPLATES[event].content_for(ChannelName.sms, data) if event in TEMPLATES else None
        if values is not None:
            assert checked_params(at_provider, values) == values
            text = at_provider.text(values)
            assert billed_parts(f"【{'签' * 12}】{text}") <= 2


def test_what_the_provider_approved_is_what_we_say() -> None:
    for event, template in TEMPLATES.items():
        if ChannelName.sms in template.channels:
            approved = sms_defaults.TEMPLATES[event].content
            assert approved == re.sub(r"\{(\w+)\}", r"${\1}", template.sms)
            assert template.content_for(ChannelName.sms, DATA)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("【中签】", "中签"),
        ("a\nb", "a b"),
        ("见 http://a.cn/x", None),
        ("请看abc.com", None),
        ("", None),
        ("9" * 36, None),
        ("甲" * 36, "甲" * 34 + "…"),
        ("甲" * 33 + "2026年", "甲" * 33 + "…"),
    ],
)
def test_variables_of_short_messages(name: str, told: str | None) -> None:
    values = TEMPLATES["declined"].content_for(ChannelName.sms, DATA | {"item_name": name})
    assert (values or {}).get("item_name") == told


def test_a_short_message_does_not_grow_without_end() -> None:
    words = {"title": "长", "text": "长", "channels": (ChannelName.sms,)}
    long = OurTemplate(**words, sms="长" * 100 + "{advice}")
    assert long.content_for(ChannelName.sms, {"advice": "字" * 20})
    assert long.content_for(ChannelName.sms, {"advice": "字" * 21}) is None


def test_a_phrase_that_does_not_fit_has_another_word() -> None:
    data = DATA | {"outcome": "准予部分许可(附条件)"}
    values = TEMPLATES["completed"].content_for(ChannelName.official_template, data)
    assert values is not None
    assert values["phrase3"] == "已办结"


def test_reasons_that_staff_typed_stay_with_us() -> None:
    data = DATA | {"advice": "王小明的户口本第3页缺失"}
    template = TEMPLATES["declined"]
    for channel in template.channels:
        assert "王小明" not in str(template.content_for(channel, data))
    assert "王小明" in template.message(data)["text"]


def test_what_matters_most_goes_first() -> None:
    by_priority = sorted(TEMPLATES, key=lambda event: -TEMPLATES[event].priority)
    order = [by_priority.index(one) for one in ("correction_requested", "completed", "posted")]
    assert order == sorted(order)
    assert TEMPLATES["posted"].priority > TEMPLATES["accepted"].priority


@pytest.mark.parametrize("event", sorted(TEMPLATES))
def test_every_event_is_a_sentence_without_gaps(event: str) -> None:
    # Later features name data of their own.
    data = dict.fromkeys(TEMPLATES[event].needs, "某事") | DATA | {"news": "邮件已被退回。"}
    message = TEMPLATES[event].message(data)
    assert message["title"]
    assert message["text"].endswith("。") or event == "completed"
    assert not set("{}") & set(message["text"])


def test_a_sentence_within_a_sentence_ends_once() -> None:
    said = phrases({"reason": "报告与现场不符。", "name": "甲"})
    assert said == {"reason": "报告与现场不符", "name": "甲"}


def test_values_of_people_are_never_read_as_formats() -> None:
    sneaky = DATA | {"advice": "{case_number.__class__} {0} %s"}
    assert "{case_number.__class__} {0} %s" in TEMPLATES["declined"].message(sneaky)["text"]


_WORD = {"label": "a", "text": "b"}


@pytest.mark.parametrize(
    "broken",
    [
        {"channels": ["mini_program"]},
        {"sms": "短信"},
        {"channels": ["mini_program"], "keywords": {"mini_program": {"colour1": _WORD}}},
        {"priority": 10},
        {"colour": "red"},
    ],
)
def test_data_with_mistakes_are_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OurTemplate.model_validate({"title": "标题", "text": "正文"} | broken)


def test_every_fault_of_sending_can_be_explained() -> None:
    of_other_calls = {
        errors.CodeRefused,
        errors.PersonBlocked,
        errors.ConversationOver,
        errors.PersonNotSeenLately,
    }
    faults = [errors.WechatFault]
    while faults:
        fault = faults.pop()
        faults += fault.__subclasses__()
        if fault not in of_other_calls:
            assert reasons.sentence(fault.reason)
    assert reasons.sentence("") == ""
