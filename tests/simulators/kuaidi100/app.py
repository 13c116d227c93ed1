"""Kuaidi100 put together: which part needs which, and which addresses each part answers."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.kuaidi100.errors import refused
from tests.simulators.kuaidi100.numbers import Numbers
from tests.simulators.kuaidi100.pushes import Pushes
from tests.simulators.kuaidi100.queries import Queries
from tests.simulators.kuaidi100.state import Kuaidi100State
from tests.simulators.kuaidi100.subscriptions import Subscriptions
from tests.simulators.received import Log, observing


def create_app(
    config: Kuaidi100Config, clock: Clock, state: Kuaidi100State | None = None
) -> web.Application:
    """A Kuaidi100 that knows one customer; `state` carries numbers over a restart."""
    state = state if state is not None else Kuaidi100State()
    log, faults = Log(clock), Faults()
    page = FrontPage(
        "Kuaidi100: tracks of other couriers",
        log,
        faults,
        ("last scan", "number", "carrier", "what", "subscription"),
        lambda: _inbox(state),
    )
    deliveries = Deliveries(clock, config.push_retry_waits)
    pushes = Pushes(config, deliveries)

    app = web.Application(
        middlewares=[observing(log, faults, lambda _request, code: refused(str(code)), page.show)]
    )
    app.cleanup_ctx.append(deliveries.lifespan)
    for part in (
        Queries(config, clock, state),
        Subscriptions(config, clock, state, pushes),
        Numbers(clock, state, pushes),
        page,
        Admin(clock, log, faults, deliveries, config),
    ):
        app.add_routes(part.routes())
    return app


def _inbox(state: Kuaidi100State) -> list[tuple[str, ...]]:
    return [
        (
            one.entries[-1].at if one.entries else "",
            one.number,
            one.carrier_code,
            one.entries[-1].context if one.entries else "",
            one.status,
        )
        for one in state.numbers.values()
    ]
