"""WeChat counts every call per app id and interface, and refuses what is above the limit."""

from collections import Counter

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import Limit, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError

UNLIMITED = Limit()
FORCED_REFRESH = "/cgi-bin/stable_token (force_refresh)"
CLEARINGS_A_MONTH = 10
DEFAULTS = {
    "/cgi-bin/token": Limit(per_day=2_000),
    "/cgi-bin/stable_token": Limit(per_day=500_000, per_minute=10_000),
    FORCED_REFRESH: Limit(per_day=20),
    "/sns/jscode2session": Limit(per_minute=10_000),
    "/cgi-bin/message/subscribe/send": Limit(per_day=10_000_000),
    "/wxa/getwxacodeunlimit": Limit(per_minute=5_000),
    "/wxa/msg_sec_check": Limit(per_day=2_000_000, per_minute=4_000),
    "/wxa/media_check_async": Limit(per_day=200_000, per_minute=2_000),
    "/wxa/generate_urllink": Limit(per_day=500_000),
    "/wxa/generatescheme": Limit(per_day=500_000),
    "/sns/oauth2/access_token": Limit(per_minute=50_000),
    "/cgi-bin/message/template/send": Limit(per_day=100_000),
    "/cgi-bin/message/custom/send": Limit(per_day=500_000),
    "/cgi-bin/qrcode/create": Limit(per_day=100_000),
    "/cgi-bin/user/info": Limit(per_day=5_000_000),
}


class Quotas:
    def __init__(self, config: WechatConfig, clock: Clock) -> None:
        self._limits = {**DEFAULTS, **config.quotas}
        self._clock = clock
        self._used: Counter[tuple[str, str, str]] = Counter()

    def spend(self, app_id: str, path: str) -> None:
        """Raises 45009 above the day's or the minute's limit; logins answer 45011 for a minute."""
        limit = self._limits.get(path, UNLIMITED)
        minute = (app_id, path, f"{self._clock.beijing():%Y-%m-%d %H:%M}")
        if limit.per_day is not None and self.used(app_id, path) >= limit.per_day:
            raise WechatError(45009)
        if limit.per_minute is not None and self._used[minute] >= limit.per_minute:
            raise WechatError(45011 if path.startswith("/sns/") else 45009)
        self._used[minute] += 1
        self._used[self._day(app_id, path)] += 1

    def used(self, app_id: str, path: str) -> int:
        """Calls of this Beijing day."""
        return self._used[self._day(app_id, path)]

    def daily_limit(self, path: str) -> int:
        return self._limits.get(path, UNLIMITED).per_day or 0

    def clear(self, app_id: str) -> None:
        """Raises 48006 after ten clearings in a month."""
        month = (app_id, "clear_quota", f"{self._clock.beijing():%Y-%m}")
        if self._used[month] >= CLEARINGS_A_MONTH:
            raise WechatError(48006)
        cleared = self._used[month] + 1
        self._used = Counter({key: n for key, n in self._used.items() if key[0] != app_id})
        self._used[month] = cleared

    def _day(self, app_id: str, path: str) -> tuple[str, str, str]:
        return app_id, path, f"{self._clock.beijing():%Y-%m-%d}"
