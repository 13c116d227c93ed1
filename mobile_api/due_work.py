"""Every kind of due work there is."""

from functools import partial
from typing import Any

from mobile_api.accounts.phones.codes import forget_old_codes
from mobile_api.accounts.phones.service import phones_of
from mobile_api.accounts.sessions.service import forget_old_sessions
from mobile_api.agency_supermarket.agencies import terms
from mobile_api.agency_supermarket.agencies.practitioners import terms as registrations
from mobile_api.agency_supermarket.agencies.records.service import begin_records
from mobile_api.agency_supermarket.agencies.sanctions import service as sanctions
from mobile_api.agency_supermarket.contracts import following as contracts
from mobile_api.agency_supermarket.credit import following as credit
from mobile_api.agency_supermarket.credit import years
from mobile_api.agency_supermarket.disputes import following as disputes
from mobile_api.agency_supermarket.figures import following as figures
from mobile_api.agency_supermarket.openings import following as openings
from mobile_api.agency_supermarket.ranking import counting as ranking
from mobile_api.agency_supermarket.trading import publishing as trading
from mobile_api.agency_supermarket.trading.complaints import deciding as complaints
from mobile_api.cases import deadlines
from mobile_api.cases.content_checks import shown_for_check
from mobile_api.cases.post import following, tasks
from mobile_api.draws import overdue
from mobile_api.enterprises.clerks import forget_old_invitations
from mobile_api.guides.answering.service import forget_old_searches
from mobile_api.guides.meaning import computing as meanings
from mobile_api.guides.reading.queries import make_catalogue
from mobile_api.handoff.custody import carrying
from mobile_api.handoff.exchange.replays import forget_old_signatures
from mobile_api.handoff.incoming.forgetting import forget_sealed_bodies
from mobile_api.handoff.watching import due as handoffs
from mobile_api.handoff.watching.measuring import measure_partners
from mobile_api.log_followers import LOGS
from mobile_api.personal_data import deleting, exporting, merging
from mobile_api.shared.due.backlog import Queue, measure
from mobile_api.shared.due.faults import forget_old_faults
from mobile_api.shared.due.loops import Loop, loop_over, sweep
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history import runs
from mobile_api.shared.history.anchoring import anchor_heads
from mobile_api.shared.history.followers import FOLLOWERS
from mobile_api.shared.history.following import FOLLOWED_EVENTS, show_event
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
from notifications.post.parcels import outcomes
from notifications.post.parcels import work as parcels
from notifications.post.parcels.carriers import Carrier, Carriers
from notifications.post.parcels.states import CarrierName
from notifications.sending import receipts, wechat_receipts
from notifications.sending.claiming import DELIVERIES
from notifications.sending.lane import DELIVERY_QUEUES, Channels, lanes
from notifications.sms.client import SMS
from uploads import work as files
from uploads.inspection.apart import INSPECTORS
from uploads.inspection.scanner import make_scanner
from uploads.stores.storage import STORE
from wechat import consent, inbound
from wechat.content import checks as content_checks
from wechat.content import picture_verdicts
from wechat.inbound import merged
from wechat.official_account import answers, followers, owed_replies
from wechat.platform import replays
from wechat.platform.client import MINI_PROGRAM, OFFICIAL_ACCOUNT

# Every kind of due row, also of what this instance has no account for.
DUE_TABLES: tuple[DueTable[Any], ...] = (
    files.FILES,
    inbound.PUSHES,
    content_checks.CHECKS,
    owed_replies.REPLIES,
    followers.FOLLOWERS,
    parcels.PARCELS,
    subscriptions.NUMBERS,
    outcomes.OUTCOMES,
    FOLLOWED_EVENTS,
    tasks.TASKS,
    deadlines.NOTICE_CLOCKS,
    terms.QUALIFICATION_TERMS,
    sanctions.SANCTION_TERMS,
    years.CREDIT_YEARS,
    credit.CREDIT_DAYS,
    registrations.REGISTRATION_TERMS,
    openings.NEEDS,
    disputes.DISPUTES,
    trading.PROJECTS,
    complaints.COMPLAINTS,
    contracts.CONTRACTS,
    figures.FIGURES,
    ranking.RECORDS,
    overdue.DRAWS,
    meanings.MEANINGS_DUE,
    *handoffs.TABLES,
    exporting.EXPORTS,
    merging.MERGES,
    deleting.DELETIONS,
    DELIVERIES,
)
# Deliveries are due by channel, each with a lane of its own.
_UNDIVIDED = tuple(table for table in DUE_TABLES if table is not DELIVERIES)
QUEUES: tuple[Queue, ...] = (*_UNDIVIDED, *DELIVERY_QUEUES)
PARCEL_HANDLERS = {**following.HANDLERS, **carrying.HANDLERS}
_KINDS = tuple(table.kind for table in DUE_TABLES)
_MEASURED_EVERY_SECONDS = 15.0
SWEEPS = (
    sweep("begin_credit_years", years.begin_years),
    sweep("begin_credit_days", credit.begin_days),
    sweep("begin_figures", figures.begin_figures),
    sweep("begin_agency_records", begin_records),
    sweep("forget_old_answers", forget_old_answers),
    sweep("forget_old_codes", forget_old_codes),
    sweep("forget_old_sessions", forget_old_sessions),
    sweep("forget_old_invitations", forget_old_invitations),
    sweep("forget_old_receipts", receipts.forget_old_receipts),
    sweep("forget_old_pushes", inbound.forget_old_pushes),
    sweep("forget_old_searches", forget_old_searches),
    sweep("forget_old_verdicts", picture_verdicts.forget_old_verdicts),
    sweep("forget_old_signatures", forget_old_signatures),
    sweep("forget_sealed_bodies", forget_sealed_bodies),
    sweep("forget_old_faults", partial(forget_old_faults, _KINDS)),
    Loop("measure", partial(measure, QUEUES, _KINDS), every_seconds=_MEASURED_EVERY_SECONDS),
    Loop("measure_partners", measure_partners, every_seconds=_MEASURED_EVERY_SECONDS),
)


def due_loops(parts: Parts) -> list[Loop]:
    """Every kind of due work there is. Raises EmsMisconfigured without an account at EMS."""
    settings, store = SETTINGS.of(parts), STORE.of(parts)
    tools = files.FileTools(store, make_scanner(settings), INSPECTORS.of(parts))
    channels = channels_of(parts)
    told = consent.HANDLERS, followers.HANDLERS, picture_verdicts.HANDLERS
    handlers = merged(*told, wechat_receipts.handlers(settings))
    checks = partial(content_checks.look, MINI_PROGRAM.of(parts), partial(shown_for_check, store))
    return [
        loop_over(files.FILES, partial(files.settle, tools)),
        *lane_loops(channels),
        loop_over(inbound.PUSHES, partial(inbound.handle, handlers)),
        loop_over(content_checks.CHECKS, checks),
        *parcel_loops(parts),
        loop_over(outcomes.OUTCOMES, partial(outcomes.hand_over, PARCEL_HANDLERS)),
        loop_over(FOLLOWED_EVENTS, partial(show_event, FOLLOWERS.of(parts))),
        loop_over(tasks.TASKS, tasks.hold),
        loop_over(deadlines.NOTICE_CLOCKS, deadlines.run_out),
        loop_over(terms.QUALIFICATION_TERMS, terms.look),
        loop_over(sanctions.SANCTION_TERMS, sanctions.run_out),
        loop_over(years.CREDIT_YEARS, years.write),
        loop_over(credit.CREDIT_DAYS, credit.look),
        loop_over(registrations.REGISTRATION_TERMS, registrations.look),
        loop_over(openings.NEEDS, openings.run_out),
        loop_over(disputes.DISPUTES, disputes.run_out),
        loop_over(trading.PROJECTS, trading.run_out),
        loop_over(complaints.COMPLAINTS, complaints.run_out),
        loop_over(contracts.CONTRACTS, contracts.look),
        loop_over(figures.FIGURES, figures.look),
        loop_over(ranking.RECORDS, ranking.look),
        loop_over(overdue.DRAWS, overdue.run_out),
        *meanings.loops(parts),
        *handoffs.loops(),
        loop_over(exporting.EXPORTS, partial(exporting.settle, store)),
        loop_over(merging.MERGES, merging.move_again),
        loop_over(deleting.DELETIONS, partial(deleting.settle, store)),
        sweep("history_verification", runs.measure),
        sweep("history_heads", partial(anchor_heads, settings.heads_path, LOGS)),
        *official_account_loops(parts),
        *SWEEPS,
    ]


def lane_loops(channels: Channels) -> list[Loop]:
    """One for each way out."""
    by_queue = zip(DELIVERY_QUEUES, lanes(channels), strict=True)
    return [Loop(queue.kind, lane.work_off, wakes_on=queue.kind) for queue, lane in by_queue]


def channels_of(parts: Parts) -> Channels:
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
    answers_later = WorkerAnswers(SETTINGS.of(parts), REDIS.of(parts), make_catalogue(parts))
    pay = partial(owed_replies.pay, account, answers_later)
    return [
        loop_over(owed_replies.REPLIES, pay),
        loop_over(followers.FOLLOWERS, partial(followers.link, account)),
        sweep("forget_old_replies", answers.forget_old_replies),
        sweep("forget_used_signatures", replays.forget_used_signatures),
        sweep("link_late_sign_ins", followers.link_late_sign_ins),
    ]


def parcel_loops(parts: Parts) -> list[Loop]:
    """Numbers wait for ever where nobody has an account at Kuaidi100, and on a local instance
    orders where nobody has one at EMS."""
    if EMS.of(parts) is None and SETTINGS.of(parts).environment == "local":
        return []
    orders = loop_over(parcels.PARCELS, partial(parcels.work_on, carriers_of(parts)))
    client = KUAIDI100.of(parts)
    if client is None:
        return [orders]
    return [orders, loop_over(subscriptions.NUMBERS, partial(subscriptions.subscribe, client))]


def carriers_of(parts: Parts) -> Carriers:
    """Every carrier that this instance has an account at; EMS it must have."""
    ems, kuaidi100 = EMS.of(parts), KUAIDI100.of(parts)
    if ems is None:
        raise EmsMisconfigured("account_missing")
    found: dict[CarrierName, Carrier] = {CarrierName.ems: EmsCarrier(ems)}
    if kuaidi100 is not None:
        found[CarrierName.kuaidi100] = Kuaidi100Carrier(kuaidi100)
    return found
