"""What pages and programs inside WeChat's browser need of the official account."""

from urllib.parse import urlsplit

from sanic import Blueprint, Request

from mobile_api.accounts.errors import NoOfficialAccount, SnapshotUser
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.service import opened, person_of_wechat
from mobile_api.accounts.wechat_web.schemas import SdkQuery, SdkSettings, WebSignIn
from mobile_api.accounts.wechat_web.sign_in import official_account
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import FieldFault, InvalidInput, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from wechat.login import SIGN_IN_ERRORS, WechatIdentity
from wechat.oauth import exchange_web_code
from wechat.official_account.service import sdk_config
from wechat.platform.errors import WechatFault

citizen = Blueprint("web_sign_in", url_prefix="/api/v1")


async def _ask_wechat(request: Request, body: WebSignIn) -> WechatIdentity:
    client = official_account(request)
    web = await exchange_web_code(client, body.code)
    if web.is_snapshot:
        raise SnapshotUser()
    return web.identity


@citizen.post("/sessions/official-account")
@endpoint(
    "公众号网页登录",
    caller=Anyone,
    body=WebSignIn,
    answer=SessionOpened,
    status=201,
    errors=(*SIGN_IN_ERRORS, NoOfficialAccount, SnapshotUser),
    asks_first=_ask_wechat,
)
async def sign_in_by_official_account(
    request: Request, body: WebSignIn, asked: WechatIdentity
) -> SessionOpened:
    return await opened(await person_of_wechat(asked), via="official_account")


@citizen.get("/js-sdk-settings")
@endpoint(
    "微信网页接口签名",
    caller=Anyone,
    query=SdkQuery,
    answer=SdkSettings,
    errors=(NoOfficialAccount, TemporarilyUnavailable),
)
async def sdk_settings(request: Request, query: SdkQuery) -> SdkSettings:
    client = official_account(request)
    if _place(query.url) != _place(SETTINGS.of(request).public_url):
        fault = FieldFault("/url", "page_elsewhere", "只能为本网站的页面签名。")
        raise InvalidInput([fault])
    try:
        config = await sdk_config(client, query.url)
    except WechatFault as fault:
        raise TemporarilyUnavailable(retry_after=30) from fault
    return SdkSettings.model_validate(config, from_attributes=True)


def _place(url: str) -> tuple[str, str] | None:
    """Scheme and host; None for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc
