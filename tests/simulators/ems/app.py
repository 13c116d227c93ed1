"""EMS put together: which part needs which, and which addresses each part answers."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.ems.addresses import Addresses
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.gateway import Gateway, Interface
from tests.simulators.ems.labels import Labels
from tests.simulators.ems.orders import Orders
from tests.simulators.ems.parcels import Parcels
from tests.simulators.ems.postage import Postage
from tests.simulators.ems.pushes import Pushes
from tests.simulators.ems.state import EmsState
from tests.simulators.ems.tracks import Tracks
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage, beijing
from tests.simulators.received import Log, observing


def create_app(config: EmsConfig, clock: Clock, state: EmsState | None = None) -> web.Application:
    """An EMS that knows one agreement customer; `state` carries parcels over a restart."""
    state = state if state is not None else EmsState()
    log, faults = Log(clock), Faults()
    page = FrontPage(
        "EMS: parcels and the postman",
        log,
        faults,
        ("ordered", "waybill", "order", "last operation", "state"),
        lambda: _inbox(state),
    )
    deliveries = Deliveries(clock, config.push_retry_waits)
    labels = Labels(config, state)
    gateway = Gateway(config, clock, _interfaces(config, clock, state, labels))

    app = web.Application(middlewares=[observing(log, faults, gateway.injected, page.show)])
    app.cleanup_ctx.append(deliveries.lifespan)
    for part in (
        gateway,
        labels,
        Parcels(clock, state, Pushes(config, clock, deliveries)),
        page,
        Admin(clock, log, faults, deliveries, config),
    ):
        app.add_routes(part.routes())
    return app


def _interfaces(
    config: EmsConfig, clock: Clock, state: EmsState, labels: Labels
) -> dict[str, Interface]:
    """By apiCode."""
    orders, postage, addresses = Orders(config, clock, state), Postage(state), Addresses(config)
    return {
        "010004": labels.label,
        "020003": orders.create,
        "020006": orders.cancel,
        "030005": addresses.coverage,
        "040001": Tracks(config, clock, state).query,
        "050001": postage.posted,
        "050005": postage.estimate,
        "060001": addresses.parse,
        "060002": addresses.reach,
    }


def _inbox(state: EmsState) -> list[tuple[str, ...]]:
    return [
        (
            beijing(one.created_at),
            one.waybill_number,
            one.order_number,
            one.events[-1].op_code if one.events else "",
            "cancelled" if one.is_cancelled else "",
        )
        for one in state.parcels.values()
    ]
