"""The application: reads like a table of contents."""

from redis.asyncio import Redis
from sanic import Sanic

from mobile_api.accounts.sessions import EndedSessions
from mobile_api.auth import authenticate
from mobile_api.guides.published import PublishedCatalogue
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.routes import BLUEPRINTS
from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import close_database, open_database
from mobile_api.shared.settings import Settings, load_settings
from notifications.ems.account import account_of
from uploads.storage import make_store
from wechat.client import make_client


def create_app(settings: Settings | None = None) -> Sanic:
    """One API process, not yet started. Raises SettingsFault."""
    settings = settings or load_settings()
    app = Sanic("yiwang", request_class=YiwangRequest, configure_logging=False)
    app.ctx.settings = settings
    app.ctx.authenticate = authenticate
    setup_config(app, settings)
    setup_errors(app)
    for blueprint in BLUEPRINTS:
        app.blueprint(blueprint)
    app.before_server_start(open_parts)
    app.after_server_stop(close_parts)
    return app


def setup_config(app: Sanic, settings: Settings) -> None:
    """Sanic's own settings."""
    app.config.update(
        {
            "ACCESS_LOG": False,
            "REQUEST_MAX_SIZE": settings.request_max_bytes,
            "PROXIES_COUNT": settings.proxies_count or None,
            "REAL_IP_HEADER": None,
            "FALLBACK_ERROR_FORMAT": "json",
            "KEEP_ALIVE_TIMEOUT": 75,
            "OAS": False,
        }
    )


async def open_parts(app: Sanic) -> None:
    """Open what the handlers need; once per process."""
    settings: Settings = app.ctx.settings
    use_keyring(Keyring(settings.secret_key, settings.previous_secret_keys))
    await open_database(settings.database_url, settings.database_pool_size)
    app.ctx.redis = Redis.from_url(settings.redis_url)
    app.ctx.wechat = make_client(settings, app.ctx.redis)
    app.ctx.ems_account = account_of(settings)
    app.ctx.store = make_store(settings)
    app.ctx.catalogue = PublishedCatalogue(settings.database_url)
    await app.ctx.catalogue.start()
    app.ctx.ended_sessions = EndedSessions(app.ctx.redis)
    app.ctx.ended_sessions.start()


async def close_parts(app: Sanic) -> None:
    """Close them in reverse order."""
    await app.ctx.ended_sessions.stop()
    await app.ctx.catalogue.stop()
    await app.ctx.wechat.close()
    await app.ctx.redis.aclose()
    await close_database()
