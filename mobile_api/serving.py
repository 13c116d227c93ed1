"""Runs the API: one process in place, or several that Sanic starts and watches."""

from functools import partial

from sanic import Sanic
from sanic.worker.loader import AppLoader

from mobile_api.app import create_app
from mobile_api.shared.logging import configure_logging
from mobile_api.shared.process.parts import Application
from mobile_api.shared.settings.settings import Settings


def make_app(settings: Settings) -> Application:
    """The application of one process, its log set up; each worker process calls this anew."""
    configure_logging(settings.log_level, "api")
    return create_app(settings)


def serve(settings: Settings) -> None:
    """Serve until stopped."""
    loader = AppLoader(factory=partial(make_app, settings))
    app = loader.load()
    app.prepare(
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        motd=False,
        access_log=False,
        single_process=settings.workers == 1,
    )
    if settings.workers == 1:
        Sanic.serve_single(primary=app)
    else:
        Sanic.serve(primary=app, app_loader=loader)
