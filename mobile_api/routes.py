"""Every feature's blueprint in one list."""

from sanic import Blueprint

from mobile_api.accounts import routes as accounts
from mobile_api.accounts.bindings import routes as bindings
from mobile_api.accounts.identity import routes as identity
from mobile_api.accounts.phones import routes as phones
from mobile_api.accounts.sessions import routes as sessions
from mobile_api.accounts.staff import routes as members
from mobile_api.accounts.staff import sign_in_routes as staff_sign_in
from mobile_api.accounts.staff.second_factor import routes as second_factor
from mobile_api.accounts.wechat_web import routes as web_sign_in
from mobile_api.addresses import routes as addresses
from mobile_api.agency_supermarket.affiliations import routes as market_affiliations
from mobile_api.agency_supermarket.agencies import routes as market_agencies
from mobile_api.agency_supermarket.agencies import staff_routes as staff_market_agencies
from mobile_api.agency_supermarket.agencies.offices import routes as market_offices
from mobile_api.agency_supermarket.agencies.practitioners import routes as market_practitioners
from mobile_api.agency_supermarket.agencies.sanctions import routes as market_sanctions
from mobile_api.agency_supermarket.bids import routes as market_bids
from mobile_api.agency_supermarket.changes import routes as market_changes
from mobile_api.agency_supermarket.contracts import change_routes as market_contract_changes
from mobile_api.agency_supermarket.contracts import routes as market_contracts
from mobile_api.agency_supermarket.contracts import staff_routes as staff_market_contracts
from mobile_api.agency_supermarket.credit import routes as market_credit
from mobile_api.agency_supermarket.credit import staff_routes as staff_market_credit
from mobile_api.agency_supermarket.disputes import routes as market_disputes
from mobile_api.agency_supermarket.disputes import staff_routes as staff_market_disputes
from mobile_api.agency_supermarket.experts import staff_routes as staff_market_experts
from mobile_api.agency_supermarket.experts.panels import routes as market_expert
from mobile_api.agency_supermarket.experts.panels import staff_routes as staff_market_panels
from mobile_api.agency_supermarket.figures import routes as market_figures
from mobile_api.agency_supermarket.finding import routes as market_finding
from mobile_api.agency_supermarket.needs import routes as market_needs
from mobile_api.agency_supermarket.needs import staff_routes as staff_market_needs
from mobile_api.agency_supermarket.needs.files import routes as market_need_files
from mobile_api.agency_supermarket.openings import routes as market_openings
from mobile_api.agency_supermarket.openings import staff_routes as staff_market_openings
from mobile_api.agency_supermarket.openings.scoring import routes as market_scoring
from mobile_api.agency_supermarket.ratings import routes as market_ratings
from mobile_api.agency_supermarket.ratings import staff_routes as staff_market_ratings
from mobile_api.agency_supermarket.trading import routes as market_trading
from mobile_api.agency_supermarket.trading import staff_routes as staff_market_trading
from mobile_api.agency_supermarket.trading.complaints import routes as market_complaints
from mobile_api.agency_supermarket.trading.complaints import staff_routes as staff_complaints
from mobile_api.cases.applying import routes as cases
from mobile_api.cases.counter import queue_routes as staff_queue
from mobile_api.cases.counter import routes as staff_cases
from mobile_api.cases.counter import told_routes as staff_deliveries
from mobile_api.cases.post import routes as case_post
from mobile_api.cases.post import window_routes as staff_case_post
from mobile_api.cases.status import enterprise_routes as case_enterprises
from mobile_api.cases.status import routes as case_status
from mobile_api.centre import routes as centre
from mobile_api.draws import routes as draws
from mobile_api.enterprises import routes as enterprises
from mobile_api.guides import routes as guides
from mobile_api.handoff import routes as handoff
from mobile_api.handoff.custody import routes as custody
from mobile_api.handoff.outgoing import routes as handoffs
from mobile_api.handoff.outgoing import staff_routes as staff_handoffs
from mobile_api.handoff.receipts import routes as handoff_receipts
from mobile_api.handoff.watching import routes as staff_partners
from mobile_api.health import operators
from mobile_api.personal_data import routes as personal_data
from mobile_api.web import routes as web
from notifications.inbox import preference_routes as preferences
from notifications.inbox import routes as notifications
from notifications.post.ems import routes as ems
from notifications.post.kuaidi100 import routes as kuaidi100
from notifications.sending import sms_reports as sms
from uploads import routes as uploads
from wechat import routes as wechat
from wechat.official_account import hook

BLUEPRINTS: list[Blueprint] = [
    accounts.citizen,
    staff_sign_in.staff,
    identity.citizen,
    identity.staff,
    phones.citizen,
    bindings.citizen,
    sessions.citizen,
    sessions.staff,
    second_factor.staff,
    members.staff,
    web_sign_in.citizen,
    personal_data.citizen,
    guides.citizen,
    guides.staff,
    draws.citizen,
    draws.staff,
    centre.citizen,
    addresses.citizen,
    enterprises.citizen,
    enterprises.staff,
    cases.citizen,
    case_status.citizen,
    case_enterprises.citizen,
    staff_cases.staff,
    staff_queue.staff,
    staff_deliveries.staff,
    handoffs.citizen,
    custody.citizen,
    staff_handoffs.staff,
    handoff_receipts.staff,
    custody.staff,
    case_post.citizen,
    staff_case_post.staff,
    market_agencies.citizen,
    staff_market_agencies.staff,
    market_credit.citizen,
    staff_market_credit.staff,
    market_sanctions.citizen,
    market_sanctions.staff,
    market_offices.citizen,
    market_finding.citizen,
    market_practitioners.citizen,
    market_practitioners.staff,
    market_affiliations.citizen,
    market_needs.citizen,
    staff_market_needs.staff,
    market_need_files.citizen,
    market_changes.citizen,
    market_bids.citizen,
    market_openings.citizen,
    staff_market_openings.staff,
    market_scoring.citizen,
    market_disputes.citizen,
    staff_market_disputes.staff,
    market_trading.citizen,
    market_complaints.citizen,
    staff_complaints.staff,
    market_expert.citizen,
    staff_market_experts.staff,
    staff_market_panels.staff,
    staff_market_trading.staff,
    market_contracts.citizen,
    market_contract_changes.citizen,
    staff_market_contracts.staff,
    market_ratings.citizen,
    staff_market_ratings.staff,
    market_figures.citizen,
    staff_partners.staff,
    uploads.blueprint,
    uploads.objects_blueprint,
    notifications.citizen,
    preferences.citizen,
    wechat.citizen,
    wechat.hooks,
    handoff.city,
    hook.hooks,
    ems.hooks,
    sms.hooks,
    kuaidi100.hooks,
    web.pages,
    web.doors,
    operators,
]
