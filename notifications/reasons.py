"""Why a delivery is where it is, in a sentence for the person and for staff."""

from collections.abc import Mapping

NO_WECHAT = "no_wechat"
NO_TEMPLATE = "no_template"
DOES_NOT_FIT = "content_does_not_fit"
INTERRUPTED = "interrupted"
INTERNAL = "internal_fault"
REFUSED_LATER = "refused_after_sending"

_WAITING = "微信服务暂时繁忙,系统会自动重试。"

SENTENCES: Mapping[str, str] = {
    "no_consent": "没有可用的微信消息订阅,本条只放入站内消息。下次办理时同意订阅即可收到提醒。",
    NO_WECHAT: "账户没有绑定微信,本条只放入站内消息。",
    NO_TEMPLATE: "本地小程序没有开通这类微信消息,本条只放入站内消息。",
    DOES_NOT_FIT: "内容不符合微信消息的格式要求,本条只放入站内消息。",
    INTERRUPTED: "发送过程中断,没有收到微信的回执,为避免重复不再补发。",
    "outcome_unknown": "已发出但没有收到微信的回执,为避免重复不再补发。",
    REFUSED_LATER: "微信回执显示没有送达。",
    INTERNAL: "系统内部出错,会自动重试。",
    "wechat_unavailable": _WAITING,
    "too_frequent_for_recipient": _WAITING,
    "minute_quota_exhausted": _WAITING,
    "day_quota_exhausted": "今天的微信消息数量已用完,明天自动补发。",
    "wechat_not_configured": "微信接口配置有误,已通知管理员。",
    "token_rejected": "微信接口凭证无效,已通知管理员。",
    "recipient_unreachable": "微信账号无法接收消息。",
    "template_unusable": "微信消息模板不可用,已通知管理员。",
    "capability_banned": "微信已限制本小程序发送消息,已通知管理员。",
    "content_refused": "内容未通过微信审核,需人工处理。",
    "argument_refused": "微信不接受本条消息的格式,已通知管理员。",
    "refused_by_wechat": "微信拒绝了本条消息。",
}


def sentence(reason: str) -> str:
    """The sentence of a reason; empty for none."""
    return SENTENCES[reason] if reason else ""
