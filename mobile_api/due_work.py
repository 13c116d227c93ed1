"""Every kind of due work there is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from mobile_api.accounts.phones.codes import forget_old_codes
from mobile_api.accounts.phones.service import phones_of
from mobile_api.cases.content_checks import link_for_check
from mobile_api.cases.deadlines import deem_accepted_when_silent
from mobile_api.cases.post.following import follow_parcels
from mobile_api.cases.post.tasks import hold_unanswered
from mobile_api.enterprises.clerks import forget_old_invitations
from mobile_api.personal_data import deleting, exporting, merging
from mobile_api.shared.http.idempotency import forget_old_answers
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS, Parts
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
from notifications.post.ems.client import EMS
from notifications.post.ems.errors import EmsMisconfigured
from notifications.post.kuaidi100 import subscriptions
from notifications.post.kuaidi100.carrier import Kuaidi100Carrier
from notifications.post.kuaidi100.client import KUAIDI100
from notifications.post.parcels import work as parcels
from notifications.post.parcels.carriers import Carrier, Carriers
from notifications.post.parcels.states import CarrierName
from notifications.sending import receipts, relay, wechat_receipts
from notifications.sms.client import SMS
from uploads import work as files
from uploads.inspection.scanner import make_scanner
from uploads.stores.storage import STORE
from wechat import consent, inbound
from wechat.content import checks as content_checks
from wechat.content import picture_verdicts
from wechat.content.picture_verdicts import forget_old_verdicts
from wechat.inbound import Handlers
from wechat.official_account import answers, followers, owed_replies
from wechat.platform import replays
from wechat.platform.client import MINI_PROGRAM, OFFICIAL_ACCOUNT

# Every loop looks by itself this often, should a notification have been missed.
_IDLE_SECONDS = 5.0
_SWEEP_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Loop:
    """One kind of due work: the table whose notification wakes it, and the step that does it."""

    table: str
    step: Callable[[], Awaitable[int]]
    idle_seconds: float = _IDLE_SECONDS


def due_loops(parts: Parts) -> list[Loop]:
    """Every kind of due work there is. Raises EmsMisconfigured without an account at EMS."""
    settings, store = SETTINGS.of(parts), STORE.of(parts)
    scanner, channels = make_scanner(settings), channels_of(parts)
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
            partial(
                content_checks.work_off, MINI_PROGRAM.of(parts), partial(link_for_check, store)
            ),
        ),
        *parcel_loops(parts),
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
        *official_account_loops(parts),
    ]


def channels_of(parts: Parts) -> relay.Channels:
    """Every way to people that this instance has, besides the inbox."""
    settings, official, sms = SETTINGS.of(parts), OFFICIAL_ACCOUNT.of(parts), SMS.of(parts)
    long_term = settings.wechat_long_term_templates
    channels: dict[ChannelName, Channel] = {
        ChannelName.mini_program: MiniProgramChannel(
            MINI_PROGRAM.of(parts), settings.wechat_templates, long_term
        )
    }
    if official is not None:
        opens = Opens.of(settings)
        channels[ChannelName.official_subscription] = OfficialSubscriptionChannel(
            official, settings.wechat_official_account_subscriptions, opens, long_term
        )
        channels[ChannelName.official_template] = OfficialTemplateChannel(
            official, settings.wechat_official_account_templates, opens
        )
    if sms is not None:
        channels[ChannelName.sms] = SmsChannel(sms, settings.sms_templates, phones_of)
    return channels


def official_account_loops(parts: Parts) -> list[Loop]:
    """What is due to people who write to the official account; none without such an account."""
    account = OFFICIAL_ACCOUNT.of(parts)
    if account is None:
        return []
    answers_later = WorkerAnswers(SETTINGS.of(parts), REDIS.of(parts))
    pay = partial(owed_replies.work_off, account, answers_later)
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


def parcel_loops(parts: Parts) -> list[Loop]:
    """Numbers wait for ever where nobody has an account at Kuaidi100."""
    orders = Loop("parcel", partial(parcels.work_off, carriers_of(parts)))
    client = KUAIDI100.of(parts)
    if client is None:
        return [orders]
    return [orders, Loop("watched_number", partial(subscriptions.work_off, client))]


def carriers_of(parts: Parts) -> Carriers:
    """Every carrier that this instance has an account at; EMS it must have."""
    ems, kuaidi100 = EMS.of(parts), KUAIDI100.of(parts)
    if ems is None:
        raise EmsMisconfigured("account_missing")
    found: dict[CarrierName, Carrier] = {CarrierName.ems: EmsCarrier(ems)}
    if kuaidi100 is not None:
        found[CarrierName.kuaidi100] = Kuaidi100Carrier(kuaidi100)
    return found


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
