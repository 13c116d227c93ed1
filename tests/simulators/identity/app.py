"""The identity service put together: which part answers which addresses."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage
from tests.simulators.identity.config import IdentityConfig
from tests.simulators.identity.provider import Provider, failed
from tests.simulators.identity.state import IdentityState
from tests.simulators.identity.switches import Switches
from tests.simulators.received import Log, observing


def create_app(
    config: IdentityConfig, clock: Clock, state: IdentityState | None = None
) -> web.Application:
    """An identity service with one relying party; `state` carries people over a restart."""
    state = state if state is not None else IdentityState()
    log, faults = Log(clock), Faults()
    page = FrontPage(
        "The identity service: people who can prove who they are",
        log,
        faults,
        ("person", "name", "level"),
        lambda: _inbox(state),
        shows="People, chosen by name on the page to which a sign-in leads",
    )
    deliveries = Deliveries(clock, waits=())
    switches = Switches(config, state)

    def injected(_request: web.Request, code: int | str) -> web.Response:
        return failed("server_error", int(code) if str(code).isdecimal() else 500)

    app = web.Application(middlewares=[observing(log, faults, injected, page.show)])
    app.cleanup_ctx.append(deliveries.lifespan)
    for part in (
        Provider(config, clock, state, switches),
        switches,
        page,
        Admin(clock, log, faults, deliveries, config),
    ):
        app.add_routes(part.routes())
    return app


def _inbox(state: IdentityState) -> list[tuple[str, ...]]:
    return [(label, one.name or "", one.acr) for label, one in state.people.items()]
