"""What the WeChat client on a person's phone does, driven by tests and by the local stack."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.callbacks import Callbacks, change_event, popup_event
from tests.simulators.wechat.ground.codes import Codes
from tests.simulators.wechat.ground.config import Account, OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.state import Person, TemplateStatus, WechatState

MOST_TEMPLATES = 5
Answer = Literal["accept", "reject", "ban", "filter"]


class User(AdminBody):
    """`user` is any label; without an app id the first mini-program is meant."""

    app_id: str = ""
    user: str


class PersonChange(User):
    """Facts about a person that a test wants otherwise; what is null stays as it is."""

    phone: str | None = None
    blocked: bool | None = None
    subscriptions_off: bool | None = None
    snapshot: bool | None = None
    template_status: TemplateStatus | None = None


class Subscribe(User):
    """One tap. `answers` by template id, "accept" for those not named.

    `wait`: answer the phone after WeChat's event has reached the product, else before.
    """

    template_ids: list[str]
    answers: dict[str, Answer] = Field(default_factory=dict)
    wait: bool = True


class Refuse(User):
    """The switch of one template in the account's settings page, turned off."""

    template_id: str


class Push(User):
    """Any event or message, e.g. {"MsgType": "text", "Content": "...", "MsgId": 1}."""

    message: dict[str, Any]
    copies: int = 1


class Phone:
    def __init__(
        self,
        config: WechatConfig,
        clock: Clock,
        state: WechatState,
        codes: Codes,
        callbacks: Callbacks,
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._codes = codes
        self._callbacks = callbacks

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/accounts", self.accounts),
            web.post("/_simulator/login", self.login),
            web.post("/_simulator/phone-code", self.phone_code),
            web.post("/_simulator/person", self.change_person),
            web.post("/_simulator/subscribe", self.subscribe),
            web.post("/_simulator/refuse", self.refuse),
            web.get("/_simulator/inbox", self.inbox),
            web.post("/_simulator/push", self.push),
            web.post("/_simulator/verify-callback", self.verify_callback),
        ]

    async def accounts(self, _request: web.Request) -> web.Response:
        """App ids of what can be opened on the phone."""
        programs = [one.app_id for one in self._config.programs]
        official = [one.app_id for one in self._config.official_accounts]
        return web.json_response({"mini_programs": programs, "official_accounts": official})

    async def login(self, request: web.Request) -> web.Response:
        """wx.login"""
        _, person = self._find(await read_model(request, User))
        return web.json_response({"code": self._codes.issue("login", person)})

    async def phone_code(self, request: web.Request) -> web.Response:
        """A tap on the button with open-type=getPhoneNumber."""
        _, person = self._find(await read_model(request, User))
        return web.json_response({"code": self._codes.issue("phone", person)})

    async def change_person(self, request: web.Request) -> web.Response:
        change = await read_model(request, PersonChange)
        _, person = self._find(change)
        for name, value in change.model_dump(exclude={"app_id", "user"}).items():
            if value is not None:
                setattr(person, name, value)
        return web.json_response(
            {
                "openid": person.openid,
                "phone": person.phone,
                "blocked": person.blocked,
                "subscriptions_off": person.subscriptions_off,
                "balances": person.balances,
            }
        )

    async def subscribe(self, request: web.Request) -> web.Response:
        """wx.requestSubscribeMessage: template id -> answer, or an errCode."""
        tap = await read_model(request, Subscribe)
        account, person = self._find(tap)
        fault = _subscribe_fault(account, person, tap.template_ids)
        if fault:
            code, text = fault
            body = {"errMsg": f"requestSubscribeMessage:fail {text}", "errCode": code}
            return web.json_response(body)
        answers = {one: tap.answers.get(one, "accept") for one in tap.template_ids}
        _remember(person, answers)
        told = {key: answer for key, answer in answers.items() if answer in {"accept", "reject"}}
        if told:
            scene = "1" if isinstance(account, OfficialAccount) else "0"
            await self._tell(account, popup_event(person.openid, told, scene), wait=tap.wait)
        return web.json_response({"errMsg": "requestSubscribeMessage:ok", **answers})

    async def refuse(self, request: web.Request) -> web.Response:
        change = await read_model(request, Refuse)
        account, person = self._find(change)
        person.refused.add(change.template_id)
        # Nobody is told that a person refuses a template message.
        if account.template(change.template_id):
            await self._tell(account, change_event(person.openid, [change.template_id]), wait=True)
        return web.json_response({"refused": sorted(person.refused)})

    async def inbox(self, request: web.Request) -> web.Response:
        """Subscription messages of a mini-program; the whole chat of an official account."""
        query = request.query
        _, person = self._find(User(app_id=query.get("app_id", ""), user=query.get("user", "")))
        messages = [message.model_dump() for message in [*person.inbox, *person.chat]]
        return web.json_response({"messages": messages, "openid": person.openid})

    async def push(self, request: web.Request) -> web.Response:
        wanted = await read_model(request, Push)
        account, person = self._find(wanted)
        message = {"FromUserName": person.openid, **wanted.message}
        made = [await self._callbacks.push(account, message) for _ in range(wanted.copies)]
        return web.json_response({"deliveries": [one.describe() for one in made if one]})

    async def verify_callback(self, request: web.Request) -> web.Response:
        asked = await read_model(request, User)
        account, _ = self._find(asked)
        return web.json_response({"verified": await self._callbacks.verify(account)})

    async def _tell(self, account: Account, event: dict[str, Any], *, wait: bool) -> None:
        if wait:
            await self._callbacks.push(account, event)
        else:
            self._callbacks.push_later(account, event)

    def _find(self, asked: User) -> tuple[Account, Person]:
        account = self._config.account(asked.app_id or self._config.programs[0].app_id)
        if account is None or not asked.user:
            raise web.HTTPNotFound(text="no such account, or no user named")
        return account, self._state.person(account.app_id, asked.user)


def _subscribe_fault(
    account: Account, person: Person, template_ids: Sequence[str]
) -> tuple[int, str] | None:
    templates = [account.template(one) for one in template_ids]
    if not templates or None in templates:
        return 20001, "No template data return, verify the template id exist"
    if len({template.long_term for template in templates if template}) > 1:
        return 20002, "Templates type must be same"
    if len(templates) > MOST_TEMPLATES:
        return 20003, "Templates count out of max bounds"
    if person.subscriptions_off:
        return 20004, "The main switch is switched off"
    return None


def _remember(person: Person, answers: Mapping[str, str]) -> None:
    for template_id, answer in answers.items():
        if answer == "accept":
            person.refused.discard(template_id)
            person.balances[template_id] = person.balances.get(template_id, 0) + 1
