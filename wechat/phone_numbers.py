"""The phone number behind a tap on the mini-program's button (getPhoneNumber).

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html
"""

from dataclasses import dataclass, field

from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from wechat.platform.client import WechatClient
from wechat.platform.errors import ArgumentRefused, CodeRefused, RecipientUnreachable, WechatFault


class PhoneCodeRefused(AppError):
    status = 422
    code = "phone_code_refused"
    title = "手机号授权已失效,请重新点击授权。"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that WeChat has verified; `country_code` without plus sign, `86` for China."""

    number: str = field(repr=False)
    country_code: str


async def exchange_phone_code(client: WechatClient, code: str) -> PhoneNumber:
    """Trade the code of the button, which is not the code of wx.login; it works once.

    Raises PhoneCodeRefused (tap again), TemporarilyUnavailable.
    """
    try:
        answer = await client.post(
            "https://api.weixin.qq.com/wxa/business/getuserphonenumber", data={"code": code}
        )
    except (CodeRefused, ArgumentRefused, RecipientUnreachable):
        raise PhoneCodeRefused() from None
    except WechatFault as fault:
        raise TemporarilyUnavailable(retry_after=5) from fault
    told = answer.get("phone_info") or {}
    number = told.get("purePhoneNumber")
    if not number:
        raise TemporarilyUnavailable(retry_after=5)
    # WeChat documents a text and shows a number.
    return PhoneNumber(str(number), str(told.get("countryCode", "")))
