"""What a call to WeChat can end in, and which reaction each error code asks for.

https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mobile_api.shared import clock
from mobile_api.shared.errors import AppError


class WechatFault(Exception):
    """A call to WeChat that did not do what was asked.

    `errcode` is WeChat's code or None, `rid` the request id with which WeChat finds the call.
    Neither WeChat's text nor the request is kept: both may quote a person's data.
    """

    reason = "refused_by_wechat"

    def __init__(self, errcode: int | None = None, rid: str = "") -> None:
        super().__init__(f"{self.reason} errcode={errcode} rid={rid or '-'}")
        self.errcode = errcode
        self.rid = rid


class TransientFault(WechatFault):
    """Nothing happened; the same call may succeed later. `wait` is the least time to wait."""

    reason = "wechat_unavailable"

    @property
    def wait(self) -> timedelta:
        return timedelta()


class TooFrequentForRecipient(TransientFault):
    """Another message to the same person is on its way, or there were too many at once."""

    reason = "too_frequent_for_recipient"

    @property
    def wait(self) -> timedelta:
        return timedelta(seconds=5)


class MinuteQuotaExhausted(TransientFault):
    """The calls of this minute are used up."""

    reason = "minute_quota_exhausted"

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=1)


class DayQuotaExhausted(TransientFault):
    """The calls of this day are used up; WeChat counts anew at midnight in Beijing."""

    reason = "day_quota_exhausted"

    @property
    def wait(self) -> timedelta:
        now = clock.now()
        tomorrow = now.astimezone(clock.BEIJING).date() + timedelta(days=1)
        midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=clock.BEIJING)
        return midnight - now


class ConfigurationFault(TransientFault):
    """Secret, address list or permission is wrong; succeeds once the operator has repaired it."""

    reason = "wechat_not_configured"

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=10)


class TokenRejected(ConfigurationFault):
    """A fresh access token was refused too."""

    reason = "token_rejected"


class OutcomeUnknown(WechatFault):
    """The request left, the answer did not arrive whole: done or not done, nobody knows."""

    reason = "outcome_unknown"


class ConsentUsedUp(WechatFault):
    """The person has not agreed to this message, or has used up their consent."""

    reason = "no_consent"


class RecipientUnreachable(WechatFault):
    """This openid does not exist here, does not follow, or is restricted."""

    reason = "recipient_unreachable"


class ConversationOver(WechatFault):
    """The person's last act is too long ago, or was answered too often, for a customer message."""

    reason = "conversation_over"


class PersonNotSeenLately(WechatFault):
    """The person has not opened the mini-program within two hours."""

    reason = "person_not_seen_lately"


class TemplateUnusable(WechatFault):
    """The template or the page behind it is not (or no longer) this account's."""

    reason = "template_unusable"


class CapabilityBanned(WechatFault):
    """WeChat has withdrawn the permission to send."""

    reason = "capability_banned"


class ContentRefused(WechatFault):
    """WeChat holds the text to be improper; a person has to look at it."""

    reason = "content_refused"


class ArgumentRefused(WechatFault):
    """The request was not in the form that WeChat asks for: a mistake of ours."""

    reason = "argument_refused"


class CodeRefused(WechatFault):
    """The one-time code is unknown, too old or used."""

    reason = "code_refused"


class PersonBlocked(WechatFault):
    """WeChat takes this person for a risk."""

    reason = "person_blocked"


TOKEN_CODES = frozenset({40001, 40014, 42001})

_REACTIONS: Mapping[type[WechatFault], tuple[int, ...]] = {
    TransientFault: (-1,),
    TooFrequentForRecipient: (43108, 43117),
    MinuteQuotaExhausted: (45011,),
    DayQuotaExhausted: (45009,),
    ConfigurationFault: (
        40002,
        40013,
        40125,
        40164,
        40243,
        41001,
        41002,
        41004,
        43104,
        48001,
        48006,
        50001,
    ),
    ConsentUsedUp: (43101,),
    RecipientUnreachable: (40003, 43004, 43019, 50002),
    ConversationOver: (45015, 45047),
    PersonNotSeenLately: (61010,),
    TemplateUnusable: (40037, 40165, 41030, 43116),
    CapabilityBanned: (43107, 48004),
    ContentRefused: (40249, 45168, 87014),
    ArgumentRefused: (
        40008,
        40016,
        40017,
        40018,
        40019,
        40020,
        40023,
        40025,
        40052,
        40053,
        40055,
        40097,
        40129,
        40169,
        44002,
        45002,
        47001,
        47003,
        76003,
    ),
    CodeRefused: (40029, 40163, 41008),
    PersonBlocked: (40226,),
}
_FAULTS = {code: fault for fault, codes in _REACTIONS.items() for code in codes}


def fault_of(errcode: int, rid: str = "") -> WechatFault:
    """The typed fault of an error code; a code not listed is a lasting refusal."""
    if errcode in TOKEN_CODES:
        return TokenRejected(errcode, rid)
    return _FAULTS.get(errcode, WechatFault)(errcode, rid)


class LoginCodeRefused(AppError):
    status = 401
    code = "login_code_refused"
    title = "微信登录凭证已失效,请重新打开小程序再登录。"


class WechatAccountBlocked(AppError):
    status = 403
    code = "wechat_account_blocked"
    title = "微信提示该账号存在风险,暂时不能登录。请改用其他方式登录,或拨打12345咨询。"


class CallbackNotGenuine(AppError):
    status = 403
    code = "callback_not_genuine"
    title = "推送签名核验未通过。"
