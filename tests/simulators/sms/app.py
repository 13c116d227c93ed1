"""The SMS service put together."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage, beijing
from tests.simulators.received import Log, observing
from tests.simulators.sms.config import SmsConfig
from tests.simulators.sms.gateway import Gateway
from tests.simulators.sms.reports import Reports
from tests.simulators.sms.state import SmsState


def create_app(config: SmsConfig, clock: Clock, state: SmsState | None = None) -> web.Application:
    """A service with one account; `state` carries the phones' messages over a restart."""
    state = state if state is not None else SmsState()
    log, faults = Log(clock), Faults()
    page = FrontPage(
        "SMS (Aliyun): the phones of the city",
        log,
        faults,
        ("at", "phone", "text", "template"),
        lambda: _inbox(state),
    )
    deliveries = Deliveries(clock, config.report_retry_waits)
    reports = Reports(config, clock, state, deliveries)
    gateway = Gateway(config, clock, state, reports)
    app = web.Application(middlewares=[observing(log, faults, gateway.injected, page.show)])
    app.cleanup_ctx.append(deliveries.lifespan)
    for part in (gateway, reports, page, Admin(clock, log, faults, deliveries, config)):
        app.add_routes(part.routes())
    return app


def _inbox(state: SmsState) -> list[tuple[str, ...]]:
    return [(beijing(one.at), one.phone, one.text, one.template_code) for one in state.messages]
