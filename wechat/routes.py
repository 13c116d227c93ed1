"""The address that WeChat pushes to, and the consents of the signed-in person."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from mobile_api.shared.callers import Citizen, Hook
from mobile_api.shared.errors import AppError, FieldFault, InvalidInput, MalformedBody
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.settings.settings import Settings
from wechat import consent, inbound
from wechat.models import WechatBinding
from wechat.platform.callbacks import CallbackKeys, PushQuery
from wechat.platform.errors import CallbackNotGenuine
from wechat.schemas import Subscription, SubscriptionReport, Subscriptions

hooks = Blueprint("wechat_hooks", url_prefix="/hooks/wechat")
citizen = Blueprint("wechat", url_prefix="/api/v1")


class NoWechatBinding(AppError):
    status = 409
    code = "no_wechat_binding"
    title = "您的账户还没有绑定微信,请先用微信登录小程序。"


def _keys(settings: Settings) -> CallbackKeys:
    return CallbackKeys(
        token=settings.wechat_callback_token,
        aes_key=settings.wechat_callback_aes_key,
        app_id=settings.wechat_mini_program_app_id,
    )


@hooks.get("/mini-program")
@endpoint(
    "微信验证推送地址",
    caller=Hook,
    query=PushQuery,
    media="text/plain",
    errors=(CallbackNotGenuine,),
)
async def verify(request: Request, query: PushQuery) -> HTTPResponse:
    _keys(SETTINGS.of(request)).check_url(query)
    return text(query.echostr)


@hooks.post("/mini-program")
@endpoint(
    "接收微信推送",
    caller=Hook,
    query=PushQuery,
    media="text/plain",
    errors=(CallbackNotGenuine, MalformedBody),
    transaction=False,
)
async def receive(request: Request, query: PushQuery) -> HTTPResponse:
    settings = SETTINGS.of(request)
    body = _keys(settings).open(query, request.body)
    await inbound.receive(settings.wechat_mini_program_app_id, body)
    return text("success")


async def _binding(request: Request, caller: Citizen) -> WechatBinding:
    app_id = SETTINGS.of(request).wechat_mini_program_app_id
    binding = await WechatBinding.latest_of(caller.person_id, app_id)
    if binding is None:
        raise NoWechatBinding()
    return binding


@citizen.get("/me/subscriptions")
@endpoint("我的消息订阅", caller=Citizen, answer=Subscriptions, errors=(NoWechatBinding,))
async def subscriptions(request: Request, caller: Citizen) -> Subscriptions:
    held = await consent.balances_of(await _binding(request, caller))
    templates = SETTINGS.of(request).wechat_templates
    return Subscriptions(
        entries=[
            Subscription(
                event=event,
                template_id=template_id,
                balance=held[template_id].balance if template_id in held else 0,
                is_refused=template_id in held and held[template_id].is_refused,
            )
            for event, template_id in sorted(templates.items())
        ]
    )


@citizen.post("/me/subscriptions")
@endpoint(
    "上报消息订阅结果",
    caller=Citizen,
    body=SubscriptionReport,
    status=204,
    idempotent=True,
    errors=(NoWechatBinding,),
)
async def report_subscriptions(request: Request, caller: Citizen, body: SubscriptionReport) -> None:
    known = set(SETTINGS.of(request).wechat_templates.values())
    if not known.issuperset(body.answers):
        fault = FieldFault("/answers", "template_unknown", "消息模板不存在,请更新小程序后重试。")
        raise InvalidInput([fault])
    binding = await _binding(request, caller)
    await consent.report(binding, body.answers)
