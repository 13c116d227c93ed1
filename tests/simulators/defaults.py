"""Synthetic accounts of the local stack; none of these values exists at WeChat or EMS."""

import base64
import json
from collections.abc import Iterable
from dataclasses import replace

from tests.simulators.ems.config import EmsConfig
from tests.simulators.wechat.ground.config import (
    MiniProgram,
    OfficialAccount,
    Template,
    WechatConfig,
)

MINI_PROGRAM_APP_ID = "wx9999000000000001"
MINI_PROGRAM_SECRET = "5e0c0de0" * 4
OFFICIAL_ACCOUNT_APP_ID = "wx9999000000000002"
OFFICIAL_ACCOUNT_SECRET = "5e0c0de1" * 4
OFFICIAL_CALLBACK_TOKEN = "yiwanglocalofficial"
OFFICIAL_CALLBACK_AES_KEY = "LocalStackOnlyNotAKeyOfAnyRealOfficialAcc00"
CALLBACK_TOKEN = "yiwanglocalstack"
CALLBACK_AES_KEY = "LocalStackOnlyNotAKeyOfAnyRealMiniProgram00"

EMS_SENDER_NUMBER = "99990000000001"
EMS_AUTHORIZATION = "LOCALSTACKAUTHORIZATION0000000001"
EMS_SIGN_KEY = base64.b64encode(b"local-stack-only").decode()
EMS_WAYBILL_PREFIX = "11"
EMS_PRODUCT_CODE = "999900000000001"

RELEASED_PAGES = ("pages/index/index", "pages/guide/detail", "pages/case/detail")


def _template(event: str, title: str, **keywords: str) -> Template:
    # 43 characters, as long as the ids that WeChat hands out.
    return Template(f"local_{event}".ljust(43, "0"), event, title, keywords)


TEMPLATES = (
    _template(
        "correction_requested",
        "材料补正提醒",
        thing1="事项名称",
        character_string2="办件编号",
        thing3="需补正内容",
        date4="截止日期",
    ),
    _template(
        "accepted",
        "受理通知",
        thing1="事项名称",
        character_string2="办件编号",
        date3="受理时间",
        date4="承诺办结日期",
    ),
    _template(
        "completed",
        "办结通知",
        thing1="事项名称",
        character_string2="办件编号",
        phrase3="办理结果",
        thing4="温馨提示",
    ),
    _template(
        "posted", "证照寄出通知", thing1="事项名称", character_string2="邮件号", thing3="提示"
    ),
    _template(
        "declined",
        "不予受理通知",
        thing1="事项名称",
        character_string2="办件编号",
        phrase3="办理结果",
        thing4="温馨提示",
    ),
    _template(
        "parcel_returned",
        "邮件退回提醒",
        thing1="事项名称",
        character_string2="邮件号",
        thing3="提示",
    ),
)
# A public service account gets long-term templates for some messages of its category.
LONG_TERM_EVENTS = {"correction_requested"}


def _official(kind: str, template: Template) -> Template:
    template_id = f"local_{kind}_{template.event}".ljust(43, "0")
    is_long_term = kind == "notice" and template.event in LONG_TERM_EVENTS
    return replace(template, template_id=template_id, long_term=is_long_term)


OFFICIAL_TEMPLATES = tuple(_official("message", template) for template in TEMPLATES)
OFFICIAL_SUBSCRIPTIONS = tuple(_official("notice", template) for template in TEMPLATES)


def _ids(templates: Iterable[Template]) -> dict[str, str]:
    return {template.event: template.template_id for template in templates}


TEMPLATE_IDS = _ids(TEMPLATES)
OFFICIAL_TEMPLATE_IDS = _ids(OFFICIAL_TEMPLATES)
OFFICIAL_SUBSCRIPTION_IDS = _ids(OFFICIAL_SUBSCRIPTIONS)
LONG_TERM_TEMPLATE_IDS = [one.template_id for one in OFFICIAL_SUBSCRIPTIONS if one.long_term]

MINI_PROGRAM = MiniProgram(
    app_id=MINI_PROGRAM_APP_ID,
    secret=MINI_PROGRAM_SECRET,
    original_id="gh_999900000001",
    callback_token=CALLBACK_TOKEN,
    callback_aes_key=CALLBACK_AES_KEY,
    templates=TEMPLATES,
    released_pages=RELEASED_PAGES,
    bound_to_open_platform=True,
)

OFFICIAL_ACCOUNT = OfficialAccount(
    app_id=OFFICIAL_ACCOUNT_APP_ID,
    secret=OFFICIAL_ACCOUNT_SECRET,
    original_id="gh_999900000002",
    callback_token=OFFICIAL_CALLBACK_TOKEN,
    callback_aes_key=OFFICIAL_CALLBACK_AES_KEY,
    templates=OFFICIAL_SUBSCRIPTIONS,
    message_templates=OFFICIAL_TEMPLATES,
    mini_programs=(MINI_PROGRAM_APP_ID,),
    web_domains=("127.0.0.1", "localhost"),
    bound_to_open_platform=True,
)


def wechat_config(callback_url: str = "") -> WechatConfig:
    return WechatConfig(
        programs=(MINI_PROGRAM,), official_accounts=(OFFICIAL_ACCOUNT,), callback_url=callback_url
    )


def ems_config(callback_url: str = "") -> EmsConfig:
    return EmsConfig(
        sender_number=EMS_SENDER_NUMBER,
        authorization=EMS_AUTHORIZATION,
        sign_key=EMS_SIGN_KEY,
        waybill_prefix=EMS_WAYBILL_PREFIX,
        callback_url=callback_url,
    )


HALL_CONTACT = {
    "name": "示范市政务服务中心",
    "phone": "0999-8012345",
    "province": "示范省",
    "city": "示范市",
    "county": "示范区",
    "address": "示范路100号政务服务中心出证窗口",
}


def wechat_settings(url: str) -> dict[str, str]:
    return {
        "wechat_api_url": url,
        "wechat_mini_program_app_id": MINI_PROGRAM_APP_ID,
        "wechat_mini_program_secret": MINI_PROGRAM_SECRET,
        "wechat_callback_token": CALLBACK_TOKEN,
        "wechat_callback_aes_key": CALLBACK_AES_KEY,
        "wechat_templates": json.dumps(TEMPLATE_IDS),
        "wechat_long_term_templates": json.dumps(LONG_TERM_TEMPLATE_IDS),
        "wechat_official_account_app_id": OFFICIAL_ACCOUNT_APP_ID,
        "wechat_official_account_secret": OFFICIAL_ACCOUNT_SECRET,
        "wechat_official_account_callback_token": OFFICIAL_CALLBACK_TOKEN,
        "wechat_official_account_callback_aes_key": OFFICIAL_CALLBACK_AES_KEY,
        "wechat_official_account_mode": OFFICIAL_ACCOUNT.mode,
        "wechat_official_account_templates": json.dumps(OFFICIAL_TEMPLATE_IDS),
        "wechat_official_account_subscriptions": json.dumps(OFFICIAL_SUBSCRIPTION_IDS),
        "wechat_authorize_url": url,
    }


def ems_settings(url: str) -> dict[str, str]:
    return {
        "ems_api_url": url,
        "ems_sender_number": EMS_SENDER_NUMBER,
        "ems_authorization": EMS_AUTHORIZATION,
        "ems_sign_key": EMS_SIGN_KEY,
        "hall_contact": json.dumps(HALL_CONTACT),
        "ems_product_code": EMS_PRODUCT_CODE,
    }
