"""WeChat put together: which part needs which, and which addresses each part answers."""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage, short
from tests.simulators.received import Log, observing
from tests.simulators.wechat.ground.callbacks import Callbacks
from tests.simulators.wechat.ground.codes import Codes
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.errors import injected, rendering_errors
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.phone import Phone
from tests.simulators.wechat.ground.quotas import Quotas
from tests.simulators.wechat.ground.state import WechatState
from tests.simulators.wechat.ground.tokens import Tokens
from tests.simulators.wechat.mini_program.content import ContentSafety
from tests.simulators.wechat.mini_program.links import Links
from tests.simulators.wechat.mini_program.media import MediaChecks
from tests.simulators.wechat.mini_program.qr import QrCodes
from tests.simulators.wechat.mini_program.sending import Sending
from tests.simulators.wechat.mini_program.session_keys import SessionKeys
from tests.simulators.wechat.mini_program.uploading import Uploading
from tests.simulators.wechat.official_account.customer_messages import CustomerMessages
from tests.simulators.wechat.official_account.follower import Follower
from tests.simulators.wechat.official_account.menus import Menus
from tests.simulators.wechat.official_account.scenes import Scenes
from tests.simulators.wechat.official_account.subscriptions import OfficialSubscriptions
from tests.simulators.wechat.official_account.template_messages import TemplateMessages
from tests.simulators.wechat.official_account.tickets import Tickets
from tests.simulators.wechat.openapi import OpenApiTools
from tests.simulators.wechat.web.sign_in import WebSignIn
from tests.simulators.wechat.web.tokens import WebTokens


class Part(Protocol):
    def routes(self) -> Sequence[web.RouteDef]: ...


class Core:
    """What several parts share."""

    def __init__(self, config: WechatConfig, clock: Clock, state: WechatState) -> None:
        self.config, self.clock, self.state = config, clock, state
        self.deliveries = Deliveries(clock, config.retry_waits)
        self.quotas = Quotas(config, clock)
        self.tokens = Tokens(config, clock, self.quotas)
        self.gate = Gate(self.tokens, self.quotas)
        self.codes = Codes(config, clock, state, self.gate, self.quotas)
        self.callbacks = Callbacks(config, clock, self.deliveries)


def create_app(
    config: WechatConfig, clock: Clock, state: WechatState | None = None
) -> web.Application:
    """A WeChat with the accounts of `config`; `state` carries people over from an earlier run."""
    core = Core(config, clock, state if state is not None else WechatState())
    log, faults = Log(clock), Faults()
    page = FrontPage(
        "WeChat: what lies on the phones of its users",
        log,
        faults,
        ("at", "user", "account", "title", "text"),
        lambda: _inbox(core.state),
    )
    app = web.Application(
        middlewares=[observing(log, faults, injected, page.show), rendering_errors]
    )
    app.cleanup_ctx.append(core.deliveries.lifespan)
    parts: list[Part] = [
        core.tokens,
        core.codes,
        *_mini_program(core),
        *_official_account(core),
        OpenApiTools(config, core.gate, core.quotas, log),
        Phone(config, clock, core.state, core.codes, core.callbacks),
        page,
        Admin(clock, log, faults, core.deliveries, config),
    ]
    for part in parts:
        app.add_routes(part.routes())
    return app


def _mini_program(core: Core) -> Sequence[Part]:
    config, clock, state, gate = core.config, core.clock, core.state, core.gate
    return (
        Sending(config, clock, state, gate, core.callbacks),
        QrCodes(gate),
        ContentSafety(config, clock, state, gate),
        MediaChecks(config, clock, state, gate, core.callbacks, core.deliveries),
        Links(clock, state, gate),
        SessionKeys(config, clock, state, gate),
        Uploading(config),
    )


def _official_account(core: Core) -> Sequence[Part]:
    config, clock, state, gate = core.config, core.clock, core.state, core.gate
    scenes = Scenes(clock, gate)
    return (
        TemplateMessages(config, clock, state, gate, core.callbacks),
        OfficialSubscriptions(config, clock, state, gate, core.callbacks),
        CustomerMessages(config, clock, state, gate),
        Menus(config, state, gate),
        scenes,
        Follower(config, clock, state, core.callbacks, scenes),
        Tickets(config, clock, gate),
        WebSignIn(config, state, core.codes, core.deliveries),
        WebTokens(config, clock, core.quotas, core.codes),
    )


def _inbox(state: WechatState) -> list[tuple[str, ...]]:
    found = []
    for one in state.people.values():
        for sent in one.inbox:
            found.append(
                (sent.at, one.user, one.app_id, sent.title, " | ".join(sent.data.values()))
            )
        for said in one.chat:
            text = str(said.content.get("text", said.content.get("content", "")) or said.title)
            found.append((said.at, one.user, one.app_id, said.kind, text))
    return [(short(at), *rest) for at, *rest in sorted(found)]
