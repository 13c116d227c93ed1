"""Settings that name the outside world: WeChat, carriers, SMS and the identity service."""

import json
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


# Decoded here and not by pydantic-settings, which would stop at the first broken one.
JsonText = BeforeValidator(_from_json)
JsonObject = Annotated[dict[str, str], NoDecode, JsonText]
JsonList = Annotated[list[str], NoDecode, JsonText]


class WechatSettings(BaseSettings):
    """The mini-program and the official account (服务号)."""

    wechat_api_url: str = Field(
        "https://api.weixin.qq.com", description="Origin of WeChat's server API."
    )
    wechat_mini_program_app_id: str = Field("", description="App id of the mini-program.")
    wechat_mini_program_secret: str = Field("", description="App secret of the mini-program.")
    wechat_mini_program_version: Literal["release", "trial", "develop"] = Field(
        "release", description="Version of the mini-program that QR codes and links open."
    )
    wechat_callback_token: str = Field("", description="Token that signs WeChat's callbacks.")
    wechat_callback_aes_key: str = Field("", description="EncodingAESKey of WeChat's callbacks.")
    wechat_templates: JsonObject = Field(
        default_factory=dict,
        description="JSON object: notification event -> template id of the mini-program.",
    )
    wechat_long_term_templates: JsonList = Field(
        default_factory=list,
        description="JSON list of template ids that are long-term: one consent, many messages.",
    )
    wechat_content_checks: Literal["none", "text", "text_and_images"] = Field(
        "text",
        description="What of a submitted case WeChat is asked to look at; images may show papers.",
    )

    wechat_official_account_app_id: str = Field(
        "", description="App id of the official account; empty means that there is none."
    )
    wechat_official_account_secret: str = Field("", description="Its app secret.")
    wechat_official_account_callback_token: str = Field(
        "", description="Token that signs the callbacks of the official account."
    )
    wechat_official_account_callback_aes_key: str = Field(
        "", description="EncodingAESKey of the callbacks of the official account."
    )
    wechat_official_account_mode: Literal["safe", "compatible", "plain"] = Field(
        "safe", description="Message mode of the official account, as set in its console."
    )
    wechat_official_account_templates: JsonObject = Field(
        default_factory=dict,
        description="JSON object: notification event -> template id (模板消息).",
    )
    wechat_official_account_subscriptions: JsonObject = Field(
        default_factory=dict,
        description="JSON object: notification event -> subscription template id (订阅通知).",
    )
    wechat_official_account_opens_mini_program: bool = Field(
        True, description="The mini-program is bound to the account, so that its messages open it."
    )
    wechat_authorize_url: str = Field(
        "https://open.weixin.qq.com", description="Origin of WeChat's web sign-in page."
    )


class CarrierSettings(BaseSettings):
    """EMS and Kuaidi100."""

    ems_api_url: str = Field(
        "https://api.ems.com.cn", description="Origin of China Post's EMS API."
    )
    ems_sender_number: str = Field("", description="Agreement customer number at EMS (senderNo).")
    ems_authorization: str = Field("", description="Authorization code issued by EMS.")
    ems_sign_key: str = Field("", description="Base64 SM4 key issued by EMS (signKey).")
    hall_contact: JsonObject = Field(
        default_factory=dict,
        description="JSON object: name, phone, province, city, county, address of the hall, "
        "from which results are posted and to which originals are.",
    )
    ems_product_code: str = Field(
        "",
        pattern=r"^$|^[0-9]{15}$",
        description="15-digit product code of the agreement; empty means that no fee is estimated.",
    )
    postage: Literal["free", "receiver_pays"] = Field(
        "free", description="Who pays for posting a result when its guide does not say."
    )
    kuaidi100_url: str = Field(
        "https://poll.kuaidi100.com", description="Origin of Kuaidi100's query and push API."
    )
    kuaidi100_customer: str = Field(
        "", description="Customer number at Kuaidi100; empty means that it is not used."
    )
    kuaidi100_key: str = Field("", description="Key (授权key) issued by Kuaidi100.")
    kuaidi100_salt: str = Field("", description="Salt that signs the pushes of Kuaidi100.")


class SmsSettings(BaseSettings):
    """Short messages, by a provider that speaks the SMS API of Alibaba Cloud."""

    sms_url: str = Field(
        "https://dysmsapi.aliyuncs.com", description="Origin of the SMS provider's API."
    )
    sms_access_key_id: str = Field(
        "", description="Access key id at the SMS provider; empty means that no SMS is sent."
    )
    sms_access_key_secret: str = Field("", description="Its secret.")
    sms_sign_name: str = Field("", description="Approved signature (短信签名) of the messages.")
    sms_templates: JsonObject = Field(
        default_factory=dict,
        description="JSON object: notification event, or sign_in_code -> SMS template code.",
    )
    sms_report_secret: str = Field(
        "",
        pattern=r"^$|^[0-9A-Za-z_-]{32,128}$",
        description="Delivery reports are to be pushed to /hooks/sms/reports/ and this.",
    )
    sms_day_budget: int = Field(
        20_000, ge=0, description="Most short messages that this instance sends in 24 hours."
    )


class IdentitySettings(BaseSettings):
    """The identity service of the city or the nation, by OpenID Connect."""

    identity_issuer_url: str = Field(
        "", description="OpenID Connect issuer; empty means that there is none."
    )
    identity_client_id: str = Field("", description="Client id registered at the issuer.")
    identity_client_secret: str = Field("", description="Its secret.")
    identity_levels: JsonObject = Field(
        default_factory=dict,
        description="JSON object: acr value of the issuer -> level of assurance, 2 to 4.",
    )

    @field_validator("identity_levels")
    @classmethod
    def _levels(cls, levels: dict[str, str]) -> dict[str, str]:
        if not set(levels.values()) <= {"2", "3", "4"}:
            raise ValueError('levels are "2", "3" or "4"')
        return levels


class ProviderSettings(WechatSettings, CarrierSettings, SmsSettings, IdentitySettings):
    """All of them; empty texts mean that a provider is not used."""
