"""The application: reads like a table of contents."""

from contextlib import AsyncExitStack

from sanic import Sanic

from mobile_api.http_errors import setup_errors
from mobile_api.parts import open_api_parts
from mobile_api.request import YiwangRequest
from mobile_api.routes import BLUEPRINTS
from mobile_api.shared.http.bodies import MOST_BYTES
from mobile_api.shared.http.prepared import HAS_TLS
from mobile_api.shared.process.parts import Application, hold
from mobile_api.shared.settings.settings import Settings, load_settings


def create_app(settings: Settings | None = None) -> Application:
    """One API process, not yet started. Raises SettingsFault."""
    settings = settings or load_settings()
    app = Sanic("yiwang", request_class=YiwangRequest, configure_logging=False)
    setup_config(app, settings)
    setup_errors(app)
    for blueprint in BLUEPRINTS:
        app.blueprint(blueprint)
    setup_parts(app, settings)
    return app


def setup_config(app: Application, settings: Settings) -> None:
    """Sanic's own settings."""
    app.config.update(
        {
            "ACCESS_LOG": False,
            "REQUEST_MAX_SIZE": MOST_BYTES,
            "PROXIES_COUNT": settings.proxies_count or None,
            "REAL_IP_HEADER": None,
            "FALLBACK_ERROR_FORMAT": "json",
            "KEEP_ALIVE_TIMEOUT": 75,
            "OAS": False,
            HAS_TLS: settings.public_url.startswith("https://"),
        }
    )


def setup_parts(app: Application, settings: Settings) -> None:
    """What the handlers need is opened before the first request and closed after the last."""
    opened = AsyncExitStack()

    async def start(app: Application) -> None:
        hold(app, await opened.enter_async_context(open_api_parts(settings)))

    async def stop(app: Application) -> None:
        await opened.aclose()

    app.before_server_start(start)
    app.after_server_stop(stop)
