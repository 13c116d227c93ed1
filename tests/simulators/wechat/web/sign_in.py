"""Web sign-in of an official account: the page in WeChat's browser, and the codes it hands out.

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from tests.simulators.deliveries import Deliveries
from tests.simulators.wechat.ground.codes import Codes
from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.state import WechatState

# WeChat's documentation warns that another order is refused.
ORDER = ["appid", "redirect_uri", "response_type", "scope", "state"]
SCOPES = {"snsapi_base", "snsapi_userinfo"}
# Whose phone this is, whether the person agrees, whether the page is a snapshot, and whether the
# client asks for the target twice: told by the test in the query or in a cookie.
USER, CONSENT, SNAPSHOT, TWICE = "user", "consent", "snapshot", "twice"


class WebSignIn:
    def __init__(
        self, config: WechatConfig, state: WechatState, codes: Codes, deliveries: Deliveries
    ) -> None:
        self._config = config
        self._state = state
        self._codes = codes
        self._deliveries = deliveries

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/connect/oauth2/authorize", self.authorize)]

    async def authorize(self, request: web.Request) -> web.Response:
        """302 to the target with code and state; a page where the person still has to choose."""
        account, fault = self._checked(request)
        if account is None:
            return _page("无法打开该网页", fault)
        user, scope = _told(request, USER), request.query["scope"]
        if not user:
            return _page("微信模拟器", _form(request))
        consent = _told(request, CONSENT) if scope == "snsapi_userinfo" else "allow"
        if consent not in {"allow", "deny"}:
            return _page("申请获取你的昵称、头像", _choice(request))
        target = request.query["redirect_uri"]
        state = {"state": request.query.get("state", "")}
        if consent == "deny":
            return _redirect(target, state)
        person = self._state.person(account.app_id, user)
        is_snapshot = person.snapshot or bool(_told(request, SNAPSHOT))
        code = self._codes.issue("web", person, scope=scope, is_snapshot=is_snapshot)
        answer = _redirect(target, {"code": code, **state})
        if _told(request, TWICE):
            await self._deliveries.get(answer.headers["Location"], params={})
        return answer

    def _checked(self, request: web.Request) -> tuple[OfficialAccount | None, str]:
        """The account, or what WeChat's error page says. Raises nothing: people see pages."""
        query = request.query
        account = self._config.official_account(query.get("appid", ""))
        if account is None:
            return None, "appid参数错误 10013"
        known = [name for name in query if name in ORDER]
        if known != ORDER or query.get("response_type") != "code":
            return None, "参数错误 10002"
        if query.get("scope") not in SCOPES:
            return None, "scope参数错误或没有scope权限 10005"
        if urlsplit(query["redirect_uri"]).hostname not in account.web_domains:
            return None, "redirect_uri域名与后台配置不一致 10003"
        return account, ""


def _told(request: web.Request, name: str) -> str:
    return request.query.get(name) or request.cookies.get(name, "")


def _redirect(target: str, more: dict[str, str]) -> web.Response:
    joint = "&" if "?" in target else "?"
    address, _, fragment = target.partition("#")
    location = f"{address}{joint}{urlencode(more)}" + (f"#{fragment}" if fragment else "")
    return web.Response(status=302, headers={"Location": location})


def _page(title: str, content: str) -> web.Response:
    head = f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
    return web.Response(text=head + content, content_type="text/html")


def _form(request: web.Request) -> str:
    return (
        f'<form><p>以哪位用户的微信打开?</p>{_kept(request)}<input name="{USER}" value="citizen">'
        "<button>打开</button></form>"
    )


def _choice(request: web.Request) -> str:
    return (
        f'<form>{_kept(request)}<button name="{CONSENT}" value="allow">允许</button>'
        f'<button name="{CONSENT}" value="deny">拒绝</button></form>'
    )


def _kept(request: web.Request) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in request.query.items()
    )
