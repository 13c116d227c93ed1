"""Every kind of due work there is, and the providers that it needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from redis.asyncio import Redis

from mobile_api.accounts.phones.codes import forget_old_codes
from mobile_api.accounts.phones.service import phones_of
from mobile_api.cases.content_checks import link_for_check
from mobile_api.cases.deadlines import deem_accepted_when_silent
from mobile_api.cases.post.following import follow_parcels
from mobile_api.cases.post.tasks import hold_unanswered
from mobile_api.enterprises.clerks import forget_old_invitations
from mobile_api.personal_data import deleting, exporting, merging
from mobile_api.shared.http.idempotency import forget_old_answers
from mobile_api.shared.settings.settings import Settings
from mobile_api.wechat_replies.answering import WorkerAnswers
from notifications.channels.base import Channel
from notifications.channels.mini_program import MiniProgramChannel
from notifications.channels.official_account import (
    OfficialSubscriptionChannel,
    OfficialTemplateChannel,
    Opens,
)
from notifications.channels.sms import SmsChannel
from notifications.models import ChannelName
from notifications.post.ems.carrier import EmsCarrier
from notifications.post.ems.client import EmsClient
from notifications.post.kuaidi100 import subscriptions
from notifications.post.kuaidi100.carrier import Kuaidi100Carrier
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.parcels import work as parcels
from notifications.post.parcels.carriers import Carrier, Carriers
from notifications.post.parcels.states import CarrierName
from notifications.sending import receipts, relay, wechat_receipts
from notifications.sms.client import SmsClient, SmsProvider
from uploads import work as files
from uploads.inspection.scanner import make_scanner
from uploads.stores.storage import make_store
from wechat import consent, inbound
from wechat.content import checks as content_checks
from wechat.content import picture_verdicts
from wechat.content.picture_verdicts import forget_old_verdicts
from wechat.inbound import Handlers
from wechat.official_account import answers, followers, owed_replies
from wechat.platform import replays
from wechat.platform.client import WechatClient, make_client, make_official_account

# Every loop looks by itself this often, should a notification have been missed.
_IDLE_SECONDS = 5.0
_SWEEP_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Loop:
    """One kind of due work: the table whose notification wakes it, and the step that does it."""

    table: str
    step: Callable[[], Awaitable[int]]
    idle_seconds: float = _IDLE_SECONDS


@dataclass(frozen=True, slots=True)
class Providers:
    """The outside world as the loops need it."""

    wechat: WechatClient
    ems: EmsClient
    official_account: WechatClient | None
    kuaidi100: Kuaidi100Client | None
    wechat_answers: WorkerAnswers
    sms: SmsProvider | None

    @classmethod
    def open(cls, settings: Settings, redis: Redis) -> Self:
        """Raises EmsMisconfigured without an account at EMS."""
        official = make_official_account(settings, redis)
        ems, kuaidi100 = EmsClient.open(settings), Kuaidi100Client.open(settings)
        answers = WorkerAnswers(settings, redis)
        sms = SmsClient.open(settings, redis)
        return cls(make_client(settings, redis), ems, official, kuaidi100, answers, sms)

    def carriers(self) -> Carriers:
        """Every carrier that this instance has an account at."""
        found: dict[CarrierName, Carrier] = {CarrierName.ems: EmsCarrier(self.ems)}
        if self.kuaidi100 is not None:
            found[CarrierName.kuaidi100] = Kuaidi100Carrier(self.kuaidi100)
        return found

    async def close(self) -> None:
        await self.wechat.close()
        if self.official_account is not None:
            await self.official_account.close()
        await self.ems.close()
        if self.kuaidi100 is not None:
            await self.kuaidi100.close()
        if self.sms is not None:
            await self.sms.close()


def due_loops(settings: Settings, providers: Providers) -> list[Loop]:
    """Every kind of due work there is."""
    store, scanner = make_store(settings), make_scanner(settings)
    channels = channels_of(settings, providers)
    handlers = merged(
        consent.HANDLERS,
        followers.HANDLERS,
        wechat_receipts.handlers(settings),
        picture_verdicts.HANDLERS,
    )
    return [
        Loop("stored_file", partial(files.work_off, store, scanner)),
        *(Loop(relay.table_of(lane), lane.work_off) for lane in relay.lanes(channels)),
        Loop("wechat_inbound_message", partial(inbound.work_off, handlers)),
        Loop(
            "content_check",
            partial(content_checks.work_off, providers.wechat, partial(link_for_check, store)),
        ),
        *parcel_loops(providers),
        Loop("parcel_outcome", follow_parcels),
        Loop("postal_task", hold_unanswered),
        Loop("clock_segment", deem_accepted_when_silent),
        Loop("data_export", partial(exporting.work_off, store)),
        Loop("account_merge", merging.work_off),
        Loop("account_deletion", deleting.work_off),
        Loop("idempotency_record", once_in_a_while(forget_old_answers), _SWEEP_SECONDS),
        Loop("phone_code", once_in_a_while(forget_old_codes), _SWEEP_SECONDS),
        Loop("enterprise_clerk", once_in_a_while(forget_old_invitations), _SWEEP_SECONDS),
        Loop("early_receipt", once_in_a_while(receipts.forget_old_receipts), _SWEEP_SECONDS),
        Loop("swept_pushes", once_in_a_while(inbound.forget_old_pushes), _SWEEP_SECONDS),
        Loop("swept_verdicts", once_in_a_while(forget_old_verdicts), _SWEEP_SECONDS),
        *official_account_loops(providers),
    ]


def channels_of(settings: Settings, providers: Providers) -> relay.Channels:
    """Every way to people that this instance has, besides the inbox."""
    long_term = settings.wechat_long_term_templates
    channels: dict[ChannelName, Channel] = {
        ChannelName.mini_program: MiniProgramChannel(
            providers.wechat, settings.wechat_templates, long_term
        )
    }
    if providers.official_account is not None:
        official, opens = providers.official_account, Opens.of(settings)
        channels[ChannelName.official_subscription] = OfficialSubscriptionChannel(
            official, settings.wechat_official_account_subscriptions, opens, long_term
        )
        channels[ChannelName.official_template] = OfficialTemplateChannel(
            official, settings.wechat_official_account_templates, opens
        )
    if providers.sms is not None:
        channels[ChannelName.sms] = SmsChannel(providers.sms, settings.sms_templates, phones_of)
    return channels


def official_account_loops(providers: Providers) -> list[Loop]:
    """What is due to people who write to the official account; none without such an account."""
    account = providers.official_account
    if account is None:
        return []
    pay = partial(owed_replies.work_off, account, providers.wechat_answers)
    sweeps = {
        "swept_replies": answers.forget_old_replies,
        "swept_signatures": replays.forget_used_signatures,
        "late_sign_ins": followers.link_late_sign_ins,
    }
    return [
        *(Loop(name, once_in_a_while(step), _SWEEP_SECONDS) for name, step in sweeps.items()),
        Loop("wechat_reply", pay),
        Loop("wechat_follower", partial(followers.link_people, account)),
    ]


def parcel_loops(providers: Providers) -> list[Loop]:
    """Numbers wait for ever where nobody has an account at Kuaidi100."""
    orders = Loop("parcel", partial(parcels.work_off, providers.carriers()))
    client = providers.kuaidi100
    if client is None:
        return [orders]
    return [orders, Loop("watched_number", partial(subscriptions.work_off, client))]


def merged(*parts: Handlers) -> Handlers:
    """The handlers of every part, by event."""
    events = {event for part in parts for event in part}
    return {event: [one for part in parts for one in part.get(event, ())] for event in events}


def once_in_a_while(sweep: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
    """A sweep takes all there is in one go, so there is nothing more to do at once."""

    async def step() -> int:
        await sweep()
        return 0

    return step
