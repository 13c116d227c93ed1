"""WeChat put together: which part needs which, and which addresses each part answers."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.received import Log, observing
from tests.simulators.wechat.callbacks import Callbacks
from tests.simulators.wechat.codes import Codes
from tests.simulators.wechat.config import WechatConfig
from tests.simulators.wechat.content import ContentSafety
from tests.simulators.wechat.errors import injected, rendering_errors
from tests.simulators.wechat.gate import Gate
from tests.simulators.wechat.openapi import OpenApiTools
from tests.simulators.wechat.phone import Phone
from tests.simulators.wechat.qr import QrCodes
from tests.simulators.wechat.quotas import Quotas
from tests.simulators.wechat.sending import Sending
from tests.simulators.wechat.state import WechatState
from tests.simulators.wechat.tokens import Tokens


def create_app(
    config: WechatConfig, clock: Clock, state: WechatState | None = None
) -> web.Application:
    """A WeChat that knows `config.programs`; `state` carries people over from an earlier run."""
    state = state if state is not None else WechatState()
    log, faults = Log(clock), Faults()
    deliveries = Deliveries(clock, config.retry_waits)
    quotas = Quotas(config, clock)
    tokens = Tokens(config, clock, quotas)
    gate = Gate(tokens, quotas)
    codes = Codes(config, clock, state, gate, quotas)
    callbacks = Callbacks(config, clock, deliveries)

    app = web.Application(middlewares=[observing(log, faults, injected), rendering_errors])
    app.cleanup_ctx.append(deliveries.lifespan)
    for part in (
        tokens,
        codes,
        Sending(config, clock, state, gate, callbacks),
        QrCodes(gate),
        ContentSafety(config, clock, state, gate),
        OpenApiTools(gate, quotas, log),
        Phone(config, clock, state, codes, callbacks),
        Admin(clock, log, faults, deliveries, config),
    ):
        app.add_routes(part.routes())
    return app
