"""The application: reads like a table of contents."""

from redis.asyncio import Redis
from sanic import Sanic

from mobile_api.accounts.identity.claims import make_identity_service
from mobile_api.accounts.sessions.service import EndedSessions
from mobile_api.auth import acting, authenticate
from mobile_api.guides.reading.published import PublishedCatalogue
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.routes import BLUEPRINTS
from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import close_database, open_database
from mobile_api.shared.settings.settings import Settings, load_settings
from mobile_api.wechat_replies.answering import CitizenAnswers
from notifications.policy import ChannelPolicy, use_channels
from notifications.post.ems.account import account_of
from notifications.post.ems.client import EmsClient
from notifications.post.kuaidi100.account import account_of as kuaidi100_account_of
from notifications.sms.client import SmsClient
from uploads.stores.storage import make_store
from wechat.platform.client import make_client, make_official_account


def create_app(settings: Settings | None = None) -> Sanic:
    """One API process, not yet started. Raises SettingsFault."""
    settings = settings or load_settings()
    app = Sanic("yiwang", request_class=YiwangRequest, configure_logging=False)
    app.ctx.settings = settings
    app.ctx.authenticate = authenticate
    app.ctx.acting = acting
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
    use_channels(ChannelPolicy.of(settings))
    await open_database(settings.database_url, settings.database_pool_size)
    app.ctx.redis = Redis.from_url(settings.redis_url)
    app.ctx.wechat = make_client(settings, app.ctx.redis)
    app.ctx.official_account = make_official_account(settings, app.ctx.redis)
    app.ctx.sms = SmsClient.open(settings, app.ctx.redis)
    app.ctx.ems_account = account_of(settings)
    app.ctx.kuaidi100_account = kuaidi100_account_of(settings)
    app.ctx.ems = EmsClient.open(settings) if app.ctx.ems_account else None
    app.ctx.store = make_store(settings)
    app.ctx.identity = make_identity_service(settings)
    app.ctx.catalogue = PublishedCatalogue(settings.database_url)
    await app.ctx.catalogue.start()
    app.ctx.wechat_answers = CitizenAnswers(settings, app.ctx.redis, app.ctx.catalogue)
    app.ctx.ended_sessions = EndedSessions(app.ctx.redis)
    app.ctx.ended_sessions.start()


async def close_parts(app: Sanic) -> None:
    """Close them in reverse order."""
    await app.ctx.ended_sessions.stop()
    await app.ctx.catalogue.stop()
    if app.ctx.sms is not None:
        await app.ctx.sms.close()
    await app.ctx.wechat.close()
    if app.ctx.official_account is not None:
        await app.ctx.official_account.close()
    if app.ctx.identity is not None:
        await app.ctx.identity.client.close()
    if app.ctx.ems is not None:
        await app.ctx.ems.close()
    await app.ctx.redis.aclose()
    await close_database()
