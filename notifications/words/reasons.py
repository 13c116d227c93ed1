"""Ways, states and reasons of a delivery, in the words of people."""

from collections.abc import Mapping

from notifications.models import ChannelName, DeliveryState

NO_WECHAT = "no_wechat"
NO_ADDRESS = "no_address"
NO_TEMPLATE = "no_template"
NOT_OPEN = "channel_not_open"
DOES_NOT_FIT = "content_does_not_fit"
INTERRUPTED = "interrupted"
OUTCOME_UNKNOWN = "outcome_unknown"
INTERNAL = "internal_fault"
UNREADABLE = "content_unreadable"
REFUSED_LATER = "refused_after_sending"
BLOCKED_BY_PERSON = "blocked_by_person"
IN_RESERVE = "in_reserve"
TOLD_BEFORE = "told_by_earlier_channel"
UNCONFIRMED_BEFORE = "earlier_channel_unconfirmed"
MERGED = "merged_into_later"
QUIET_HOURS = "quiet_hours"
SENT_AGAIN = "sent_again"
ACCOUNT_CLOSED = "account_closed"
SMS_UNAVAILABLE = "sms_unavailable"
SMS_QUOTA = "sms_quota_exhausted"
SMS_MISCONFIGURED = "sms_not_configured"
SMS_NUMBER_REFUSED = "sms_number_refused"
SMS_REFUSED = "sms_refused"
SMS_NOT_RECEIVED = "sms_not_received"

_WAITING = "微信服务暂时繁忙,系统会自动重试。"

SENTENCES: Mapping[str, str] = {
    "no_consent": "没有可用的微信消息订阅,已改用其他方式。下次办理时同意订阅即可收到微信提醒。",
    NO_WECHAT: "账户没有绑定微信或没有关注公众号,已改用其他方式。",
    NO_ADDRESS: "账户没有可用的联系方式,已改用其他方式。",
    NO_TEMPLATE: "本地没有开通这类消息,已改用其他方式。",
    NOT_OPEN: "本地没有开通这种通知方式,已改用其他方式。",
    DOES_NOT_FIT: "内容不符合这种消息的格式要求,已改用其他方式。",
    INTERRUPTED: "发送过程中断,没有收到回执,为避免重复不再补发。",
    OUTCOME_UNKNOWN: "已发出但没有收到回执,为避免重复不再补发。",
    REFUSED_LATER: "回执显示没有送达。",
    BLOCKED_BY_PERSON: "这类消息已被拒收,已改用其他方式。",
    INTERNAL: "系统内部出错,会自动重试。",
    UNREADABLE: "本条内容无法读取,已搁置并通知管理员。",
    IN_RESERVE: "其他方式没有送达时才会使用。",
    TOLD_BEFORE: "已用其他方式通知,不再重复。",
    UNCONFIRMED_BEFORE: "其他方式已发出但没有回执,为避免重复不再补发。",
    MERGED: "内容已合并到同一事项的下一条通知。",
    QUIET_HOURS: "免打扰时段,结束后自动发送。",
    SENT_AGAIN: "由工作人员重新发送。",
    ACCOUNT_CLOSED: "账户已注销,不再发送。",
    "wechat_unavailable": _WAITING,
    "too_frequent_for_recipient": _WAITING,
    "minute_quota_exhausted": _WAITING,
    "day_quota_exhausted": "今天的微信消息数量已用完,明天自动补发。",
    "wechat_not_configured": "微信接口配置有误,已通知管理员。",
    "token_rejected": "微信接口凭证无效,已通知管理员。",
    "recipient_unreachable": "微信账号无法接收消息。",
    "template_unusable": "微信消息模板不可用,已通知管理员。",
    "capability_banned": "微信已限制本账号发送消息,已通知管理员。",
    "content_refused": "内容未通过微信审核,需人工处理。",
    "argument_refused": "微信不接受本条消息的格式,已通知管理员。",
    "refused_by_wechat": "微信拒绝了本条消息。",
    SMS_UNAVAILABLE: "短信服务暂时繁忙,系统会自动重试。",
    SMS_QUOTA: "短信数量已达上限,稍后自动补发。",
    SMS_MISCONFIGURED: "短信接口配置有误,已通知管理员。",
    SMS_NUMBER_REFUSED: "手机号码无法接收短信。",
    SMS_REFUSED: "短信服务商拒绝了本条消息。",
    SMS_NOT_RECEIVED: "运营商回执显示短信没有送达手机,请核对手机号码是否正常使用。",
}


CHANNELS: Mapping[ChannelName, str] = {
    ChannelName.in_app: "站内消息",
    ChannelName.mini_program: "小程序订阅消息",
    ChannelName.official_subscription: "公众号订阅通知",
    ChannelName.official_template: "公众号模板消息",
    ChannelName.sms: "短信",
}


STATES: Mapping[DeliveryState, str] = {
    DeliveryState.in_reserve: "备用",
    DeliveryState.pending: "等待发送",
    DeliveryState.sending: "正在发送",
    DeliveryState.sent: "已发送",
    DeliveryState.delivered: "已送达",
    DeliveryState.sent_unconfirmed: "已发送,未收到回执",
    DeliveryState.fallen_back: "未发送",
    DeliveryState.failed: "发送失败",
    DeliveryState.not_needed: "无需发送",
    DeliveryState.merged: "已合并",
    DeliveryState.set_aside: "已搁置",
    DeliveryState.cancelled: "已取消",
}


def sentence(reason: str) -> str:
    """The sentence of a reason; empty for none."""
    return SENTENCES[reason] if reason else ""
