"""A partner city put together."""

from aiohttp import web

from tests.simulators.admin import Admin
from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Faults
from tests.simulators.front_page import FrontPage, short
from tests.simulators.partner_city.answers import Answers
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.desk import Desk
from tests.simulators.partner_city.doors import Doors
from tests.simulators.partner_city.home import Home
from tests.simulators.partner_city.keys import CityKeys
from tests.simulators.partner_city.materials import Materials
from tests.simulators.partner_city.misdeeds import Misdeeds
from tests.simulators.partner_city.outbox import Custody, Outbox
from tests.simulators.partner_city.sending import Sending
from tests.simulators.partner_city.signing import Signer
from tests.simulators.partner_city.state import CityState
from tests.simulators.partner_city.taking import Taking
from tests.simulators.received import Log, observing


def create_app(config: CityConfig, clock: Clock, state: CityState | None = None) -> web.Application:
    """A city with keys of its own; whoever starts it tells `config.base_url` once it listens."""
    state = state if state is not None else CityState()
    log, faults, misdeeds, keys = Log(clock), Faults(), Misdeeds(), CityKeys()
    page = FrontPage(
        f"Another city: {config.name}",
        log,
        faults,
        ("at", "kind", "handoff", "message"),
        lambda: _inbox(state),
        shows="Messages that came",
    )
    signer = Signer(clock, keys)
    answers = Answers(config, clock, state, signer)
    sending = Sending(config, clock, signer)
    outbox = Outbox(config, state, sending)
    materials = Materials(config, clock, state)
    # Nothing is repeated by itself: a test says what is sent, and how often.
    deliveries = Deliveries(clock, waits=())
    app = web.Application(middlewares=[observing(log, faults, answers.injected, page.show)])
    app.cleanup_ctx.extend((sending.lifespan, deliveries.lifespan))
    for part in (
        Doors(config, clock, state, keys, answers, misdeeds, materials),
        Home(config, clock, state, keys, outbox),
        Taking(config, clock, state, outbox, materials),
        Custody(clock, state, outbox),
        Desk(config, state, keys, misdeeds),
        *(outbox, sending, materials, page),
        Admin(clock, log, faults, deliveries, config),
    ):
        app.add_routes(part.routes())
    return app


def _inbox(state: CityState) -> list[tuple[str, ...]]:
    taken = state.taken.values()
    return [(short(one.at), one.kind, one.handoff_id, one.message_id) for one in taken]
