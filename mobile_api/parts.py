"""Which parts each process opens: the API and the worker here; a command names what it uses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.proofs.rules import RULES as PROOF_RULES
from mobile_api.accounts.sessions.ended import ENDED_SESSIONS
from mobile_api.agency_supermarket.agencies.records.rules import RULES as RECORD_RULES
from mobile_api.agency_supermarket.contracts.rules import RULES as CONTRACT_RULES
from mobile_api.agency_supermarket.credit.rules import RULES as CREDIT_RULES
from mobile_api.agency_supermarket.disputes.rules import RULES as DISPUTE_RULES
from mobile_api.agency_supermarket.experts.rules import RULES as EXPERT_RULES
from mobile_api.agency_supermarket.figures.rules import RULES as FIGURE_RULES
from mobile_api.agency_supermarket.ratings.rules import RULES as RATING_RULES
from mobile_api.agency_supermarket.rules import RULES as MARKET_RULES
from mobile_api.agency_supermarket.selection.rules import RULES as SELECTION_RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.trading.rules import RULES as TRADING_RULES
from mobile_api.auth import TokenCallers
from mobile_api.cases.rules import RULES as CASE_RULES
from mobile_api.enterprises.rules import RULES as ENTERPRISE_RULES
from mobile_api.guides.meaning.following import MEANINGS
from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.handoff.exchange.client import PARTNERS
from mobile_api.log_followers import followers_of
from mobile_api.shared.calendar.rules import RoomRules
from mobile_api.shared.database import DATABASE
from mobile_api.shared.history.followers import FOLLOWERS
from mobile_api.shared.http.endpoint import CALLERS
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS, AnyPart, Parts, open_parts
from mobile_api.shared.settings.settings import Settings
from mobile_api.wechat_replies.answering import CitizenAnswers
from notifications.post.ems.client import EMS
from notifications.post.kuaidi100.client import KUAIDI100
from notifications.sms.client import SMS
from uploads.inspection.apart import INSPECTORS
from uploads.rules import RULES as UPLOAD_RULES
from uploads.stores.storage import STORE
from wechat.official_account.answers import ANSWERER
from wechat.platform.client import MINI_PROGRAM, OFFICIAL_ACCOUNT

# What a city may set by files of its own.
CITY_RULES: tuple[RoomRules[Any], ...] = (
    CASE_RULES,
    ENTERPRISE_RULES,
    PROOF_RULES,
    SELECTION_RULES,
    UPLOAD_RULES,
    MARKET_RULES,
    CREDIT_RULES,
    DISPUTE_RULES,
    CONTRACT_RULES,
    RATING_RULES,
    RECORD_RULES,
    FIGURE_RULES,
    SERVICES,
    TRADING_RULES,
    EXPERT_RULES,
)
_WORKER: tuple[AnyPart, ...] = (
    DATABASE,
    REDIS,
    STORE,
    INSPECTORS,
    MINI_PROGRAM,
    OFFICIAL_ACCOUNT,
    SMS,
    EMS,
    KUAIDI100,
    PARTNERS,
    MEANINGS,
    *CITY_RULES,
)


@asynccontextmanager
async def open_worker_parts(settings: Settings) -> AsyncIterator[Parts]:
    """What due work needs. Raises what a wrong setting raises (EmsMisconfigured, ValueError)."""
    async with open_parts(settings, *_WORKER) as parts:
        parts.give(FOLLOWERS, followers_of(settings))
        yield parts


@asynccontextmanager
async def open_api_parts(settings: Settings) -> AsyncIterator[Parts]:
    """What requests need: what the worker has, and what follows the database and Redis."""
    more: tuple[AnyPart, ...] = (IDENTITY, CATALOGUE, ENDED_SESSIONS)
    async with open_parts(settings, *_WORKER, *more) as parts:
        parts.give(FOLLOWERS, followers_of(settings))
        parts.give(CALLERS, TokenCallers(ENDED_SESSIONS.of(parts)))
        answers = CitizenAnswers(SETTINGS.of(parts), REDIS.of(parts), CATALOGUE.of(parts))
        parts.give(ANSWERER, answers)
        yield parts
