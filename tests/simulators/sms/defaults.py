"""The synthetic account of the local stack; none of these values exists at any provider."""

import json

from tests.simulators.sms.config import SmsConfig, SmsTemplate

ACCESS_KEY_ID = "LTAI9999LocalStackOnly01"
ACCESS_KEY_SECRET = "LocalStackOnlyNotASecret000001"
SIGN_NAME = "示范市政务服务"
REPORT_SECRET = "local-stack-only-report-secret-000001"

TEMPLATES = {
    "sign_in_code": SmsTemplate(
        "SMS_999900001",
        "verification",
        "您的验证码为${code},5分钟内有效。如非本人操作,请忽略本短信。",
    ),
    "correction_requested": SmsTemplate(
        "SMS_999900002",
        "notification",
        "您申请的${item_name}(办件编号${case_number})需要补正材料,请最迟在${due_on}补正后重新提交。",
    ),
    "declined": SmsTemplate(
        "SMS_999900003",
        "notification",
        "您申请的${item_name}(办件编号${case_number})不予受理,原因请在小程序“我的消息”中查看。",
    ),
    "completed": SmsTemplate(
        "SMS_999900004",
        "notification",
        "您申请的${item_name}(办件编号${case_number})已办结,办理结果:${outcome}。",
    ),
    "parcel_returned": SmsTemplate(
        "SMS_999900005",
        "notification",
        "您申请的${item_name}的办理结果已被退回(邮件号${waybill_number}),请在小程序中确认新地址。",
    ),
}


def sms_config(callback_url: str = "") -> SmsConfig:
    return SmsConfig(
        access_key_id=ACCESS_KEY_ID,
        access_key_secret=ACCESS_KEY_SECRET,
        sign_names=(SIGN_NAME,),
        templates=tuple(TEMPLATES.values()),
        callback_url=callback_url,
        callback_path=f"/hooks/sms/reports/{REPORT_SECRET}",
    )


def sms_settings(url: str) -> dict[str, str]:
    return {
        "sms_url": url,
        "sms_access_key_id": ACCESS_KEY_ID,
        "sms_access_key_secret": ACCESS_KEY_SECRET,
        "sms_sign_name": SIGN_NAME,
        "sms_templates": json.dumps({event: one.code for event, one in TEMPLATES.items()}),
        "sms_report_secret": REPORT_SECRET,
    }
