"""What a draft would look like, whether it could be published now, and the key to do it with."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from uuid import UUID

from redis.asyncio import Redis

from mobile_api.agency_supermarket.agencies.queries import open_codes
from mobile_api.agency_supermarket.errors import (
    DeadlineTooEarly,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    TooFewForPanel,
)
from mobile_api.agency_supermarket.needs.drafting import (
    OwnerKey,
    avoidance_leaves_nobody,
    check_before_publishing,
    earliest_close,
)
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.judging import lacks_experts
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import (
    NeedFault,
    NeedPreview,
    NeedView,
    PublishRequest,
)
from mobile_api.agency_supermarket.needs.scope import own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import view
from mobile_api.agency_supermarket.sealing.offers import is_recipient, new_identity, recipient_of
from mobile_api.agency_supermarket.sealing.passphrases import kept_under
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError, FieldFault, InvalidInput
from mobile_api.shared.http.rate_limits import RateLimit, spend

# Of one person: each takes a second or two of the one thread that does it.
_PASSPHRASES = RateLimit("need-passphrase", times=10, seconds=600)
# What everybody will read, and what the key of a draft covers.
_SAID = {
    "service_type",
    "title",
    "description",
    "method",
    "fund_source",
    "budget_fen",
    "big_list",
    "small_list",
    "price_percent",
    "judging",
    "avoided",
    "bids_close_at",
}
_KEY = 16
_ONE_KEY = "请在“自己保存密钥”和“设置口令”中选择一种。"
_NO_KEY = "这不是有效的公钥,应以 age1 开头,共62个字符。"


async def preview(caller: Citizen, need_id: UUID) -> NeedPreview:
    """Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed (published already)."""
    need = await own_needs(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    if need.status is not NeedStatus.draft:
        raise NeedMoveNotAllowed()
    eligible = await open_codes(need.service_type) - set(need.avoided)
    return NeedPreview(
        need=await view(need, is_own=False),
        eligible_agencies=len(eligible),
        faults=[one async for one in _faults(need)],
    )


def key_of(draft: NeedView, files: Sequence[NeedFile]) -> str:
    """Of what a draft says: another one as soon as anything in it is another."""
    said = draft.model_dump_json(include=_SAID) + str([(one.file_id, one.title) for one in files])
    return sha256(said.encode()).hexdigest()[:_KEY]


async def _faults(need: Need) -> AsyncIterator[NeedFault]:
    closes_on = clock.beijing_date(need.bids_close_at)
    if closes_on < await earliest_close(clock.today()):
        yield _fault("/bids_close_at", DeadlineTooEarly)
    if await avoidance_leaves_nobody(need):
        yield _fault("/avoided", NobodyEligible)
    if await lacks_experts(need.terms):
        yield _fault("/judging/members", TooFewForPanel)


def _fault(path: str, error: type[AppError]) -> NeedFault:
    return NeedFault(path=path, code=error.code, message=error.title)


async def key_to_publish(
    redis: Redis, caller: Citizen, need_id: UUID, given: PublishRequest
) -> OwnerKey:
    """Made before the transaction: a passphrase takes a second or two, in a thread; so first is
    asked whether the need can be published at all.

    Raises InvalidInput, TooManyRequests, TemporarilyUnavailable and as `check_before_publishing`.
    """
    if (given.owner_recipient is None) is (given.passphrase is None):
        raise InvalidInput([FieldFault("/owner_recipient", "one_of_two", _ONE_KEY)])
    if given.owner_recipient is not None:
        if not is_recipient(given.owner_recipient):
            raise InvalidInput([FieldFault("/owner_recipient", "no_recipient", _NO_KEY)])
        return OwnerKey(given.owner_recipient)
    await check_before_publishing(caller, need_id)
    await spend(redis, _PASSPHRASES, caller.key)
    identity = new_identity()
    kept = await kept_under(identity, given.passphrase or "")
    return OwnerKey(recipient_of(identity), kept)
