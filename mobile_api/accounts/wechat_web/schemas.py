"""Bodies of the routes for pages inside WeChat."""

from pydantic import Field

from mobile_api.accounts.phones.schemas import WechatCodeText
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class WebSignIn(RequestBody):
    """公众号网页登录: the code with which WeChat's sign-in page came back."""

    code: WechatCodeText


class SdkQuery(RequestBody):
    """The page that calls wx.config; what follows `#` is not signed."""

    url: str = Field(
        max_length=1000, pattern=r"^[!-~]+$", examples=["https://zwfw.example.gov.cn/me"]
    )


class SdkSettings(AnswerBody):
    """The arguments of wx.config."""

    app_id: str
    timestamp: int
    nonce_str: str
    signature: str
